// SPDX-License-Identifier: MIT
/* RCU: a grace period waits for every reader that was there, and for no more. */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>

/* A reader that stays inside until it is told to leave. */
struct reader {
	bool inside, leave, left;
};

static int read_until_told(void *data)
{
	struct reader *r = data;

	rcu_read_lock();
	smp_store_release(&r->inside, true);
	while (!smp_load_acquire(&r->leave))
		cpu_relax();
	smp_store_release(&r->left, true);
	rcu_read_unlock();
	return 0;
}

static int tell_later(void *data)
{
	msleep(20);
	smp_store_release(&((struct reader *)data)->leave, true);
	return 0;
}

static unsigned int other_cpu(void)
{
	unsigned int here = raw_smp_processor_id();

	return cpumask_next_wrap(here, cpu_online_mask, here, false);
}

static struct task_struct *start_reader(struct kunit *test, struct reader *r)
{
	struct task_struct *thread = kthread_run_on_cpu(read_until_told, r, other_cpu(), "reader");

	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, thread);
	while (!IS_ERR(thread) && !smp_load_acquire(&r->inside))
		cpu_relax();
	return thread;
}

static void waits_for_reader_test(struct kunit *test)
{
	struct task_struct *teller;
	struct reader r = { };

	if (num_online_cpus() < 2)
		kunit_skip(test, "a reader elsewhere needs two CPUs");
	start_reader(test, &r);
	teller = kthread_run(tell_later, &r, "rcu_teller");
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, teller);
	if (IS_ERR(teller))
		WRITE_ONCE(r.leave, true);
	synchronize_rcu();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(r.left));
	msleep(40);
}

struct noted {
	struct rcu_head rcu;
	unsigned int *order, nr;
	unsigned int *times;
};

static void note_call(struct rcu_head *head)
{
	struct noted *n = container_of(head, struct noted, rcu);

	*n->order = *n->order * 10 + n->nr;
	++*n->times;
}

static void callbacks_test(struct kunit *test)
{
	unsigned int order = 0, times = 0, i;
	struct noted n[3];

	rcu_read_lock();
	for (i = 0; i < 3; i++) {
		n[i] = (struct noted) { .order = &order, .nr = i + 1, .times = &times };
		call_rcu(&n[i].rcu, note_call);
	}
	KUNIT_EXPECT_EQ(test, READ_ONCE(times), 0u);
	rcu_read_unlock();
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, times, 3u);
	KUNIT_EXPECT_EQ(test, order, 123u);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, times, 3u);
}

struct large {
	char before[100];
	struct rcu_head rcu;
};

/* Memory of each allocator; that none of it stays is what the leak probe sees. */
static void kfree_rcu_test(struct kunit *test)
{
	struct large *small = kmalloc(sizeof(*small), GFP_KERNEL);
	struct large *areas[2] = { vmalloc(PAGE_SIZE), vmalloc(PAGE_SIZE) };
	struct large *none = NULL;

	KUNIT_EXPECT_NOT_NULL(test, small);
	KUNIT_EXPECT_NOT_NULL(test, areas[0]);
	KUNIT_EXPECT_NOT_NULL(test, areas[1]);
	kfree_rcu(none, rcu);
	kfree_rcu(small, rcu);
	kvfree_rcu(areas[0], rcu);
	kvfree_rcu(areas[1]);
	rcu_barrier();
	KUNIT_EXPECT_NULL(test, find_vm_area(areas[0]));
	KUNIT_EXPECT_NULL(test, find_vm_area(areas[1]));
}

/* The content of a freed object stays, and its page is a slab's while a reader runs. */
static void typesafe_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("rcu_cache", 512, 0, SLAB_TYPESAFE_BY_RCU, NULL);
	bool with_reader = num_online_cpus() > 1;
	struct reader r = { };
	u32 *obj;

	KUNIT_ASSERT_NOT_NULL(test, c);
	obj = kmem_cache_alloc(c, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, obj);
	*obj = 0x600dda7a;
	if (with_reader)
		start_reader(test, &r);
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(c), 0);
	if (with_reader) {
		msleep(20);
		KUNIT_EXPECT_TRUE(test, PageSlab(virt_to_page(obj)));
		KUNIT_EXPECT_EQ(test, *obj, 0x600dda7au);
		smp_store_release(&r.leave, true);
	}
	rcu_barrier();
	KUNIT_EXPECT_FALSE(test, PageSlab(virt_to_page(obj)));
	obj = kmem_cache_alloc(c, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, obj);
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static struct kunit_case rcu_cases[] = {
	KUNIT_CASE(waits_for_reader_test),
	KUNIT_CASE(callbacks_test),
	KUNIT_CASE(kfree_rcu_test),
	KUNIT_CASE(typesafe_test),
	{}
};

static struct kunit_suite rcu_suite = {
	.name = "rcu",
	.test_cases = rcu_cases,
};
kunit_test_suite(rcu_suite);
