// SPDX-License-Identifier: MIT
/*
 * Kernel threads, as their users see them.
 *
 *	kthread_create() --> new --wake_up_process()--> runs threadfn(data) --> exited
 *	                      |                          ^   |
 *	                      |                          |   v
 *	                kthread_stop():                  parked
 *	                freed, never runs
 *
 * The caller makes the thread itself: there is no thread that makes threads. A thread that was
 * never woken is freed by kthread_stop() without ever running.
 *
 * A thread holds one reference to itself, dropped by whoever runs after it for the last time.
 * kthread_stop() takes another, so that it can read the result.
 */
#include <linux/kthread.h>

#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "sched/thread.h"
#include "sched/sched.h"

enum {
	KTHREAD_SHOULD_STOP,
	KTHREAD_SHOULD_PARK,
	KTHREAD_IS_PER_CPU,
};

static struct kthread *to_kthread(struct task_struct *k)
{
	return k->worker_private;
}

void __noreturn kthread_exit(long result)
{
	struct kthread *self = to_kthread(current);

	current->flags |= PF_EXITING;
	current->exit_code = result;
	complete_all(&self->parked);
	complete_all(&self->exited);
	schedule_dead();
}

static void kthread_entry(void *task)
{
	struct kthread *self = to_kthread(task);
	int ret = -EINTR;

	if (test_bit(KTHREAD_SHOULD_PARK, &self->flags))
		kthread_parkme();
	if (!test_bit(KTHREAD_SHOULD_STOP, &self->flags))
		ret = self->threadfn(self->data);
	kthread_exit(ret);
}

static struct task_struct *create(int (*threadfn)(void *), void *data)
{
	struct task_struct *t = thread_alloc(kthread_entry, NULL);
	struct kthread *k;
	int err;

	if (!t)
		return ERR_PTR(-ENOMEM);
	k = to_kthread(t);
	k->threadfn = threadfn;
	k->data = data;
	init_completion(&k->exited);
	init_completion(&k->parked);
	err = thread_enlist(t);
	if (err) {
		thread_free_new(t);
		return ERR_PTR(err);
	}
	return t;
}

struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
					   const char *namefmt, ...)
{
	struct task_struct *t;
	va_list args;

	might_sleep();
	t = create(threadfn, data);
	if (IS_ERR(t))
		return t;
	va_start(args, namefmt);
	vsnprintf(t->comm, sizeof(t->comm), namefmt, args);
	va_end(args);
	return t;
}

struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt)
{
	struct task_struct *t;

	if (cpu >= NR_CPUS || !cpu_online(cpu)) {
		pr_warn("kthread: CPU %u is not online, no thread made for it\n", cpu);
		return ERR_PTR(-EINVAL);
	}
	t = create(threadfn, data);
	if (IS_ERR(t))
		return t;
	/* The one conversion that a per-CPU thread's name may hold. */
	snprintf(t->comm, sizeof(t->comm), namefmt, cpu);
	kthread_bind(t, cpu);
	set_bit(KTHREAD_IS_PER_CPU, &to_kthread(t)->flags);
	return t;
}

void kthread_bind_mask(struct task_struct *k, const struct cpumask *mask)
{
	if (!cpumask_intersects(mask, cpu_online_mask)) {
		pr_warn("kthread: %s/%d cannot be bound: none of its CPUs is online\n", k->comm,
			k->pid);
		return;
	}
	if (WARN_ON(!(READ_ONCE(k->__state) & (TASK_NEW | TASK_PARKED))))
		return;
	set_cpus_allowed_ptr(k, mask);
	k->flags |= PF_NO_SETAFFINITY;
}

void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	if (cpu >= NR_CPUS || !cpu_online(cpu)) {
		pr_warn("kthread: %s/%d cannot be bound: CPU %u is not online\n", k->comm, k->pid,
			cpu);
		return;
	}
	kthread_bind_mask(k, cpumask_of(cpu));
}

int kthread_stop(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);
	int ret;

	might_sleep();
	if (sched_unborn(k)) {
		thread_free_new(k);
		return -EINTR;
	}
	get_task_struct(k);
	set_bit(KTHREAD_SHOULD_STOP, &kthread->flags);
	kthread_unpark(k);
	wake_up_process(k);
	wait_for_completion(&kthread->exited);
	ret = k->exit_code;
	put_task_struct(k);
	return ret;
}

bool kthread_should_stop(void)
{
	return test_bit(KTHREAD_SHOULD_STOP, &to_kthread(current)->flags);
}

bool kthread_should_park(void)
{
	return test_bit(KTHREAD_SHOULD_PARK, &to_kthread(current)->flags);
}

void kthread_parkme(void)
{
	struct kthread *self = to_kthread(current);

	for (;;) {
		set_current_state(TASK_PARKED);
		if (!test_bit(KTHREAD_SHOULD_PARK, &self->flags))
			break;
		complete(&self->parked);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

int kthread_park(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);

	might_sleep();
	if (WARN_ON(k->flags & PF_EXITING))
		return -ENOSYS;
	if (WARN_ON_ONCE(test_and_set_bit(KTHREAD_SHOULD_PARK, &kthread->flags)))
		return -EBUSY;
	if (k == current)
		return 0;
	wake_up_process(k);
	wait_for_completion(&kthread->parked);
	return k->flags & PF_EXITING ? -ENOSYS : 0;
}

void kthread_unpark(struct task_struct *k)
{
	if (!test_and_clear_bit(KTHREAD_SHOULD_PARK, &to_kthread(k)->flags))
		return;
	reinit_completion(&to_kthread(k)->parked);
	wake_up_state(k, TASK_PARKED);
}

void *kthread_data(struct task_struct *k)
{
	return to_kthread(k)->data;
}

void *kthread_func(struct task_struct *k)
{
	return to_kthread(k)->threadfn;
}
