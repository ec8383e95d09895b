// SPDX-License-Identifier: MIT
/*
 * Red-black trees.
 *
 * A binary search tree that stays balanced within a factor of two, because
 *
 *	1. every node is red or black, and the root is black;
 *	2. a red node has no red child;
 *	3. every path from the root down to a missing child passes the same number of black nodes.
 *
 * So the longest path, red and black by turns, is at most twice the shortest, all black. A new
 * node is red, which can only break rule 2 (and 1); a removed black node leaves its subtree one
 * black node short, which breaks rule 3. Both are mended on the way up: by recolouring where the
 * neighbours allow it, which moves the fault towards the root, or by one or two rotations, which
 * end it.
 *
 *	rotate_up(n):	    p			  n
 *			   / \			 / \
 *			  n   c	      ->	a   p
 *			 / \			   / \
 *			a   b			  b   c
 *
 * A node is three words: the parent's address with the node's colour in bit 0, and the children.
 * The augmented functions pass callbacks along; for the plain ones they are empty, and the
 * compiler makes two copies of the code.
 *
 * The caller locks. Reference: Cormen, Leiserson, Rivest, Stein, Introduction to Algorithms, 13.
 */
#include <linux/rbtree_augmented.h>
#include <linux/export.h>
#include <linux/types.h>

static void set_parent(struct rb_node *node, struct rb_node *parent)
{
	node->__rb_parent_color = (unsigned long)parent | rb_color(node);
}

static void set_red(struct rb_node *node)
{
	node->__rb_parent_color &= ~RB_BLACK;
}

static void set_black(struct rb_node *node)
{
	node->__rb_parent_color |= RB_BLACK;
}

/* A missing child is black. */
static bool is_red(const struct rb_node *node)
{
	return node && rb_is_red(node);
}

/* Makes @new the child of @parent, or the root, in the place of @old. */
static void change_child(struct rb_node *old, struct rb_node *new, struct rb_node *parent,
			 struct rb_root *root)
{
	if (!parent)
		root->rb_node = new;
	else if (parent->rb_left == old)
		parent->rb_left = new;
	else
		parent->rb_right = new;
}

/* Brings @node into the place of its parent, which becomes its child. Colours stay. */
static __always_inline void rotate_up(struct rb_node *node, struct rb_root *root,
				      const struct rb_augment_callbacks *augment)
{
	struct rb_node *parent = rb_parent(node);
	struct rb_node *inner;

	if (parent->rb_left == node) {
		inner = node->rb_right;
		parent->rb_left = inner;
		node->rb_right = parent;
	} else {
		inner = node->rb_left;
		parent->rb_right = inner;
		node->rb_left = parent;
	}
	if (inner)
		set_parent(inner, parent);
	change_child(parent, node, rb_parent(parent), root);
	set_parent(node, rb_parent(parent));
	set_parent(parent, node);
	augment->rotate(parent, node);
}

static struct rb_node *sibling_of(const struct rb_node *node, const struct rb_node *parent)
{
	return parent->rb_left == node ? parent->rb_right : parent->rb_left;
}

/*
 * Mends rule 2 above @node, which is red.
 *
 * A red uncle: parent and uncle turn black, the grandparent red, and the question moves there.
 * A black one: @node is brought to the outer side if it is not, then its parent takes the
 * grandparent's place and colour.
 */
static __always_inline void insert_rebalance(struct rb_node *node, struct rb_root *root,
					     const struct rb_augment_callbacks *augment)
{
	struct rb_node *parent, *grand, *uncle;

	while (is_red(parent = rb_parent(node))) {
		grand = rb_parent(parent);
		uncle = sibling_of(parent, grand);
		if (is_red(uncle)) {
			set_black(parent);
			set_black(uncle);
			set_red(grand);
			node = grand;
			continue;
		}
		if ((parent->rb_left == node) != (grand->rb_left == parent)) {
			rotate_up(node, root, augment);
			parent = node;
		}
		rotate_up(parent, root, augment);
		set_black(parent);
		set_red(grand);
		break;
	}
	set_black(root->rb_node);
}

/*
 * Mends rule 3 where the subtree @node (or none) of @parent is one black node short.
 *
 * A red sibling is brought up first, so that a black one is left. If the sibling has no red
 * child it turns red: then all of @parent is short, which a red parent makes good by turning
 * black. Otherwise a red child ends up on the outer side, and the sibling takes the parent's
 * place and colour, which adds the black node that was missing.
 */
static __always_inline void erase_rebalance(struct rb_node *node, struct rb_node *parent,
					    struct rb_root *root,
					    const struct rb_augment_callbacks *augment)
{
	while (parent && !is_red(node)) {
		bool node_is_left = parent->rb_left == node;
		struct rb_node *sibling = sibling_of(node, parent);
		struct rb_node *outer, *inner;

		if (is_red(sibling)) {
			rotate_up(sibling, root, augment);
			set_black(sibling);
			set_red(parent);
			sibling = node_is_left ? parent->rb_right : parent->rb_left;
		}
		outer = node_is_left ? sibling->rb_right : sibling->rb_left;
		inner = node_is_left ? sibling->rb_left : sibling->rb_right;
		if (!is_red(outer) && !is_red(inner)) {
			set_red(sibling);
			node = parent;
			parent = rb_parent(node);
			continue;
		}
		if (!is_red(outer)) {
			rotate_up(inner, root, augment);
			set_black(inner);
			outer = sibling;
			sibling = inner;
		}
		rotate_up(sibling, root, augment);
		sibling->__rb_parent_color =
			(unsigned long)rb_parent(sibling) | rb_color(parent);
		set_black(parent);
		set_black(outer);
		return;
	}
	if (node)
		set_black(node);
}

