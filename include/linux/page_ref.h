/* SPDX-License-Identifier: MIT */
/*
 * The reference count of a page, as a number of references: 0 is free. The field itself counts one
 * less, see struct page. These work on the very page they are given; get_page() and put_page() find
 * the head of a compound page first. Any context.
 */
#ifndef _LINUX_PAGE_REF_H
#define _LINUX_PAGE_REF_H

#include <linux/atomic.h>
#include <linux/mm_types.h>

static inline int page_ref_count(const struct page *page)
{
	return atomic_read(&page->_count) + 1;
}

static inline void set_page_count(struct page *page, int references)
{
	atomic_set(&page->_count, references - 1);
}

static inline void init_page_count(struct page *page)
{
	set_page_count(page, 1);
}

static inline void page_ref_add(struct page *page, int nr)
{
	atomic_add(nr, &page->_count);
}

static inline void page_ref_sub(struct page *page, int nr)
{
	atomic_sub(nr, &page->_count);
}

static inline void page_ref_inc(struct page *page)
{
	atomic_inc(&page->_count);
}

static inline void page_ref_dec(struct page *page)
{
	atomic_dec(&page->_count);
}

/** Drops @nr references; true if none is left. */
static inline bool page_ref_sub_and_test(struct page *page, int nr)
{
	return atomic_sub_return(nr, &page->_count) == -1;
}

static inline bool page_ref_dec_and_test(struct page *page)
{
	return page_ref_sub_and_test(page, 1);
}

/** Takes a reference unless there is none: the page may be free. */
static inline bool page_ref_add_unless_zero(struct page *page, int nr)
{
	return atomic_add_unless(&page->_count, nr, -1);
}

#endif
