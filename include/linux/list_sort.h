/* SPDX-License-Identifier: MIT */
/* Stable merge sort of a list. */
#ifndef _LINUX_LIST_SORT_H
#define _LINUX_LIST_SORT_H

#include <linux/types.h>

typedef int (*list_cmp_func_t)(void *priv, const struct list_head *a, const struct list_head *b);

/* @cmp returns > 0 if @a belongs behind @b. Entries that compare equal keep their order. */
void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp);

#endif /* _LINUX_LIST_SORT_H */
