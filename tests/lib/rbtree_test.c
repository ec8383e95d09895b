// SPDX-License-Identifier: MIT
/*
 * Red-black trees: random insertions and removals, and after each a walk that checks the rules
 * (lib/rbtree.c), the order, the parents, and the augmented values.
 */
#include <kunit/test.h>
#include <linux/random.h>
#include <linux/rbtree_augmented.h>

#define NR_NODES	100
#define NR_ROUNDS	2000

struct thing {
	struct rb_node rb;
	u32 key;
	u32 weight;
	u32 heaviest;		/* of the subtree */
	bool in_tree;
};

static struct thing things[NR_NODES];
static struct rb_root root;
static struct rnd_state rnd;

#define to_thing(node)	rb_entry(node, struct thing, rb)

static inline u32 thing_weight(const struct thing *thing)
{
	return thing->weight;
}

RB_DECLARE_CALLBACKS_MAX(static, heaviest, struct thing, rb, u32, heaviest, thing_weight);

static int rbtree_init(struct kunit *test)
{
	int i;

	prandom_seed_state(&rnd, 4711);
	root = RB_ROOT;
	for (i = 0; i < NR_NODES; i++)
		things[i] = (struct thing) { .key = prandom_u32_state(&rnd) % 1000 };
	return 0;
}

/* --- the validator ----------------------------------------------------------------------- */

struct walk {
	struct kunit *test;
	int count;
	u32 last_key;
	bool augmented;
};

/* Checks the subtree; returns the black nodes on every path down from it, or -1. */
static int check_subtree(struct walk *walk, const struct rb_node *node,
			 const struct rb_node *parent)
{
	struct thing *thing;
	int left, right;
	u32 max;

	if (!node)
		return 0;
	thing = to_thing(node);
	KUNIT_ASSERT_PTR_EQ(walk->test, rb_parent(node), parent);
	if (parent && rb_is_red(parent))
		KUNIT_ASSERT_TRUE_MSG(walk->test, rb_is_black(node), "red below red");
	left = check_subtree(walk, node->rb_left, node);
	KUNIT_ASSERT_GE(walk->test, thing->key, walk->last_key);
	walk->last_key = thing->key;
	walk->count++;
	right = check_subtree(walk, node->rb_right, node);
	KUNIT_ASSERT_EQ_MSG(walk->test, left, right, "black heights");
	if (walk->augmented) {
		max = thing->weight;
		if (node->rb_left)
			max = max(max, to_thing(node->rb_left)->heaviest);
		if (node->rb_right)
			max = max(max, to_thing(node->rb_right)->heaviest);
		KUNIT_ASSERT_EQ(walk->test, thing->heaviest, max);
	}
	return left + rb_is_black(node);
}

static void check_tree(struct kunit *test, const struct rb_root *tree, int count, bool augmented)
{
	struct walk walk = { .test = test, .augmented = augmented };
	const struct rb_node *node, *last = NULL;
	int n = 0;

	if (tree->rb_node)
		KUNIT_ASSERT_TRUE(test, rb_is_black(tree->rb_node));
	check_subtree(&walk, tree->rb_node, NULL);
	KUNIT_ASSERT_EQ(test, walk.count, count);
	for (node = rb_first(tree); node; node = rb_next(node)) {
		KUNIT_ASSERT_PTR_EQ(test, rb_prev(node), last);
		last = node;
		n++;
	}
	KUNIT_ASSERT_EQ(test, n, count);
	KUNIT_ASSERT_PTR_EQ(test, rb_last(tree), last);
}

/* --- the plain tree ---------------------------------------------------------------------- */

static bool less(struct rb_node *a, const struct rb_node *b)
{
	return to_thing(a)->key < to_thing(b)->key;
}

static int compare_key(const void *key, const struct rb_node *node)
{
	u32 want = *(const u32 *)key;

	return want < to_thing(node)->key ? -1 : want > to_thing(node)->key;
}

static int compare_nodes(struct rb_node *a, const struct rb_node *b)
{
	return compare_key(&to_thing(a)->key, b);
}

