/* SPDX-License-Identifier: MIT */
/* Binary search in a sorted array. */
#ifndef _LINUX_BSEARCH_H
#define _LINUX_BSEARCH_H

#include <linux/types.h>

/* An element that compares equal to @key, or NULL. @cmp gets the key first. */
void *bsearch(const void *key, const void *base, size_t num, size_t size, cmp_func_t cmp);

#endif /* _LINUX_BSEARCH_H */
