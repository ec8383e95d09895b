// SPDX-License-Identifier: MIT
/*
 * Merge sort of a list, bottom up, stable, n log n, without recursion.
 *
 * runs[k] is a sorted run of 2^k entries or empty, like the digits of a binary counter. Each
 * entry is a run of one that is added to the counter; where two runs meet they merge and carry.
 * A run in a higher place is older, which is what keeps equal entries in order.
 */
#include <linux/list_sort.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/list.h>

/* Enough for any list that fits in the address space. */
#define MAX_RUNS	BITS_PER_LONG

/* Merges two runs, linked by next only; entries of the older run @a win where they are equal. */
static struct list_head *merge(void *priv, list_cmp_func_t cmp, struct list_head *a,
			       struct list_head *b)
{
	struct list_head *head, **tail = &head;

	while (a && b) {
		struct list_head **from = cmp(priv, a, b) <= 0 ? &a : &b;

		*tail = *from;
		tail = &(*from)->next;
		*from = (*from)->next;
	}
	*tail = a ? a : b;
	return head;
}

/* Makes a ring of the run again. */
static void restore_links(struct list_head *head, struct list_head *run)
{
	struct list_head *prev = head;

	for (; run; run = run->next) {
		prev->next = run;
		run->prev = prev;
		prev = run;
	}
	prev->next = head;
	head->prev = prev;
}

void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp)
{
	struct list_head *runs[MAX_RUNS] = { NULL };
	struct list_head *entry = head->next;
	struct list_head *all = NULL;
	int k;

	while (entry != head) {
		struct list_head *run = entry;

		entry = entry->next;
		run->next = NULL;
		for (k = 0; runs[k]; k++) {
			run = merge(priv, cmp, runs[k], run);
			runs[k] = NULL;
		}
		runs[k] = run;
	}
	for (k = 0; k < MAX_RUNS; k++) {
		if (runs[k])
			all = merge(priv, cmp, runs[k], all);
	}
	restore_links(head, all);
}
EXPORT_SYMBOL(list_sort);
