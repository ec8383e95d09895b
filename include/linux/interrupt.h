/* SPDX-License-Identifier: MIT */
/*
 * Interrupts as drivers see them. The number of an interrupt ("irq") is Linux's own; the tree's
 * numbers become such with irq_of_parse_and_map().
 */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/container_of.h>
#include <linux/cpumask.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/irqreturn.h>
#include <linux/percpu-defs.h>
#include <linux/types.h>

/* How the line signals; bits 3:0 as in the device tree. 0 leaves it as it is. */
#define IRQF_TRIGGER_NONE	0x00000000
#define IRQF_TRIGGER_RISING	0x00000001
#define IRQF_TRIGGER_FALLING	0x00000002
#define IRQF_TRIGGER_HIGH	0x00000004
#define IRQF_TRIGGER_LOW	0x00000008
#define IRQF_TRIGGER_MASK	0x0000000f

#define IRQF_SHARED		0x00000080	/* devices share the line, all with this flag */
#define __IRQF_TIMER		0x00000200
#define IRQF_PERCPU		0x00000400	/* one interrupt of that number on each CPU */
#define IRQF_NOBALANCING	0x00000800
#define IRQF_IRQPOLL		0x00001000
#define IRQF_NO_SUSPEND		0x00004000
#define IRQF_NO_THREAD		0x00010000
#define IRQF_NO_AUTOEN		0x00080000	/* request_irq() leaves the line disabled */
#define IRQF_TIMER		(__IRQF_TIMER | IRQF_NO_SUSPEND | IRQF_NO_THREAD)

/*
 * A handler runs in interrupt context, interrupts off, on the interrupt stack of its CPU. It never
 * runs twice at a time for one interrupt. It returns IRQ_HANDLED if its device had asked.
 */
typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

/**
 * request_irq - install a handler and open the line
 * @irq:     the interrupt
 * @handler: the handler
 * @flags:   IRQF_*
 * @name:    who, for reports; must outlive the handler
 * @dev_id:  handed to @handler; tells the handlers of a shared line apart, so not NULL there
 *
 * Returns 0; -EINVAL (no such interrupt, or one with no controller, no handler, a shared one
 * without
 * @dev_id); -EBUSY (the line is taken and not shared by all); -ENOMEM; -ENOSYS. Thread context.
 */
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev_id);

/**
 * free_irq - take the handler out again
 *
 * Closes the line with the last one, and waits until the handler runs nowhere. Returns its name,
 * or NULL, with a report, when there is none. Thread context.
 */
const void *free_irq(unsigned int irq, void *dev_id);

/** The same for an interrupt that each CPU has. It starts disabled on every CPU. */
int request_percpu_irq(unsigned int irq, irq_handler_t handler, const char *name,
		       void __percpu *dev_id);
void free_percpu_irq(unsigned int irq, void __percpu *dev_id);
/** Opens and closes it on the calling CPU; preemption off. */
void enable_percpu_irq(unsigned int irq, unsigned int type);
void disable_percpu_irq(unsigned int irq);

/**
 * Closes the line until as many enable_irq() have followed. disable_irq() also waits for a handler
 * that runs now, so it must not be called by that handler; the _nosync form may be.
 */
void disable_irq(unsigned int irq);
void disable_irq_nosync(unsigned int irq);
/** Undoes one disable; one too many is reported. Any context. */
void enable_irq(unsigned int irq);

/** Directs an interrupt to one CPU of @mask. 0, -EINVAL, or -ENOSYS if its controller cannot. */
int irq_set_affinity(unsigned int irq, const struct cpumask *mask);

/** Starts the interrupt core and every controller of the device tree. */
void init_IRQ(void);
/** Readies this CPU's part of the controllers; on each secondary CPU, interrupts off. */
void irqchip_secondary_init(void);

struct seq_buf;
/** Writes the table of interrupts: per-CPU counts, controller, line, handlers. Any context. */
void show_interrupts(struct seq_buf *s);

/* -- Deferred work: kernel/softirq.c --------------------------------------------------------- */

enum {
	HI_SOFTIRQ,
	TIMER_SOFTIRQ,
	TASKLET_SOFTIRQ,
	RCU_SOFTIRQ,
	NR_SOFTIRQS
};

struct softirq_action {
	void (*action)(struct softirq_action *);
};

/** The softirqs raised on this CPU, a bit each. Preemption off. */
DECLARE_PER_CPU(u32, softirq_pending);
#define local_softirq_pending()	__this_cpu_read(softirq_pending)

/** Opens the softirqs of tasklets; once, before interrupts are on. */
void softirq_init(void);
/** Names the function of softirq @nr. Start-up only. */
void open_softirq(int nr, void (*action)(struct softirq_action *));
/** Has softirq @nr run on this CPU, soon: at the end of the interrupt, or of bottom-half-off. */
void raise_softirq(unsigned int nr);
/** The same with interrupts off already. */
void raise_softirq_irqoff(unsigned int nr);
/** Serves what is pending now, unless in interrupt context. */
void do_softirq(void);

/**
 * struct tasklet_struct - a function to be called soon, in softirq context, on one CPU at a time
 * @next:	the next one of the CPU's list
 * @state:	TASKLET_STATE_ bits
 * @count:	it does not run while this is not 0
 * @use_callback: tells the two kinds of function apart
 */
struct tasklet_struct {
	struct tasklet_struct *next;
	unsigned long state;
	atomic_t count;
	bool use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *t);
	};
	unsigned long data;
};

enum {
	TASKLET_STATE_SCHED,	/* on a list */
	TASKLET_STATE_RUN,	/* runs */
};

#define DECLARE_TASKLET(name, _callback) \
	struct tasklet_struct name = { .callback = _callback, .use_callback = true }
#define DECLARE_TASKLET_DISABLED(name, _callback) \
	struct tasklet_struct name = \
		{ .count = ATOMIC_INIT(1), .callback = _callback, .use_callback = true }
#define DECLARE_TASKLET_OLD(name, _func) \
	struct tasklet_struct name = { .func = _func }
#define from_tasklet(var, callback_tasklet, tasklet_fieldname) \
	container_of(callback_tasklet, typeof(*var), tasklet_fieldname)

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data);
void __tasklet_schedule(struct tasklet_struct *t);
void __tasklet_hi_schedule(struct tasklet_struct *t);
void tasklet_unlock_wait(struct tasklet_struct *t);
/** Waits until @t is neither scheduled nor running. May sleep. */
void tasklet_kill(struct tasklet_struct *t);

/** Has @t run once, soon; nothing if it is scheduled already. Any context. */
static inline void tasklet_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_schedule(t);
}

/** The same, before other softirqs. */
static inline void tasklet_hi_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_hi_schedule(t);
}

static inline bool tasklet_trylock(struct tasklet_struct *t)
{
	return !test_and_set_bit(TASKLET_STATE_RUN, &t->state);
}

static inline void tasklet_unlock(struct tasklet_struct *t)
{
	smp_mb__before_atomic();
	clear_bit(TASKLET_STATE_RUN, &t->state);
}

/** Keeps @t from running; the calls nest. Waits, spinning, if it runs now. */
static inline void tasklet_disable_nosync(struct tasklet_struct *t)
{
	atomic_inc(&t->count);
	smp_mb__after_atomic();
}

static inline void tasklet_disable(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	tasklet_unlock_wait(t);
}

static inline void tasklet_enable(struct tasklet_struct *t)
{
	smp_mb__before_atomic();
	atomic_dec(&t->count);
}

#endif
