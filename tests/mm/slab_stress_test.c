// SPDX-License-Identifier: MIT
/*
 * The slab allocator under load: interrupts and threads on one cache, CPUs that free what others
 * allocated, page allocations that fail one by one, and sequences that an interrupt cuts in two.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/fault-inject.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include <marrow/irq_storm.h>
#include <asm/ptrace.h>
#include <asm/restart.h>

#include "../../mm/slab.h"
#include "../kernel/threads.h"

/* ---- sequences cut in two ---- */

/* strne rX, [ip, rY]: the last instruction, without rX and rY. */
#define INSN_STORE_TOP	0x178c0000u
#define INSN_MASK	0xffff0000u

/* Whatever number of instructions has been executed: it begins again, unless the last one has. */
static void check_sequence(struct kunit *test, const u32 *begin)
{
	struct pt_regs regs = {};
	unsigned int done, length = 1;

	while ((begin[length - 1] & INSN_MASK) != INSN_STORE_TOP && length < 9)
		length++;
	KUNIT_ASSERT_LE(test, length, PERCPU_MAX_DONE + 1u);
	KUNIT_ASSERT_GE(test, length, 5u);
	for (done = 0; done <= length; done++) {
		regs.pc = (unsigned long)(begin + done);
		restart_percpu(&regs);
		if (done < length)
			KUNIT_EXPECT_EQ(test, regs.pc, (unsigned long)begin);
		else
			KUNIT_EXPECT_EQ(test, regs.pc, (unsigned long)(begin + length));
	}
}

static noinline void *pop_here(struct kmem_cache *c)
{
	return kmem_cache_alloc(c, GFP_KERNEL);
}

static const u32 *find_sequence(const void *function)
{
	const u32 *insn = function;

	while (*insn != PERCPU_BEGIN_INSN && insn < (const u32 *)function + 64)
		insn++;
	return insn;
}

static void slab_restart_test(struct kunit *test)
{
	check_sequence(test, find_sequence(pop_here));
	check_sequence(test, find_sequence(kmem_cache_free));
	check_sequence(test, find_sequence(kfree));
}

/* ---- one cache, thread and interrupts ---- */

#define HELD	100

struct holder {
	struct kmem_cache *c;
	struct timer_list timer;
	void *held[HELD];
	unsigned int next, rounds, errors;
	bool stop;
};

/* An object holds its own address while it is somebody's: handing one out twice shows. */
static void swap_object(struct holder *h, void **slot)
{
	if (*slot) {
		h->errors += *(void **)*slot != slot;
		*(void **)*slot = NULL;
		kmem_cache_free(h->c, *slot);
	}
	*slot = kmem_cache_alloc(h->c, GFP_ATOMIC);
	if (*slot)
		*(void **)*slot = slot;
}

static void holder_step(struct holder *h, unsigned int n)
{
	while (n--) {
		swap_object(h, &h->held[h->next]);
		h->next = (h->next + 1) % HELD;
	}
	h->rounds++;
}

static void holder_drop(struct holder *h)
{
	unsigned int i;

	for (i = 0; i < HELD; i++) {
		if (!h->held[i])
			continue;
		h->errors += *(void **)h->held[i] != &h->held[i];
		kmem_cache_free(h->c, h->held[i]);
	}
}

static void holder_tick(struct timer_list *timer)
{
	struct holder *h = from_timer(h, timer, timer);

	holder_step(h, 77);
	if (!READ_ONCE(h->stop))
		mod_timer(timer, jiffies + 1);
}

static int holder_thread(void *data)
{
	struct holder *h = data;

	while (!kthread_should_stop()) {
		holder_step(h, 200);
		cond_resched();
	}
	return 0;
}

static struct holder in_thread[NR_CPUS], in_hardirq[NR_CPUS], in_softirq;

static void holder_interrupt(u64 late_ns)
{
	holder_step(&in_hardirq[raw_smp_processor_id()], 5);
}

static void holder_begin(struct holder *h, struct kmem_cache *c)
{
	memset(h, 0, sizeof(*h));
	h->c = c;
}

static void holder_end(struct kunit *test, struct holder *h)
{
	holder_drop(h);
	KUNIT_EXPECT_EQ(test, h->errors, 0u);
	KUNIT_EXPECT_GT(test, h->rounds, 10u);
}

