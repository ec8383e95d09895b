/* SPDX-License-Identifier: MIT */
/* Kernel threads. kernel/kthread.c has the theory. */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>

/**
 * kthread_create - make a thread that will run @threadfn(@data)
 *
 * Returns the thread, which does not run before wake_up_process(), or ERR_PTR(-ENOMEM). Its name is
 * made from @namefmt as by printf. When @threadfn returns, or calls do_exit(), the thread is gone,
 * unless somebody holds a reference. May sleep.
 */
#define kthread_create(threadfn, data, namefmt, arg...) \
	kthread_create_on_node(threadfn, data, -1, namefmt, ##arg)
__printf(4, 5) struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data,
							  int node, const char *namefmt, ...);

/**
 * The same, bound to @cpu. %u in @namefmt stands for @cpu. -EINVAL if there is no such CPU
 * online.
 */
struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data,
					  unsigned int cpu, const char *namefmt);

/** Makes a thread and starts it. */
#define kthread_run(threadfn, data, namefmt, arg...)				\
({										\
	struct task_struct *__k = kthread_create(threadfn, data, namefmt, ##arg); \
										\
	if (!IS_ERR(__k))							\
		wake_up_process(__k);						\
	__k;									\
})

#define kthread_run_on_cpu(threadfn, data, cpu, namefmt)			\
({										\
	struct task_struct *__k = kthread_create_on_cpu(threadfn, data, cpu, namefmt); \
										\
	if (!IS_ERR(__k))							\
		wake_up_process(__k);						\
	__k;									\
})

/** Ties a thread that has not been started to @cpu; a line and no change if @cpu is not online. */
void kthread_bind(struct task_struct *k, unsigned int cpu);
void kthread_bind_mask(struct task_struct *k, const struct cpumask *mask);

/**
 * kthread_stop - make kthread_should_stop() true, wake the thread, wait until it is gone
 *
 * Returns what its function returned, or -EINTR if it was never started. The thread must still
 * exist: it waits for this call, or the caller holds a reference. May sleep.
 */
int kthread_stop(struct task_struct *k);
bool kthread_should_stop(void);

/**
 * Asks the thread to wait in kthread_parkme(), and waits until it does. May sleep. -ENOSYS if it
 * is gone.
 */
int kthread_park(struct task_struct *k);
void kthread_unpark(struct task_struct *k);
bool kthread_should_park(void);
/** Waits, in the thread itself, while kthread_should_park(). */
void kthread_parkme(void);

/** The @data and the function of a thread made by kthread_create(). */
void *kthread_data(struct task_struct *k);
void *kthread_func(struct task_struct *k);

/** Ends the running thread with @result for who stops it. */
void kthread_exit(long result) __noreturn;

#endif
