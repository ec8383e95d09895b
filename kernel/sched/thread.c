// SPDX-License-Identifier: MIT
/*
 * How threads come and go.
 *
 * A thread is one block of THREAD_SIZE bytes: its stack, with its task_struct at the top.
 *
 *	stack + THREAD_SIZE  +----------------------+
 *	                     | task_struct, kthread |   <- TPIDRURO while it runs
 *	                     +----------------------+
 *	                     | stack, growing down  |   <- sp
 *	                     |          |           |
 *	                     |          v           |
 *	                     | zeros: never used    |   stack_not_used() counts them
 *	stack                | STACK_END_MAGIC      |   looked at in every schedule()
 *	                     +----------------------+
 *	                     | guard: not mapped    |   mm/vm_stack.c
 *	                     +----------------------+
 *
 * 1. A block that is handed out is zero below the task_struct, but for the magic. What a thread
 *    has used is cleared when it dies, not when the next one is made.
 * 2. Up to STACK_CACHE blocks are kept for the next threads. The cache is full at the end of
 *    start-up, and when all threads made since are gone again; so making and ending threads does
 *    not change the number of free pages.
 * 3. Every thread but the idle threads is on task_list from its creation until its last reference
 *    is dropped, and its pid is taken as long.
 *
 * Locking: tasklist_lock guards task_list and the pids; the cache has its own lock. Both
 * innermost but for runqueues, interrupts off.
 */
#include "thread.h"

#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/refcount.h>
#include <linux/string.h>
#include <marrow/vm_stack.h>

#include "sched.h"

#define STACK_CACHE	4

LIST_HEAD(task_list);
DEFINE_SPINLOCK(tasklist_lock);

static DECLARE_BITMAP(pids, PID_MAX_DEFAULT);	/* searched from 1: 0 is the idle threads' */
static unsigned int last_pid;

/* --- the blocks ----------------------------------------------------------------------------- */

static DEFINE_RAW_SPINLOCK(cache_lock);
static void *cache[STACK_CACHE];
static unsigned int cached;

static void *take_cached(void)
{
	unsigned long flags;
	void *stack = NULL;

	raw_spin_lock_irqsave(&cache_lock, flags);
	if (cached)
		stack = cache[--cached];
	raw_spin_unlock_irqrestore(&cache_lock, flags);
	return stack;
}

static bool put_cached(void *stack)
{
	unsigned long flags;
	bool kept;

	raw_spin_lock_irqsave(&cache_lock, flags);
	kept = cached < STACK_CACHE;
	if (kept)
		cache[cached++] = stack;
	raw_spin_unlock_irqrestore(&cache_lock, flags);
	return kept;
}

static void *alloc_stack(void)
{
	return take_cached() ?: vm_stack_alloc(GFP_KERNEL);
}

/* The lowest word that was ever written, the magic aside. */
static unsigned long *lowest_used(const struct task_struct *t)
{
	unsigned long *p = end_of_stack(t) + 1;

	while (!*p)
		p++;
	return p;
}

unsigned long stack_not_used(struct task_struct *t)
{
	return (unsigned long)lowest_used(t) - (unsigned long)t->stack;
}

/* Gives a block back, clean, to the cache or to the page allocator. */
static void free_stack(struct task_struct *t, bool ran)
{
	void *stack = t->stack;
	unsigned long *low = ran ? lowest_used(t) : (unsigned long *)t - NEW_FRAME_WORDS;

	memset(low, 0, (unsigned long)t - (unsigned long)low);
	if (!put_cached(stack))
		vm_stack_free(stack);
}

/* Fills the cache, once the threads that stay have been made. */
static int __init fill_cache(void)
{
	void *stack;

	do {
		stack = vm_stack_alloc(GFP_KERNEL);
	} while (stack && put_cached(stack));
	if (stack)
		vm_stack_free(stack);
	return 0;
}
late_initcall(fill_cache);

/* --- pids and the list of all threads ------------------------------------------------------- */

static int alloc_pid(void)
{
	unsigned int pid = find_next_zero_bit(pids, PID_MAX_DEFAULT, last_pid + 1);

	if (pid >= PID_MAX_DEFAULT)
		pid = find_next_zero_bit(pids, PID_MAX_DEFAULT, 1);
	if (pid >= PID_MAX_DEFAULT)
		return -EAGAIN;
	__set_bit(pid, pids);
	last_pid = pid;
	return pid;
}

