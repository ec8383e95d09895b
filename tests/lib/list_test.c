// SPDX-License-Identifier: MIT
/*
 * Lists of all kinds. After each step the whole list is compared with the expected entries,
 * forwards and backwards.
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/llist.h>
#include <linux/random.h>
#include <linux/string.h>

#define NR_ITEMS	6

struct item {
	char name;
	int key;
	struct list_head node;
	struct hlist_node hnode;
	struct llist_node lnode;
};

static struct item items[NR_ITEMS];
static LIST_HEAD(list);
static LIST_HEAD(other);

#define NODE(c)	(&items[(c) - 'a'].node)

static int list_test_init(struct kunit *test)
{
	int i;

	for (i = 0; i < NR_ITEMS; i++)
		items[i] = (struct item) { .name = 'a' + i };
	INIT_LIST_HEAD(&list);
	INIT_LIST_HEAD(&other);
	return 0;
}

/* Appends the items named in @names. */
static void fill(struct list_head *head, const char *names)
{
	for (; *names; names++)
		list_add_tail(NODE(*names), head);
}

/* @head holds exactly the items of @names, and its links agree both ways. */
static void expect_list(struct kunit *test, struct list_head *head, const char *names)
{
	char forwards[NR_ITEMS + 2] = "", backwards[NR_ITEMS + 2] = "";
	size_t len = strlen(names), n = 0;
	struct item *item;

	list_for_each_entry(item, head, node) {
		KUNIT_ASSERT_LE_MSG(test, n, NR_ITEMS, "the list does not end");
		forwards[n++] = item->name;
	}
	KUNIT_EXPECT_STREQ(test, forwards, names);
	n = 0;
	list_for_each_entry_reverse(item, head, node) {
		KUNIT_ASSERT_LE_MSG(test, n, NR_ITEMS, "the list does not end");
		KUNIT_EXPECT_PTR_EQ(test, item->node.next->prev, &item->node);
		backwards[n++] = item->name;
	}
	for (; n && len; n--, len--)
		KUNIT_EXPECT_EQ(test, backwards[n - 1], names[strlen(names) - n]);
	KUNIT_EXPECT_EQ(test, list_count_nodes(head), strlen(names));
	KUNIT_EXPECT_EQ(test, !!list_empty(head), !*names);
}

static void list_add_test(struct kunit *test)
{
	expect_list(test, &list, "");
	list_add(NODE('a'), &list);
	list_add(NODE('b'), &list);
	expect_list(test, &list, "ba");
	list_add_tail(NODE('c'), &list);
	expect_list(test, &list, "bac");
	list_add(NODE('d'), NODE('a'));
	expect_list(test, &list, "badc");
}

static void list_del_test(struct kunit *test)
{
	fill(&list, "abc");
	list_del(NODE('b'));
	expect_list(test, &list, "ac");
	/* A stale node points into page 0. */
	KUNIT_EXPECT_PTR_EQ(test, NODE('b')->next, LIST_POISON1);
	KUNIT_EXPECT_PTR_EQ(test, NODE('b')->prev, LIST_POISON2);
	list_del_init(NODE('a'));
	KUNIT_EXPECT_TRUE(test, list_empty(NODE('a')));
	KUNIT_EXPECT_TRUE(test, list_empty_careful(NODE('a')));
	expect_list(test, &list, "c");
	KUNIT_EXPECT_TRUE(test, list_is_singular(&list));
	list_del(NODE('c'));
	expect_list(test, &list, "");
	KUNIT_EXPECT_FALSE(test, list_is_singular(&list));
}

static void list_replace_test(struct kunit *test)
{
	fill(&list, "abc");
	list_replace(NODE('b'), NODE('d'));
	expect_list(test, &list, "adc");
	list_replace_init(NODE('a'), NODE('e'));
	expect_list(test, &list, "edc");
	KUNIT_EXPECT_TRUE(test, list_empty(NODE('a')));
}

static void list_swap_test(struct kunit *test)
{
	fill(&list, "abcd");
	list_swap(NODE('a'), NODE('c'));
	expect_list(test, &list, "cbad");
	/* Neighbours, either way round. */
	list_swap(NODE('c'), NODE('b'));
	expect_list(test, &list, "bcad");
	list_swap(NODE('a'), NODE('c'));
	expect_list(test, &list, "bacd");
}

