// SPDX-License-Identifier: MIT
/* Stacks that overflow: the thread dies, with a report, and nobody else notices. */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <marrow/fault.h>
#include <marrow/vm_stack.h>

static void do_read(void *addr)
{
	(void)*(volatile u8 *)addr;
}

static bool faults(unsigned long addr)
{
	return catch_fault(do_read, (void *)addr, NULL);
}

/* Runs @fn in a thread and waits until that has ended. */
static void run_thread(struct kunit *test, int (*fn)(void *), void *data)
{
	struct task_struct *t = kthread_create(fn, data, "overflow");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t);
	get_task_struct(t);
	wake_up_process(t);
	while (!(READ_ONCE(t->flags) & PF_EXITING))
		schedule_timeout_uninterruptible(1);
	schedule_timeout_uninterruptible(1);
	put_task_struct(t);
}

static void guards_test(struct kunit *test)
{
	unsigned long stack = (unsigned long)current->stack;
	struct vm_struct *vm = find_vm_area((void *)stack);
	struct page *page = alloc_page(GFP_HIGHUSER);
	void *maps[KMAP_LOCAL_SLOTS];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, vm);
	KUNIT_EXPECT_EQ(test, vm->flags & VM_STACK, (unsigned long)VM_STACK);
	KUNIT_EXPECT_FALSE(test, faults(stack));
	KUNIT_EXPECT_FALSE(test, faults(stack + THREAD_SIZE - 1));
	KUNIT_EXPECT_TRUE(test, faults(stack - 1));
	KUNIT_EXPECT_TRUE(test, faults(stack - PAGE_SIZE));
	KUNIT_EXPECT_TRUE(test, faults(stack + THREAD_SIZE));

	/* The slots of the local maps lie behind the guard, and are none. */
	for (i = 0; i < KMAP_LOCAL_SLOTS; i++)
		maps[i] = kmap_local_page(page);
	KUNIT_EXPECT_TRUE(test, faults(stack - 1));
	KUNIT_EXPECT_TRUE(test, faults(stack - PAGE_SIZE));
	while (i--)
		kunmap_local(maps[i]);
	__free_page(page);
}

static volatile unsigned int depth;

static noinline unsigned int recurse(unsigned int n)
{
	volatile unsigned int words[16];

	words[n % 16] = n;
	depth = n;
	if (n == ~0u)
		return 0;
	return recurse(n + 1) + words[n % 16];
}

static int overflow_by_recursion(void *unused)
{
	return recurse(0);
}

static void recursion_test(struct kunit *test)
{
	kunit_expect_splat_begin(test, "Stack overflow: thread stack of overflow [");
	run_thread(test, overflow_by_recursion, NULL);
	KUNIT_EXPECT_GE(test, kunit_splat_lines(test, "recurse+"), 3u);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_GT(test, depth, THREAD_SIZE / 256u);
	KUNIT_EXPECT_LT(test, depth, THREAD_SIZE / 64u);
}

static unsigned long array_size = THREAD_SIZE;

/* An array as large as the stack, of a size that the compiler does not know. */
static noinline void touch_array(unsigned long size)
{
	volatile char array[size];

	array[0] = 1;
	array[size - 1] = array[0];
}

static int overflow_by_array(void *unused)
{
	touch_array(READ_ONCE(array_size));
	return 0;
}

static void array_test(struct kunit *test)
{
	kunit_expect_splat_begin(test, "Stack overflow: thread stack of overflow [");
	run_thread(test, overflow_by_array, NULL);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

/* One after the other: each leaves a clean stack to the next, and no page is lost. */
static void again_test(struct kunit *test)
{
	int i;

	kunit_expect_splat_begin(test, "Stack overflow: thread stack of overflow [");
	for (i = 0; i < 10; i++)
		run_thread(test, i & 1 ? overflow_by_array : overflow_by_recursion, NULL);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 10u);
}

/* Spins for some ticks with so many bytes of its stack left. */
static noinline unsigned long use_up_to(unsigned long left)
{
	volatile char here[64];
	unsigned long end;

	here[0] = 1;
	if ((unsigned long)here - (unsigned long)current->stack > left)
		return use_up_to(left) + here[0];
	end = jiffies + 3;
	while (time_before(jiffies, end))
		cpu_relax();
	return here[0];
}

static int spin_with_little_stack(void *left)
{
	use_up_to((unsigned long)left);
	return 0;
}

static void interrupt_test(struct kunit *test)
{
	static const unsigned long left[] = { 2048, 1024, 512, 256, 128, 32, 0 };
	unsigned int i, killed;

	for (i = 0; i < ARRAY_SIZE(left); i++) {
		kunit_expect_splat_begin(test, "bytes left");
		pr_info("a stack with %lu bytes left\n", left[i]);
		run_thread(test, spin_with_little_stack, (void *)left[i]);
		killed = kunit_splat_lines(test, "Stack overflow: thread stack of overflow [");
		KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
		/* Interrupts and preemption have room; with less, the thread may die. */
		KUNIT_EXPECT_LE(test, killed, left[i] < 512 ? 1u : 0u);
	}
}

static int leave_maps(void *page)
{
	kmap_local_page(page);
	do_read((void *)TASK_SIZE);
	return 0;
}

/* A thread that dies with local maps: the next one on its stack begins with none. */
static void maps_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	bool high = PageHighMem(page);

	kunit_expect_splat_begin(test, "Oops");
	run_thread(test, leave_maps, page);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "has ended with 1 pages mapped"), high);
	kunit_expect_splat_end(test);
	__free_page(page);
}

static struct kunit_case stack_guard_test_cases[] = {
	KUNIT_CASE(guards_test),
	KUNIT_CASE(recursion_test),
	KUNIT_CASE(array_test),
	KUNIT_CASE(again_test),
	KUNIT_CASE(interrupt_test),
	KUNIT_CASE(maps_test),
	{ }
};

static struct kunit_suite stack_guard_test_suite = {
	.name = "stack_guard",
	.test_cases = stack_guard_test_cases,
};
kunit_test_suite(stack_guard_test_suite);
