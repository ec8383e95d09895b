/* SPDX-License-Identifier: MIT */
/*
 * Lists without locks: a stack that any context on any CPU may push to.
 *
 *				llist_add	llist_del_first		llist_del_all
 *	against llist_add	safe		safe			safe
 *	against llist_del_first	safe		needs a lock		needs a lock
 *	against llist_del_all	safe		needs a lock		safe
 *
 * llist_del_first() reads a node that a second remover could take, free and push again between
 * the read and the exchange; that is why removers of single entries need a lock among them.
 * Every operation may run in an interrupt.
 */
#ifndef _LINUX_LLIST_H
#define _LINUX_LLIST_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/stddef.h>
#include <linux/types.h>

struct llist_head {
	struct llist_node *first;
};

struct llist_node {
	struct llist_node *next;
};

#define LLIST_HEAD_INIT(name)	{ NULL }
#define LLIST_HEAD(name)	struct llist_head name = LLIST_HEAD_INIT(name)

static inline void init_llist_head(struct llist_head *list)
{
	list->first = NULL;
}

#define llist_entry(ptr, type, member)	container_of(ptr, type, member)

#define llist_for_each(pos, node) \
	for ((pos) = (node); pos; (pos) = (pos)->next)
#define llist_for_each_safe(pos, n, node) \
	for ((pos) = (node); (pos) && ((n) = (pos)->next, true); (pos) = (n))

/* The address of @member when the entry does not exist: what NULL becomes as an entry. */
#define __llist_is_entry(pos, member) \
	((uintptr_t)(pos) + offsetof(typeof(*(pos)), member) != 0)
#define llist_for_each_entry(pos, node, member)					\
	for ((pos) = llist_entry((node), typeof(*(pos)), member);		\
	     __llist_is_entry(pos, member);					\
	     (pos) = llist_entry((pos)->member.next, typeof(*(pos)), member))
#define llist_for_each_entry_safe(pos, n, node, member)				\
	for (pos = llist_entry((node), typeof(*pos), member);			\
	     __llist_is_entry(pos, member) &&					\
	     (n = llist_entry(pos->member.next, typeof(*n), member), true);	\
	     pos = n)

static inline bool llist_empty(const struct llist_head *head)
{
	return READ_ONCE(head->first) == NULL;
}

static inline struct llist_node *llist_next(struct llist_node *node)
{
	return node->next;
}

/* Pushes the chain from @first to @last. True if the list was empty before. */
bool llist_add_batch(struct llist_node *first, struct llist_node *last, struct llist_head *head);

/* Pushes @node. True if the list was empty before. */
static inline bool llist_add(struct llist_node *node, struct llist_head *head)
{
	return llist_add_batch(node, node, head);
}

/* Takes the whole list, newest first. */
static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	return xchg(&head->first, NULL);
}

/* Takes the newest node, or NULL. One remover at a time. */
struct llist_node *llist_del_first(struct llist_head *head);

/* Reverses a chain that llist_del_all() returned: oldest first. */
struct llist_node *llist_reverse_order(struct llist_node *head);

#endif /* _LINUX_LLIST_H */
