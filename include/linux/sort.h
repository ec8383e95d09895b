/* SPDX-License-Identifier: MIT */
/*
 * Heapsort: n log n whatever the input, no memory, no recursion. Not stable.
 */
#ifndef _LINUX_SORT_H
#define _LINUX_SORT_H

#include <linux/types.h>

/*
 * Sorts @num elements of @size bytes. @cmp returns <0, 0, >0 like strcmp(); @swap may be NULL.
 * The _r form hands @priv to both. Any context.
 */
void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap);
void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
	    const void *priv);

#endif /* _LINUX_SORT_H */