static int enlist(struct task_struct *t)
{
	unsigned long flags;
	int pid;

	spin_lock_irqsave(&tasklist_lock, flags);
	pid = alloc_pid();
	if (pid > 0) {
		t->pid = pid;
		list_add_tail(&t->tasks, &task_list);
	}
	spin_unlock_irqrestore(&tasklist_lock, flags);
	return pid;
}

static void delist(struct task_struct *t)
{
	unsigned long flags;

	spin_lock_irqsave(&tasklist_lock, flags);
	__clear_bit(t->pid, pids);
	list_del(&t->tasks);
	spin_unlock_irqrestore(&tasklist_lock, flags);
}

/* --- making one ----------------------------------------------------------------------------- */

/* What __switch_to() pops: r4-r11 and where to go. */
static void prepare_first_switch(struct task_struct *t, void (*entry)(void *), void *arg)
{
	unsigned long *frame = (unsigned long *)t - NEW_FRAME_WORDS;

	frame[0] = (unsigned long)arg;			/* r4 */
	frame[1] = (unsigned long)entry;		/* r5 */
	frame[8] = (unsigned long)ret_from_fork;	/* pc */
	t->saved_sp = (unsigned long)frame;
}

struct task_struct *thread_alloc(void (*entry)(void *), void *arg)
{
	void *stack = alloc_stack();
	struct thread_block *block;
	struct task_struct *t;

	if (!stack)
		return NULL;
	block = stack + THREAD_SIZE - sizeof(*block);
	memset(block, 0, sizeof(*block));
	t = &block->task;
	t->stack = stack;
	*end_of_stack(t) = STACK_END_MAGIC;
	kmap_window_init(t, vm_stack_window(stack));
	t->preempt_count = PREEMPT_ENABLED;
	t->stack_canary = get_random_u32();
	t->__state = TASK_UNINTERRUPTIBLE | TASK_NEW;
	t->cpu = raw_smp_processor_id();
	t->prio = DEFAULT_PRIO;
	t->time_slice = TIME_SLICE;
	t->flags = PF_KTHREAD;
	cpumask_setall(&t->cpus_mask);
	t->nr_cpus_allowed = nr_cpu_ids;
	refcount_set(&t->usage, 1);
	t->worker_private = &block->kthread;
	prepare_first_switch(t, entry, arg ?: t);
	return t;
}

int thread_enlist(struct task_struct *t)
{
	int pid = enlist(t);

	return pid < 0 ? pid : 0;
}

struct task_struct *sched_fork_idle(unsigned int cpu)
{
	struct task_struct *t = thread_alloc(NULL, NULL);

	if (!t)
		return NULL;
	t->__state = TASK_RUNNING;
	t->preempt_count = INIT_PREEMPT_COUNT;
	snprintf(t->comm, sizeof(t->comm), "swapper/%u", cpu);
	sched_attach_idle(t, cpu);
	return t;
}

/* --- and ending it -------------------------------------------------------------------------- */

/* As long as it is on the list, kmap_local_flush_unused() finds its window. */
static void free_task(struct task_struct *t, bool ran)
{
	if (ran)
		kmap_window_release(t);
	delist(t);
	free_stack(t, ran);
}

void thread_free_new(struct task_struct *t)
{
	if (t->pid)
		free_task(t, false);
	else
		free_stack(t, false);
}

struct task_struct *get_task_struct(struct task_struct *t)
{
	refcount_inc(&t->usage);
	return t;
}

void put_task_struct(struct task_struct *t)
{
	if (refcount_dec_and_test(&t->usage))
		free_task(t, t->nvcsw || t->nivcsw);
}

void set_task_comm(struct task_struct *t, const char *comm)
{
	strscpy(t->comm, comm, sizeof(t->comm));
}

/*
 * A fault has ended the thread. What it held stays held, and the thread keeps the reference to
 * itself: those who wait will be told its name. Its preemption counter may say anything.
 */
void __noreturn make_task_dead(int sig)
{
	if (!in_task())
		panic("fault in an interrupt");
	if (is_idle_task(current))
		panic("fault in the idle thread");
	if (current->flags & PF_EXITING)
		panic("fault in a thread that was ending");
	if (current->pid == 1)
		panic("fault in the first thread, which start-up and the tests need");
	debug_show_held_locks(current);
	local_irq_disable();
	preempt_count_set(PREEMPT_ENABLED);
	local_irq_enable();
	if (debug_holds_locks(current))
		current->flags |= PF_DIED_LOCKED;
	kthread_exit(-EFAULT);
}

void __noreturn do_exit(long code)
{
	kthread_exit(code);
}
