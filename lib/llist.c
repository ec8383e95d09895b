// SPDX-License-Identifier: MIT
/* Lists without locks; <linux/llist.h> says who may meet whom. */
#include <linux/llist.h>
#include <linux/export.h>

bool llist_add_batch(struct llist_node *first, struct llist_node *last, struct llist_head *head)
{
	struct llist_node *old = READ_ONCE(head->first);

	do {
		last->next = old;
	} while (!try_cmpxchg(&head->first, &old, first));
	return !old;
}
EXPORT_SYMBOL(llist_add_batch);

struct llist_node *llist_del_first(struct llist_head *head)
{
	struct llist_node *node = smp_load_acquire(&head->first);

	while (node) {
		if (try_cmpxchg(&head->first, &node, READ_ONCE(node->next)))
			break;
	}
	return node;
}
EXPORT_SYMBOL(llist_del_first);

struct llist_node *llist_reverse_order(struct llist_node *head)
{
	struct llist_node *reversed = NULL;

	while (head) {
		struct llist_node *next = head->next;

		head->next = reversed;
		reversed = head;
		head = next;
	}
	return reversed;
}
EXPORT_SYMBOL(llist_reverse_order);
