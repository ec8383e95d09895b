/* SPDX-License-Identifier: MIT */
/*
 * Threads and the scheduler. kernel/sched/core.c has the theory.
 */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/preempt.h>
#include <linux/refcount.h>
#include <linux/smp.h>
#include <linux/spinlock_types.h>
#include <linux/thread_info.h>
#include <linux/types.h>
#include <asm/current.h>
#include <asm/processor.h>

#define TASK_COMM_LEN		16

/* task_struct.__state: 0 runs or wants to, otherwise the kind of wake-up it waits for. */
#define TASK_RUNNING		0x0000
#define TASK_INTERRUPTIBLE	0x0001
#define TASK_UNINTERRUPTIBLE	0x0002
#define TASK_PARKED		0x0040
#define TASK_DEAD		0x0080
#define TASK_NOLOAD		0x0400
#define TASK_NEW		0x0800	/* has not run yet */
#define TASK_IDLE		(TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_KILLABLE		TASK_UNINTERRUPTIBLE
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)

/* task_struct.flags */
#define PF_IDLE			0x00000002	/* a CPU's idle thread */
#define PF_EXITING		0x00000004	/* on its way out */
#define PF_DIED_LOCKED		0x00000008	/* faulted with a lock held: not freed */
#define PF_MEMALLOC		0x00000800	/* may use the memory reserves */
#define PF_WQ_WORKER		0x00000020	/* runs a workqueue */
#define PF_KTHREAD		0x00200000	/* made by kthread_create() */
#define PF_NO_SETAFFINITY	0x04000000	/* stays where kthread_bind() put it */

/* Priorities: lower is better. Every level is served before the next, round robin inside. */
#define MAX_RT_PRIO		100
#define MAX_NICE		19
#define MIN_NICE		(-20)
#define NICE_WIDTH		(MAX_NICE - MIN_NICE + 1)
#define DEFAULT_PRIO		(MAX_RT_PRIO + NICE_WIDTH / 2)
#define MAX_PRIO		(MAX_RT_PRIO + NICE_WIDTH)
#define NICE_TO_PRIO(nice)	((nice) + DEFAULT_PRIO)
#define PRIO_TO_NICE(prio)	((prio) - DEFAULT_PRIO)

#define SCHED_NORMAL		0
#define SCHED_FIFO		1
#define SCHED_RR		2

struct mutex;

/**
 * struct task_struct - a thread
 *
 * The first members are at the offsets of asm/thread_info.h. Who may touch what:
 *   c  the running thread itself, on its CPU
 *   a  any CPU, atomically
 *   r  the lock of the runqueue the thread belongs to
 *   t  tasklist_lock
 *   i  set before the thread first runs, never changed
 */
struct task_struct {
	raw_spinlock_t *held_spinlocks[HELD_SPINLOCKS];	/* c: the last one taken at each depth */
	unsigned long stack_canary;		/* i: GCC's stack protector reads it */
	u32 preempt_count;			/* c: asm/preempt.h */
	unsigned long thread_flags;		/* a: TIF_* */
	unsigned int cpu;			/* r: where it runs or ran last */
	unsigned long kmap_next;		/* c: the next slot for a local map (asm/kmap.h) */
	unsigned long kmap_bias;		/* i: from a slot's address to its entry */

	unsigned int __state;			/* c, and r where a waker changes it */
	int on_rq;				/* r: queued or running */
	unsigned int prio;			/* r */
	unsigned int policy;			/* r */
	int time_slice;				/* r: ticks left before the next one of its level */
	struct list_head run_list;		/* r */
	cpumask_t cpus_mask;			/* r: where it may run */
	int nr_cpus_allowed;			/* r */

	unsigned long saved_sp;			/* c: the rest of its registers lies there */
	void *stack;				/* i: the lowest address of its stack */
	unsigned int flags;			/* c: PF_* */
	pid_t pid;				/* i */
	char comm[TASK_COMM_LEN];		/* c */

	void *fault_catch;			/* c: where an expected fault continues */
	struct mutex *held_mutexes;		/* c: the mutexes it holds, the last one first */
	struct mutex *blocked_on;		/* c: the mutex it sleeps for */

	refcount_t usage;			/* a: references; the last one frees it */
	int exit_code;				/* c */
	void *worker_private;			/* c: struct kthread or worker */
	struct list_head tasks;			/* t: every thread */
	unsigned long nvcsw, nivcsw;		/* c: switches it asked for, and did not */
	unsigned long last_switch_count;	/* the hung thread detector's */
	unsigned long last_switch_time;
	bool hang_reported;
};

static_assert(offsetof(struct task_struct, thread_flags) == TSK_FLAGS);
static_assert(offsetof(struct task_struct, preempt_count) == TSK_PREEMPT_COUNT);
static_assert(offsetof(struct task_struct, stack_canary) == TSK_STACK_CANARY);
static_assert(offsetof(struct task_struct, cpu) == TSK_CPU);
static_assert(offsetof(struct task_struct, held_spinlocks) == TSK_HELD_SPINLOCKS);
static_assert(offsetof(struct task_struct, kmap_next) == TSK_KMAP_NEXT);
static_assert(offsetof(struct task_struct, kmap_bias) == TSK_KMAP_BIAS);

/** The boot CPU's first thread, and its idle thread once the system runs. */
extern struct task_struct init_task;
/**
 * Its stack, THREAD_SIZE bytes; defined by the linker script with a page below that is never
 * mapped.
 */
extern char init_stack[THREAD_SIZE];

#define task_stack_page(task)	((task)->stack)
#define task_cpu(task)		READ_ONCE((task)->cpu)
#define task_pid_nr(task)	((task)->pid)
#define task_thread_info(task)	(task)
#define is_idle_task(task)	(!!((task)->flags & PF_IDLE))