static void list_move_test(struct kunit *test)
{
	fill(&list, "abc");
	fill(&other, "def");
	list_move(NODE('b'), &other);
	expect_list(test, &list, "ac");
	expect_list(test, &other, "bdef");
	list_move_tail(NODE('a'), &other);
	expect_list(test, &other, "bdefa");
	list_move_tail(NODE('b'), &other);
	expect_list(test, &other, "defab");
	list_bulk_move_tail(&list, NODE('e'), NODE('a'));
	expect_list(test, &list, "cefa");
	expect_list(test, &other, "db");
}

static void list_splice_test(struct kunit *test)
{
	fill(&list, "ab");
	fill(&other, "cd");
	list_splice_init(&other, &list);
	expect_list(test, &list, "cdab");
	expect_list(test, &other, "");
	list_splice(&other, &list);
	expect_list(test, &list, "cdab");
	fill(&other, "ef");
	list_splice_tail_init(&other, &list);
	expect_list(test, &list, "cdabef");
	list_splice_tail_init(&list, &other);
	expect_list(test, &list, "");
	expect_list(test, &other, "cdabef");
}

static void list_cut_test(struct kunit *test)
{
	fill(&list, "abcd");
	list_cut_position(&other, &list, NODE('b'));
	expect_list(test, &other, "ab");
	expect_list(test, &list, "cd");
	INIT_LIST_HEAD(&other);
	list_cut_position(&other, &list, &list);
	expect_list(test, &other, "");
	list_cut_before(&other, &list, NODE('d'));
	expect_list(test, &other, "c");
	expect_list(test, &list, "d");
	INIT_LIST_HEAD(&other);
	list_cut_before(&other, &list, NODE('d'));
	expect_list(test, &other, "");
	list_cut_position(&other, &list, NODE('d'));
	expect_list(test, &other, "d");
	expect_list(test, &list, "");
}

static void list_rotate_test(struct kunit *test)
{
	list_rotate_left(&list);
	expect_list(test, &list, "");
	fill(&list, "abcd");
	list_rotate_left(&list);
	expect_list(test, &list, "bcda");
	list_rotate_to_front(NODE('d'), &list);
	expect_list(test, &list, "dabc");
}

static void list_entry_test(struct kunit *test)
{
	struct item *item;

	KUNIT_EXPECT_NULL(test, list_first_entry_or_null(&list, struct item, node));
	KUNIT_EXPECT_NULL(test, list_last_entry_or_null(&list, struct item, node));
	fill(&list, "abc");
	item = list_first_entry(&list, struct item, node);
	KUNIT_EXPECT_EQ(test, item->name, 'a');
	KUNIT_EXPECT_EQ(test, list_next_entry(item, node)->name, 'b');
	KUNIT_EXPECT_EQ(test, list_last_entry(&list, struct item, node)->name, 'c');
	KUNIT_EXPECT_TRUE(test, list_is_first(NODE('a'), &list));
	KUNIT_EXPECT_TRUE(test, list_is_last(NODE('c'), &list));
	KUNIT_EXPECT_FALSE(test, list_is_last(NODE('a'), &list));
}

static void list_walk_test(struct kunit *test)
{
	struct item *item, *next;
	char seen[8];
	int n = 0;

	fill(&list, "abcdef");
	list_for_each_entry_safe(item, next, &list, node) {
		if (item->name % 2)
			list_del(&item->node);
	}
	expect_list(test, &list, "bdf");
	item = list_first_entry(&list, struct item, node);
	list_for_each_entry_continue(item, &list, node)
		seen[n++] = item->name;
	item = list_first_entry(&list, struct item, node);
	list_for_each_entry_from(item, &list, node)
		seen[n++] = item->name;
	KUNIT_EXPECT_MEMEQ(test, seen, "dfbdf", 5);
	list_for_each_entry_safe_reverse(item, next, &list, node)
		list_del(&item->node);
	expect_list(test, &list, "");
}

/* --- sorting ----------------------------------------------------------------------------- */

static int by_key(void *priv, const struct list_head *a, const struct list_head *b)
{
	return list_entry(a, struct item, node)->key - list_entry(b, struct item, node)->key;
}

/* Random lists with many equal keys: ascending, and equal ones in their old order. */
static void list_sort_test(struct kunit *test)
{
	static struct item many[100];
	size_t count, i;

	for (count = 0; count <= ARRAY_SIZE(many); count++) {
		struct item *item, *prev = NULL;

		INIT_LIST_HEAD(&list);
		for (i = 0; i < count; i++) {
			many[i].key = get_random_u32_below(10);
			list_add_tail(&many[i].node, &list);
		}
		list_sort(NULL, &list, by_key);
		KUNIT_ASSERT_EQ(test, list_count_nodes(&list), count);
		list_for_each_entry(item, &list, node) {
			KUNIT_ASSERT_PTR_EQ(test, item->node.next->prev, &item->node);
			if (prev)
				KUNIT_ASSERT_TRUE(test, prev->key < item->key ||
						  (prev->key == item->key && prev < item));
			prev = item;
		}
	}
}

