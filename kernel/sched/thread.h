/* SPDX-License-Identifier: MIT */
/* What makes and ends threads: between thread.c and kthread.c. */
#ifndef _KERNEL_SCHED_THREAD_H
#define _KERNEL_SCHED_THREAD_H

#include <linux/cache.h>
#include <linux/completion.h>
#include <linux/sched.h>

/* Registers that a thread finds on its stack when it runs for the first time: r4-r11, pc. */
#define NEW_FRAME_WORDS		9

/**
 * struct kthread - what kthread_create() knows of its thread
 * @flags:	KTHREAD_ bits, atomic
 * @threadfn, @data: what it runs
 * @exited:	done when it ends
 * @parked:	done when it has parked
 */
struct kthread {
	unsigned long flags;
	int (*threadfn)(void *data);
	void *data;
	struct completion exited;
	struct completion parked;
};

/* The top of a thread's block. The stack begins at its lowest address. */
struct thread_block {
	struct task_struct task;
	struct kthread kthread;
} __aligned(L1_CACHE_BYTES);

/**
 * Makes a thread that will run @entry(@arg), or @entry(itself) if @arg is NULL. NULL if out of
 * memory.
 */
struct task_struct *thread_alloc(void (*entry)(void *), void *arg);
/** Gives it a pid and a place in the list of all threads. 0 or -EAGAIN. Any context. */
int thread_enlist(struct task_struct *t);
/** Frees a thread that has never run. */
void thread_free_new(struct task_struct *t);
/**
 * Takes a thread that has not been woken yet away from those who would wake it; false if too
 * late.
 */
bool sched_unborn(struct task_struct *t);

#endif