/** The lowest word of a thread's stack, which nothing ever overwrites but an overflow. */
#define STACK_END_MAGIC		0x57ac6e9d
static inline unsigned long *end_of_stack(const struct task_struct *task)
{
	return task->stack;
}

/* --- state ---------------------------------------------------------------------------------------
 * To sleep without losing the wake-up: set the state, then look whether what one waits for has
 * come, then schedule(). The waker does it the other way round: makes it come, then wakes.
 */
#define __set_current_state(state)	WRITE_ONCE(current->__state, (state))
#define set_current_state(state)	do { __set_current_state(state); smp_mb(); } while (0)
#define get_current_state()		READ_ONCE(current->__state)
#define task_is_running(task)		(READ_ONCE((task)->__state) == TASK_RUNNING)

/** Gives the CPU to the best thread that is ready; may be this one. Thread context, may sleep. */
void schedule(void);
/** The same with preemption disabled on entry and return. */
void schedule_preempt_disabled(void);
/**
 * Called by the interrupt's exit, interrupts off, when the interrupted thread is to be preempted.
 */
void preempt_schedule_irq(void);

#define MAX_SCHEDULE_TIMEOUT	LONG_MAX

/**
 * Sleeps in the state that was set until woken or @timeout jiffies have passed; returns the jiffies
 * left, 0 if the time ran out. MAX_SCHEDULE_TIMEOUT is for ever.
 */
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_idle(long timeout);

/** Makes @p ready if it sleeps; 1 if it did. Any context. */
int wake_up_process(struct task_struct *p);
int wake_up_state(struct task_struct *p, unsigned int state);

/** Lets other threads of this priority run first. Thread context. */
void yield(void);
/** Gives way if something better is ready; 1 if it did. Thread context, may sleep. */
int __cond_resched(void);
/** cond_resched() with @lock, which the caller holds, dropped meanwhile. */
int __cond_resched_lock(spinlock_t *lock);
#define cond_resched_lock(lock)	__cond_resched_lock(lock)

static __always_inline bool need_resched(void)
{
	return unlikely(test_thread_flag(TIF_NEED_RESCHED));
}

/** Sets the CPUs @p may run on and moves it there. May sleep. -EINVAL if none of them is online. */
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *mask);
/**
 * Priorities: real time (SCHED_FIFO at 50, or just above all others), or nice -20 to 19. Any
 * context.
 */
void sched_set_fifo(struct task_struct *p);
void sched_set_fifo_low(struct task_struct *p);
void sched_set_normal(struct task_struct *p, int nice);
void set_user_nice(struct task_struct *p, long nice);
int task_nice(const struct task_struct *p);
struct sched_param {
	int sched_priority;
};

int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param);
/**
 * @policy and real-time @priority (1 worst, 99 best; 0 with SCHED_NORMAL). -EINVAL if out of
 * range.
 */
int sched_setscheduler_prio(struct task_struct *p, int policy, int priority);

/** Makes an idle thread for @cpu, which is not up yet; NULL if there is no memory. May sleep. */
struct task_struct *sched_fork_idle(unsigned int cpu);
/** The thread that runs on @cpu; may be another at once. Any context. */
struct task_struct *cpu_curr(unsigned int cpu);
/** The idle thread of @cpu, which is online. Any context. */
struct task_struct *idle_task(int cpu);

/** True if some CPU runs @t; @t may be gone, it is only compared. Any context. */
bool sched_task_running(const struct task_struct *t);

/** Sets up the boot CPU's runqueue; preemption works from here on. */
void sched_init(void);
/** The clock tick of this CPU; interrupts off. */
void scheduler_tick(void);
/** The idle loop; each CPU ends here. */
void cpu_startup_entry(void) __noreturn;

/* --- being allowed to sleep ----------------------------------------------------------------- */
void __might_sleep(const char *file, int line);

/** Reports, with a backtrace, that this place may sleep but is reached where it must not. */
#define might_sleep()							\
do {									\
	if (unlikely(preempt_count() || irqs_disabled()))		\
		__might_sleep(__FILE__, __LINE__);			\
} while (0)
#define might_sleep_if(cond)	do { if (cond) might_sleep(); } while (0)
#define cond_resched()		({ might_sleep(); need_resched() ? __cond_resched() : 0; })
#define cant_sleep()		do { } while (0)

/* --- references, names, reports ------------------------------------------------------------- */
struct task_struct *get_task_struct(struct task_struct *t);
void put_task_struct(struct task_struct *t);
void set_task_comm(struct task_struct *t, const char *comm);

/** The running thread ends here. Thread context. */
void do_exit(long code) __noreturn;

/**
 * make_task_dead - the running thread has faulted: names the locks it holds and ends it
 *
 * Called at the end of the exception report, on the thread's own stack. Panics if the thread is
 * an idle thread or an interrupt was interrupted: those cannot go on.
 */
void make_task_dead(int sig) __noreturn;

/** True if @t holds a spinlock or a mutex; prints those it holds. Any context. */
bool debug_holds_locks(struct task_struct *t);
void debug_show_held_locks(struct task_struct *t);
/** Prints one line a thread: state, CPU, priority, stack use. Any context. */
void show_all_tasks(void);
/** Prints the backtrace of a thread that does not run now. */
void sched_show_task(struct task_struct *t);
/** Bytes of the stack of @t that were never used. */
unsigned long stack_not_used(struct task_struct *t);
/** True if @addr lies on the stack of @t. */
bool on_task_stack(const struct task_struct *t, unsigned long addr);

extern struct list_head task_list;
extern spinlock_t tasklist_lock;
/* Every thread; hold tasklist_lock, interrupts off. */
#define for_each_process(p)		list_for_each_entry(p, &task_list, tasks)

#endif
