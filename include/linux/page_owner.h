/* SPDX-License-Identifier: MIT */
/* page_owner=on: who allocated each page. */
#ifndef _LINUX_PAGE_OWNER_H
#define _LINUX_PAGE_OWNER_H

#include <linux/types.h>

struct page;

/** Starts to note owners; costs 1/128 of memory. 0, or -ENOMEM. Thread context. */
int page_owner_enable(void);
/** Stops, and forgets. Thread context. */
void page_owner_disable(void);
bool page_owner_enabled(void);

/** Prints who allocated @page. Any context. */
void dump_page_owner(struct page *page);
/** Prints the @nr callers that hold most pages; one line if owners are not noted. Any context. */
void page_owner_show_top(unsigned int nr);
/** Writes all holders, grouped by caller, largest first; returns the bytes written. Any context. */
int page_owner_text(char *buf, size_t size);

#endif
