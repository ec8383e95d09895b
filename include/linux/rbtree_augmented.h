/* SPDX-License-Identifier: MIT */
/*
 * Red-black trees whose nodes know something about their whole subtree, such as the largest end
 * of an interval or the largest hole.
 *
 * While walking down to the place, the caller updates the nodes on the way (or calls propagate
 * afterwards), links the node, then calls rb_insert_augmented(). The callbacks keep the values
 * right while the tree is balanced:
 *
 *	propagate(node, stop)	compute node and its ancestors anew, up to but without stop
 *	copy(old, new)		new takes the place of old and its value with it
 *	rotate(old, new)	new took the place of old, which is now its child: new's value is
 *				the old one's, old is computed anew
 */
#ifndef _LINUX_RBTREE_AUGMENTED_H
#define _LINUX_RBTREE_AUGMENTED_H

#include <linux/compiler.h>
#include <linux/rbtree.h>

struct rb_augment_callbacks {
	void (*propagate)(struct rb_node *node, struct rb_node *stop);
	void (*copy)(struct rb_node *old, struct rb_node *new);
	void (*rotate)(struct rb_node *old, struct rb_node *new);
};

void rb_insert_augmented(struct rb_node *node, struct rb_root *root,
			 const struct rb_augment_callbacks *augment);
void rb_erase_augmented(struct rb_node *node, struct rb_root *root,
			const struct rb_augment_callbacks *augment);

static inline void rb_insert_augmented_cached(struct rb_node *node, struct rb_root_cached *root,
					      bool newleft,
					      const struct rb_augment_callbacks *augment)
{
	if (newleft)
		root->rb_leftmost = node;
	rb_insert_augmented(node, &root->rb_root, augment);
}

static inline void rb_erase_augmented_cached(struct rb_node *node, struct rb_root_cached *root,
					     const struct rb_augment_callbacks *augment)
{
	if (root->rb_leftmost == node)
		root->rb_leftmost = rb_next(node);
	rb_erase_augmented(node, &root->rb_root, augment);
}

/*
 * Defines the callbacks called @name for a structure @st with its node in @field and the value
 * in @augmented. @compute(node, exit) sets the value; with exit true it returns true, and may
 * leave early, if the value was right already. No semicolon is needed behind.
 */
#define RB_DECLARE_CALLBACKS(static_, name, st, field, augmented, compute)	\
static inline void name##_propagate(struct rb_node *rb, struct rb_node *stop)	\
{										\
	while (rb != stop) {							\
		st *node = rb_entry(rb, st, field);				\
										\
		if (compute(node, true))					\
			break;							\
		rb = rb_parent(&node->field);					\
	}									\
}										\
static inline void name##_copy(struct rb_node *rb_old, struct rb_node *rb_new)	\
{										\
	rb_entry(rb_new, st, field)->augmented =				\
		rb_entry(rb_old, st, field)->augmented;				\
}										\
static void name##_rotate(struct rb_node *rb_old, struct rb_node *rb_new)	\
{										\
	name##_copy(rb_old, rb_new);						\
	compute(rb_entry(rb_old, st, field), false);				\
}										\
static_ const struct rb_augment_callbacks name = {				\
	.propagate = name##_propagate,						\
	.copy = name##_copy,							\
	.rotate = name##_rotate,						\
};

/* The same where the value is the largest @of(node) in the subtree. */
#define RB_DECLARE_CALLBACKS_MAX(static_, name, st, field, type, augmented, of)	\
static inline bool name##_compute_max(st *node, bool exit)			\
{										\
	type max = of(node);							\
	st *child;								\
										\
	if (node->field.rb_left) {						\
		child = rb_entry(node->field.rb_left, st, field);		\
		if (child->augmented > max)					\
			max = child->augmented;					\
	}									\
	if (node->field.rb_right) {						\
		child = rb_entry(node->field.rb_right, st, field);		\
		if (child->augmented > max)					\
			max = child->augmented;					\
	}									\
	if (exit && node->augmented == max)					\
		return true;							\
	node->augmented = max;							\
	return false;								\
}										\
RB_DECLARE_CALLBACKS(static_, name, st, field, augmented, name##_compute_max)

#define RB_RED		0
#define RB_BLACK	1
#define rb_color(rb)	((rb)->__rb_parent_color & 1)
#define rb_is_red(rb)	(!rb_color(rb))
#define rb_is_black(rb)	rb_color(rb)

#endif /* _LINUX_RBTREE_AUGMENTED_H */