/* A thread and hard interrupts on every CPU, a softirq on one, all on one cache. */
static void slab_interrupts_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_irq", 64, 0, 0, NULL);
	struct task_struct *threads[NR_CPUS];
	unsigned int cpu;

	holder_begin(&in_softirq, c);
	timer_setup(&in_softirq.timer, holder_tick, 0);
	mod_timer(&in_softirq.timer, jiffies + 1);
	for_each_online_cpu(cpu) {
		holder_begin(&in_thread[cpu], c);
		holder_begin(&in_hardirq[cpu], c);
		threads[cpu] = thread_start(test, holder_thread, &in_thread[cpu], cpu, "slab_irq");
	}
	irq_storm_start(holder_interrupt);
	schedule_timeout_uninterruptible(HZ / 2);
	KUNIT_EXPECT_GT(test, irq_storm_stop(), 500u);
	WRITE_ONCE(in_softirq.stop, true);
	timer_delete_sync(&in_softirq.timer);
	holder_end(test, &in_softirq);
	for_each_online_cpu(cpu) {
		thread_finish(threads[cpu]);
		holder_end(test, &in_thread[cpu]);
		holder_end(test, &in_hardirq[cpu]);
	}
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- several CPUs ---- */

#define RING	256

/* From the first thread to the others, one object at a time. */
static struct {
	struct kmem_cache *c;
	void *slot[RING];
	atomic_t freed, errors;
	bool stop;
} ring;

static int free_from_ring(void *unused)
{
	unsigned int i = 0;
	void *obj;

	while (!kthread_should_stop()) {
		obj = xchg(&ring.slot[i++ % RING], NULL);
		if (obj) {
			if (*(void **)obj != obj)
				atomic_inc(&ring.errors);
			*(void **)obj = NULL;
			kmem_cache_free(ring.c, obj);
			atomic_inc(&ring.freed);
		}
		if (i % RING == 0)
			cond_resched();
	}
	return 0;
}

static int fill_ring(void)
{
	unsigned int i, filled = 0;

	for (i = 0; i < RING; i++) {
		void *obj;

		if (READ_ONCE(ring.slot[i]))
			continue;
		obj = kmem_cache_alloc(ring.c, GFP_KERNEL);
		if (!obj)
			break;
		if (*(void **)obj == obj)
			atomic_inc(&ring.errors);
		*(void **)obj = obj;
		smp_wmb();
		WRITE_ONCE(ring.slot[i], obj);
		filled++;
	}
	return filled;
}

static void clear_first_word(void *obj)
{
	*(void **)obj = NULL;
}

/* One CPU allocates, all others free; on one CPU, another thread does. */
static void slab_remote_free_test(struct kunit *test)
{
	unsigned int cpu = raw_smp_processor_id(), n = max(num_online_cpus() - 1, 1u);
	unsigned long end = jiffies + HZ / 2, deadline = end + 10 * HZ;
	unsigned int i, filled = 0;
	struct task_struct *threads[NR_CPUS];

	memset(&ring, 0, sizeof(ring));
	ring.c = kmem_cache_create("slab_ring", 96, 0, 0, clear_first_word);
	for (i = 0; i < n; i++)
		threads[i] = thread_start(test, free_from_ring, NULL, nth_online_cpu(cpu, i + 1),
					  "free_ring");
	while (time_before(jiffies, end) ||
	       (filled <= RING && time_before(jiffies, deadline))) {
		filled += fill_ring();
		cond_resched();
	}
	while ((unsigned int)atomic_read(&ring.freed) < filled && time_before(jiffies, deadline))
		schedule_timeout_uninterruptible(1);
	for (i = 0; i < n; i++)
		thread_finish(threads[i]);
	KUNIT_EXPECT_EQ(test, (unsigned int)atomic_read(&ring.freed), filled);
	KUNIT_EXPECT_EQ(test, atomic_read(&ring.errors), 0);
	KUNIT_EXPECT_GT(test, filled, (unsigned int)RING);
	KUNIT_EXPECT_EQ(test, cache_validate(ring.c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(ring.c), 0);
}

/* Every CPU puts its objects where it finds those of the others, and frees these. */
static int exchange(void *unused)
{
	unsigned int i = 0;
	void *obj;

	while (!kthread_should_stop()) {
		obj = kmem_cache_alloc(ring.c, GFP_KERNEL);
		if (obj) {
			if (*(void **)obj)
				atomic_inc(&ring.errors);
			*(void **)obj = obj;
		}
		obj = xchg(&ring.slot[i++ % RING], obj);
		if (obj) {
			if (*(void **)obj != obj)
				atomic_inc(&ring.errors);
			*(void **)obj = NULL;
			kmem_cache_free(ring.c, obj);
			atomic_inc(&ring.freed);
		}
		if (i % RING == 0)
			cond_resched();
	}
	return 0;
}

static void slab_exchange_test(struct kunit *test)
{
	struct task_struct *threads[NR_CPUS];
	unsigned int i, cpu;

	memset(&ring, 0, sizeof(ring));
	ring.c = kmem_cache_create("slab_exchange", 96, 0, 0, clear_first_word);
	for_each_online_cpu(cpu)
		threads[cpu] = thread_start(test, exchange, NULL, cpu, "exchange");
	schedule_timeout_uninterruptible(HZ / 2);
	for_each_online_cpu(cpu)
		thread_finish(threads[cpu]);
	for (i = 0; i < RING; i++) {
		if (ring.slot[i])
			kmem_cache_free(ring.c, ring.slot[i]);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&ring.errors), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&ring.freed), 10 * RING);
	KUNIT_EXPECT_EQ(test, cache_validate(ring.c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(ring.c), 0);
}