static void rbtree_empty_test(struct kunit *test)
{
	struct rb_node node;
	u32 key = 1;

	check_tree(test, &root, 0, false);
	KUNIT_EXPECT_TRUE(test, RB_EMPTY_ROOT(&root));
	KUNIT_EXPECT_NULL(test, rb_first_postorder(&root));
	KUNIT_EXPECT_NULL(test, rb_next_postorder(NULL));
	KUNIT_EXPECT_NULL(test, rb_find(&key, &root, compare_key));
	RB_CLEAR_NODE(&node);
	KUNIT_EXPECT_TRUE(test, RB_EMPTY_NODE(&node));
	KUNIT_EXPECT_NULL(test, rb_next(&node));
	KUNIT_EXPECT_NULL(test, rb_prev(&node));
}

/* In order, against the order, and both sides by turns: the shapes that lists make. */
static void rbtree_sequence_test(struct kunit *test)
{
	int pattern, i;

	for (pattern = 0; pattern < 3; pattern++) {
		root = RB_ROOT;
		for (i = 0; i < NR_NODES; i++) {
			things[i].key = pattern == 0 ? i : pattern == 1 ? NR_NODES - i :
					i % 2 ? 1000 + i : 1000 - i;
			rb_add(&things[i].rb, &root, less);
			check_tree(test, &root, i + 1, false);
		}
		for (i = 0; i < NR_NODES; i++) {
			rb_erase(&things[i].rb, &root);
			check_tree(test, &root, NR_NODES - 1 - i, false);
		}
	}
}

static void rbtree_random_test(struct kunit *test)
{
	int round, count = 0;

	for (round = 0; round < NR_ROUNDS; round++) {
		struct thing *thing = &things[prandom_u32_state(&rnd) % NR_NODES];

		if (thing->in_tree) {
			rb_erase(&thing->rb, &root);
			count--;
		} else {
			thing->key = prandom_u32_state(&rnd) % 100;
			rb_add(&thing->rb, &root, less);
			count++;
		}
		thing->in_tree = !thing->in_tree;
		check_tree(test, &root, count, false);
	}
}

static void rbtree_find_test(struct kunit *test)
{
	u32 key;
	int i;

	for (i = 0; i < NR_NODES; i++) {
		things[i].key = i / 2 * 10;
		rb_add(&things[i].rb, &root, less);
	}
	for (key = 0; key < NR_NODES / 2 * 10; key++) {
		struct rb_node *found = rb_find(&key, &root, compare_key);
		struct rb_node *first = rb_find_first(&key, &root, compare_key);

		if (key % 10) {
			KUNIT_EXPECT_NULL(test, found);
			KUNIT_EXPECT_NULL(test, first);
			continue;
		}
		KUNIT_ASSERT_NOT_NULL(test, found);
		KUNIT_EXPECT_EQ(test, to_thing(found)->key, key);
		/* Equal keys are in the order of their insertion. */
		KUNIT_EXPECT_PTR_EQ(test, first, &things[key / 10 * 2].rb);
	}
}

static void rbtree_find_add_test(struct kunit *test)
{
	things[0].key = things[1].key = 5;
	KUNIT_EXPECT_NULL(test, rb_find_add(&things[0].rb, &root, compare_nodes));
	KUNIT_EXPECT_PTR_EQ(test, rb_find_add(&things[1].rb, &root, compare_nodes),
			    &things[0].rb);
	check_tree(test, &root, 1, false);
}

static void rbtree_replace_test(struct kunit *test)
{
	static struct thing twin;
	int i;

	for (i = 0; i < NR_NODES; i++)
		rb_add(&things[i].rb, &root, less);
	for (i = 0; i < NR_NODES; i++) {
		twin.key = things[i].key;
		rb_replace_node(&things[i].rb, &twin.rb, &root);
		check_tree(test, &root, NR_NODES, false);
		rb_replace_node(&twin.rb, &things[i].rb, &root);
	}
	check_tree(test, &root, NR_NODES, false);
}

/* Every node once, and none before its children. */
static void rbtree_postorder_test(struct kunit *test)
{
	struct thing *thing, *next;
	int i, count = 0;

	for (i = 0; i < NR_NODES; i++)
		rb_add(&things[i].rb, &root, less);
	rbtree_postorder_for_each_entry_safe(thing, next, &root, rb) {
		if (thing->rb.rb_left)
			KUNIT_EXPECT_TRUE(test, to_thing(thing->rb.rb_left)->in_tree);
		if (thing->rb.rb_right)
			KUNIT_EXPECT_TRUE(test, to_thing(thing->rb.rb_right)->in_tree);
		thing->in_tree = true;		/* seen */
		count++;
	}
	KUNIT_EXPECT_EQ(test, count, NR_NODES);
}

