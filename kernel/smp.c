// SPDX-License-Identifier: MIT
/*
 * Having other CPUs call a function.
 *
 * Each CPU has a lock-free list of calls that others want of it; who finds it empty interrupts
 * the CPU, which then works the whole list off. A call is a record that is locked from the moment
 * it is filled until its function has returned (or, if nobody waits, until it is about to be
 * called):
 *
 *	caller					target
 *	lock the record, fill it
 *	llist_add() -- was empty? --- IPI --->	llist_del_all()
 *	wait until unlocked			  func(info); unlock
 *
 * A caller that waits has the record on its stack. One that does not uses its CPU's own record
 * for that target, which may still be locked by the call before: then it waits for that.
 *
 * 1. A CPU that waits has interrupts on, and so serves what others want of it: no two wait in a
 *    ring.
 * 2. A record that has been unlocked is not touched again by the target.
 */
#include <linux/smp.h>

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <asm/processor.h>

struct call {
	struct llist_node node;
	smp_call_func_t func;
	void *info;
	int locked;
	bool waits;
};

static DEFINE_PER_CPU_SHARED_ALIGNED(struct llist_head, call_queue);
/* By target: the calls of this CPU that nobody waits for. */
static DEFINE_PER_CPU(struct call, own_calls[NR_CPUS]);

static void wait_unlocked(struct call *call)
{
	while (smp_load_acquire(&call->locked))
		cpu_relax();
}

static void unlock(struct call *call)
{
	smp_store_release(&call->locked, 0);
}

static void send(struct call *call, unsigned int cpu)
{
	if (llist_add(&call->node, per_cpu_ptr(&call_queue, cpu)))
		smp_cross_call(cpumask_of(cpu), IPI_CALL_FUNC);
}

/* A record that nobody waits for may be filled anew as soon as it is unlocked. */
static void serve(struct call *call)
{
	smp_call_func_t func = call->func;
	void *info = call->info;

	if (call->waits) {
		func(info);
		unlock(call);
	} else {
		unlock(call);
		func(info);
	}
}

void smp_call_function_interrupt(void)
{
	struct llist_node *list = llist_del_all(this_cpu_ptr(&call_queue));
	struct call *call, *next;

	llist_for_each_entry_safe(call, next, llist_reverse_order(list), node)
		serve(call);
}

static void check_context(void)
{
	WARN_ON_ONCE(irqs_disabled() && !oops_in_progress);
}

static void call_locally(smp_call_func_t func, void *info)
{
	unsigned long flags;

	local_irq_save(flags);
	func(info);
	local_irq_restore(flags);
}

/* Preemption off; @call is unlocked. */
static void start_call(struct call *call, unsigned int cpu, smp_call_func_t func, void *info,
		       bool waits)
{
	call->func = func;
	call->info = info;
	call->waits = waits;
	call->locked = 1;
	send(call, cpu);
}

static void call_without_waiting(unsigned int cpu, smp_call_func_t func, void *info)
{
	struct call *call = this_cpu_ptr(&own_calls[cpu]);

	wait_unlocked(call);
	start_call(call, cpu, func, info, false);
}

int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait)
{
	struct call call;
	int this_cpu = get_cpu();
	int err = 0;

	if (cpu == this_cpu) {
		call_locally(func, info);
	} else if (cpu < 0 || cpu >= NR_CPUS || !cpu_online(cpu)) {
		err = -ENXIO;
	} else {
		check_context();
		if (wait) {
			start_call(&call, cpu, func, info, true);
			wait_unlocked(&call);
		} else {
			call_without_waiting(cpu, func, info);
		}
	}
	put_cpu();
	return err;
}

/* The CPUs of @mask but this one. */
static void others_of(struct cpumask *others, const struct cpumask *mask)
{
	cpumask_and(others, mask, cpu_online_mask);
	__cpumask_clear_cpu(raw_smp_processor_id(), others);
}

void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	struct call calls[NR_CPUS];
	struct cpumask others;
	unsigned int cpu;

	others_of(&others, mask);
	if (cpumask_empty(&others))
		return;
	check_context();
	for_each_cpu(cpu, &others) {
		if (wait)
			start_call(&calls[cpu], cpu, func, info, true);
		else
			call_without_waiting(cpu, func, info);
	}
	if (!wait)
		return;
	for_each_cpu(cpu, &others)
		wait_unlocked(&calls[cpu]);
}

void smp_call_function(smp_call_func_t func, void *info, int wait)
{
	preempt_disable();
	smp_call_function_many(cpu_online_mask, func, info, wait);
	preempt_enable();
}

void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	unsigned int this_cpu = get_cpu();

	smp_call_function_many(mask, func, info, wait);
	if (cpumask_test_cpu(this_cpu, mask))
		call_locally(func, info);
	put_cpu();
}

void on_each_cpu(smp_call_func_t func, void *info, int wait)
{
	on_each_cpu_mask(cpu_online_mask, func, info, wait);
}

void on_each_cpu_cond(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait)
{
	cpumask_t mask = CPU_MASK_NONE;
	unsigned int cpu;

	preempt_disable();
	for_each_online_cpu(cpu)
		if (cond(cpu, info))
			__cpumask_set_cpu(cpu, &mask);
	on_each_cpu_mask(&mask, func, info, wait);
	preempt_enable();
}