/* All CPUs on one cache, while it is shrunk again and again. */
static void slab_churn_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_churn", 40, 0, 0, NULL);
	struct task_struct *threads[NR_CPUS];
	unsigned int i, cpu;

	for_each_online_cpu(cpu) {
		holder_begin(&in_thread[cpu], c);
		threads[cpu] = thread_start(test, holder_thread, &in_thread[cpu], cpu, "churn");
	}
	for (i = 0; i < 30; i++) {
		schedule_timeout_uninterruptible(2);
		kmem_cache_shrink(c);
	}
	for_each_online_cpu(cpu) {
		thread_finish(threads[cpu]);
		holder_end(test, &in_thread[cpu]);
	}
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- every page allocation failing ---- */

#define CACHES	50

static struct kmem_cache *caches[CACHES];
static void *objs[CACHES][8];

/* Objects of fifty caches, as many as there is memory for, and back. Returns how many. */
static unsigned int use_caches(void)
{
	unsigned int i, j, got = 0;

	for (i = 0; i < CACHES; i++) {
		for (j = 0; j < 8; j++) {
			objs[i][j] = kmem_cache_alloc(caches[i], GFP_KERNEL | __GFP_NOWARN);
			got += objs[i][j] != NULL;
		}
	}
	for (i = 0; i < CACHES; i++) {
		for (j = 0; j < 8; j++) {
			if (objs[i][j])
				kmem_cache_free(caches[i], objs[i][j]);
		}
	}
	return got;
}

static unsigned int use_with_nth_failing(unsigned int n)
{
	struct fault_attr attr;
	unsigned int got;
	char text[16];

	snprintf(text, sizeof(text), "nth:%u", n);
	setup_fault_attr(&attr, text);
	fail_page_alloc_set(&attr);
	got = use_caches();
	fail_page_alloc_set(NULL);
	return got;
}

static void slab_nth_failing_test(struct kunit *test)
{
	unsigned int i, n, got, failed = 0;
	char name[16];

	for (i = 0; i < CACHES; i++) {
		snprintf(name, sizeof(name), "slab_fifty_%u", i);
		caches[i] = kmem_cache_create(name, 16 + i * 45, 0, 0, NULL);
		KUNIT_ASSERT_NOT_NULL(test, caches[i]);
	}
	for (n = 1; n < 400; n++) {
		slab_shrink_all();
		got = use_with_nth_failing(n);
		KUNIT_ASSERT_GE(test, got, CACHES * 8 - 8);
		if (n % 16 == 0)
			KUNIT_ASSERT_EQ(test, slab_validate(), 0u);
		failed += got < CACHES * 8;
	}
	KUNIT_EXPECT_GT(test, failed, CACHES);
	for (i = 0; i < CACHES; i++)
		KUNIT_EXPECT_EQ(test, kmem_cache_destroy(caches[i]), 0);
}

/* ---- anything, at random ---- */

#define POINTERS	300

static void slab_random_test(struct kunit *test)
{
	static struct { u8 *p; size_t size; } ptr[POINTERS];
	unsigned int step, i, wrong = 0;
	struct rnd_state rnd;

	prandom_seed_state(&rnd, 5);
	memset(ptr, 0, sizeof(ptr));
	for (step = 0; step < 30000; step++) {
		i = prandom_u32_state(&rnd) % POINTERS;
		if (ptr[i].p) {
			wrong += memchr_inv(ptr[i].p, i, ptr[i].size) != NULL;
			kfree(ptr[i].p);
			ptr[i].p = NULL;
			continue;
		}
		ptr[i].size = 1 + prandom_u32_state(&rnd) % (8u << prandom_u32_state(&rnd) % 12);
		ptr[i].p = kmalloc(ptr[i].size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, ptr[i].p);
		memset(ptr[i].p, i, ptr[i].size);
		if (step % 3000 == 0)
			KUNIT_ASSERT_EQ(test, slab_validate(), 0u);
	}
	for (i = 0; i < POINTERS; i++)
		kfree(ptr[i].p);
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_EQ(test, slab_validate(), 0u);
}

static struct kunit_case slab_stress_cases[] = {
	KUNIT_CASE(slab_restart_test),
	KUNIT_CASE(slab_interrupts_test),
	KUNIT_CASE_SLOW(slab_remote_free_test),
	KUNIT_CASE_SLOW(slab_exchange_test),
	KUNIT_CASE_SLOW(slab_churn_test),
	KUNIT_CASE_SLOW(slab_nth_failing_test),
	KUNIT_CASE_SLOW(slab_random_test),
	{}
};

static struct kunit_suite slab_stress_suite = {
	.name = "slab_stress",
	.test_cases = slab_stress_cases,
};
kunit_test_suite(slab_stress_suite);