static void rbtree_cached_test(struct kunit *test)
{
	struct rb_root_cached cached = RB_ROOT_CACHED;
	int round, count = 0;

	for (round = 0; round < NR_ROUNDS; round++) {
		struct thing *thing = &things[prandom_u32_state(&rnd) % NR_NODES];
		struct rb_node *first = rb_first_cached(&cached);
		struct rb_node *changed;

		if (thing->in_tree) {
			changed = rb_erase_cached(&thing->rb, &cached);
			KUNIT_ASSERT_PTR_EQ(test, changed, first == &thing->rb ?
					    rb_first(&cached.rb_root) : NULL);
			count--;
		} else {
			changed = rb_add_cached(&thing->rb, &cached, less);
			KUNIT_ASSERT_PTR_EQ(test, changed, rb_first_cached(&cached) == first ?
					    NULL : &thing->rb);
			count++;
		}
		thing->in_tree = !thing->in_tree;
		KUNIT_ASSERT_PTR_EQ(test, rb_first_cached(&cached), rb_first(&cached.rb_root));
		check_tree(test, &cached.rb_root, count, false);
	}
}

/* --- the augmented tree ------------------------------------------------------------------ */

static void add_augmented(struct thing *thing)
{
	struct rb_node **link = &root.rb_node, *parent = NULL;

	thing->heaviest = thing->weight;
	while (*link) {
		struct thing *above = to_thing(*link);

		parent = *link;
		above->heaviest = max(above->heaviest, thing->weight);
		link = thing->key < above->key ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&thing->rb, parent, link);
	rb_insert_augmented(&thing->rb, &root, &heaviest);
}

static void rbtree_augmented_test(struct kunit *test)
{
	int round, count = 0;

	for (round = 0; round < NR_ROUNDS; round++) {
		struct thing *thing = &things[prandom_u32_state(&rnd) % NR_NODES];

		if (thing->in_tree) {
			rb_erase_augmented(&thing->rb, &root, &heaviest);
			count--;
		} else {
			thing->key = prandom_u32_state(&rnd) % 100;
			thing->weight = prandom_u32_state(&rnd) % 1000;
			add_augmented(thing);
			count++;
		}
		thing->in_tree = !thing->in_tree;
		check_tree(test, &root, count, true);
	}
}

/* The validator itself: what it must complain about. */
static void spoil_color(struct kunit *test)
{
	struct rb_node *node = rb_first(&root);

	node->__rb_parent_color ^= RB_BLACK;
	check_tree(test, &root, NR_NODES, false);
}

static void spoil_order(struct kunit *test)
{
	to_thing(rb_first(&root))->key = 100000;
	check_tree(test, &root, NR_NODES, false);
}

static void spoil_parent(struct kunit *test)
{
	struct rb_node *node = rb_first(&root);

	node->__rb_parent_color = (unsigned long)rb_last(&root) | rb_color(node);
	check_tree(test, &root, NR_NODES, false);
}

static void rbtree_validator_test(struct kunit *test)
{
	static void (*const spoilers[])(struct kunit *test) = {
		spoil_color, spoil_order, spoil_parent,
	};
	static struct kunit inner;
	int i, n;

	for (i = 0; i < ARRAY_SIZE(spoilers); i++) {
		root = RB_ROOT;
		for (n = 0; n < NR_NODES; n++) {
			things[n].key = n;
			rb_add(&things[n].rb, &root, less);
		}
		KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, spoilers[i]), KUNIT_FAILURE);
	}
}

static struct kunit_case rbtree_cases[] = {
	KUNIT_CASE(rbtree_empty_test),
	KUNIT_CASE(rbtree_sequence_test),
	KUNIT_CASE(rbtree_random_test),
	KUNIT_CASE(rbtree_find_test),
	KUNIT_CASE(rbtree_find_add_test),
	KUNIT_CASE(rbtree_replace_test),
	KUNIT_CASE(rbtree_postorder_test),
	KUNIT_CASE(rbtree_cached_test),
	KUNIT_CASE(rbtree_augmented_test),
	KUNIT_CASE(rbtree_validator_test),
	{}
};

static struct kunit_suite rbtree_suite = {
	.name = "rbtree",
	.init = rbtree_init,
	.test_cases = rbtree_cases,
};
kunit_test_suite(rbtree_suite);