/* Takes @node, which has at most one child, out of the tree. Returns the child in its place. */
static struct rb_node *unlink_node(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *child = node->rb_left ? node->rb_left : node->rb_right;

	if (child)
		set_parent(child, rb_parent(node));
	change_child(node, child, rb_parent(node), root);
	return child;
}

/* Gives @new the links and the colour of @old, and the neighbours the new address. */
static void take_place(struct rb_node *old, struct rb_node *new, struct rb_root *root)
{
	*new = *old;
	change_child(old, new, rb_parent(old), root);
	if (new->rb_left)
		set_parent(new->rb_left, new);
	if (new->rb_right)
		set_parent(new->rb_right, new);
}

static __always_inline void erase(struct rb_node *node, struct rb_root *root,
				  const struct rb_augment_callbacks *augment)
{
	struct rb_node *successor = NULL;
	struct rb_node *leaving = node;
	struct rb_node *parent, *child, *changed;
	bool was_black;

	/* With two children, the next node in order leaves its place and takes this one. */
	if (node->rb_left && node->rb_right) {
		successor = node->rb_right;
		while (successor->rb_left)
			successor = successor->rb_left;
		leaving = successor;
	}
	parent = rb_parent(leaving);
	was_black = rb_is_black(leaving);
	child = unlink_node(leaving, root);
	changed = parent;
	if (successor) {
		if (parent == node)
			parent = successor;
		take_place(node, successor, root);
		augment->copy(node, successor);
		augment->propagate(parent, successor);
		changed = successor;
	}
	augment->propagate(changed, NULL);
	if (was_black)
		erase_rebalance(child, parent, root, augment);
}

static inline void no_propagate(struct rb_node *node, struct rb_node *stop)
{
}

static inline void no_copy(struct rb_node *old, struct rb_node *new)
{
}

static inline void no_rotate(struct rb_node *old, struct rb_node *new)
{
}

static const struct rb_augment_callbacks no_augment = {
	.propagate = no_propagate,
	.copy = no_copy,
	.rotate = no_rotate,
};

void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	insert_rebalance(node, root, &no_augment);
}
EXPORT_SYMBOL(rb_insert_color);

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	erase(node, root, &no_augment);
}
EXPORT_SYMBOL(rb_erase);

void rb_insert_augmented(struct rb_node *node, struct rb_root *root,
			 const struct rb_augment_callbacks *augment)
{
	insert_rebalance(node, root, augment);
}
EXPORT_SYMBOL(rb_insert_augmented);

void rb_erase_augmented(struct rb_node *node, struct rb_root *root,
			const struct rb_augment_callbacks *augment)
{
	erase(node, root, augment);
}
EXPORT_SYMBOL(rb_erase_augmented);

void rb_replace_node(struct rb_node *victim, struct rb_node *new, struct rb_root *root)
{
	take_place(victim, new, root);
}
EXPORT_SYMBOL(rb_replace_node);

static struct rb_node *leftmost(struct rb_node *node)
{
	while (node && node->rb_left)
		node = node->rb_left;
	return node;
}

static struct rb_node *rightmost(struct rb_node *node)
{
	while (node && node->rb_right)
		node = node->rb_right;
	return node;
}

struct rb_node *rb_first(const struct rb_root *root)
{
	return leftmost(root->rb_node);
}
EXPORT_SYMBOL(rb_first);

struct rb_node *rb_last(const struct rb_root *root)
{
	return rightmost(root->rb_node);
}
EXPORT_SYMBOL(rb_last);

/* Down to the right, or up until we come from the left. */
struct rb_node *rb_next(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_right)
		return leftmost(node->rb_right);
	while ((parent = rb_parent(node)) && node == parent->rb_right)
		node = parent;
	return parent;
}
EXPORT_SYMBOL(rb_next);

struct rb_node *rb_prev(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_left)
		return rightmost(node->rb_left);
	while ((parent = rb_parent(node)) && node == parent->rb_left)
		node = parent;
	return parent;
}
EXPORT_SYMBOL(rb_prev);

/* The first node below @node in post-order: a leaf, as far left as possible. */
static struct rb_node *deepest_left(struct rb_node *node)
{
	while (node->rb_left || node->rb_right)
		node = node->rb_left ? node->rb_left : node->rb_right;
	return node;
}

struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return root->rb_node ? deepest_left(root->rb_node) : NULL;
}
EXPORT_SYMBOL(rb_first_postorder);

struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent;

	if (!node)
		return NULL;
	parent = rb_parent(node);
	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest_left(parent->rb_right);
	return parent;
}
EXPORT_SYMBOL(rb_next_postorder);