/* --- hlists ------------------------------------------------------------------------------ */

static HLIST_HEAD(hlist);

static void expect_hlist(struct kunit *test, struct hlist_head *head, const char *names)
{
	struct hlist_node **link = &head->first;
	struct item *item;

	hlist_for_each_entry(item, head, hnode) {
		KUNIT_ASSERT_EQ(test, item->name, *names);
		KUNIT_EXPECT_PTR_EQ(test, item->hnode.pprev, link);
		link = &item->hnode.next;
		names++;
	}
	KUNIT_EXPECT_EQ(test, *names, '\0');
}

static void hlist_test(struct kunit *test)
{
	struct hlist_head moved = HLIST_HEAD_INIT;
	struct hlist_node *next;
	struct item *item;

	INIT_HLIST_HEAD(&hlist);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&hlist));
	KUNIT_EXPECT_TRUE(test, hlist_unhashed(&items[0].hnode));
	hlist_add_head(&items[0].hnode, &hlist);
	KUNIT_EXPECT_TRUE(test, hlist_is_singular_node(&items[0].hnode, &hlist));
	hlist_add_head(&items[1].hnode, &hlist);
	hlist_add_before(&items[2].hnode, &items[0].hnode);
	hlist_add_behind(&items[3].hnode, &items[0].hnode);
	expect_hlist(test, &hlist, "bcad");
	hlist_del_init(&items[2].hnode);
	KUNIT_EXPECT_TRUE(test, hlist_unhashed(&items[2].hnode));
	hlist_del_init(&items[2].hnode);
	expect_hlist(test, &hlist, "bad");
	hlist_move_list(&hlist, &moved);
	expect_hlist(test, &hlist, "");
	expect_hlist(test, &moved, "bad");
	hlist_for_each_entry_safe(item, next, &moved, hnode)
		hlist_del(&item->hnode);
	expect_hlist(test, &moved, "");
	KUNIT_EXPECT_PTR_EQ(test, items[1].hnode.next, LIST_POISON1);
}

/* --- llists ------------------------------------------------------------------------------ */

static void llist_test(struct kunit *test)
{
	LLIST_HEAD(head);
	struct llist_node *all;
	struct item *item;
	char seen[NR_ITEMS + 1] = "";
	int n = 0;

	KUNIT_EXPECT_TRUE(test, llist_empty(&head));
	KUNIT_EXPECT_NULL(test, llist_del_first(&head));
	KUNIT_EXPECT_NULL(test, llist_del_all(&head));
	KUNIT_EXPECT_TRUE(test, llist_add(&items[0].lnode, &head));
	KUNIT_EXPECT_FALSE(test, llist_add(&items[1].lnode, &head));
	KUNIT_EXPECT_FALSE(test, llist_add(&items[2].lnode, &head));
	KUNIT_EXPECT_PTR_EQ(test, llist_del_first(&head), &items[2].lnode);
	items[3].lnode.next = &items[4].lnode;
	KUNIT_EXPECT_FALSE(test, llist_add_batch(&items[3].lnode, &items[4].lnode, &head));

	all = llist_reverse_order(llist_del_all(&head));
	KUNIT_EXPECT_TRUE(test, llist_empty(&head));
	llist_for_each_entry(item, all, lnode)
		seen[n++] = item->name;
	KUNIT_EXPECT_STREQ(test, seen, "abed");
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(list_add_test),
	KUNIT_CASE(list_del_test),
	KUNIT_CASE(list_replace_test),
	KUNIT_CASE(list_swap_test),
	KUNIT_CASE(list_move_test),
	KUNIT_CASE(list_splice_test),
	KUNIT_CASE(list_cut_test),
	KUNIT_CASE(list_rotate_test),
	KUNIT_CASE(list_entry_test),
	KUNIT_CASE(list_walk_test),
	KUNIT_CASE(list_sort_test),
	KUNIT_CASE(hlist_test),
	KUNIT_CASE(llist_test),
	{}
};

static struct kunit_suite list_suite = {
	.name = "list",
	.init = list_test_init,
	.test_cases = list_cases,
};
kunit_test_suite(list_suite);
