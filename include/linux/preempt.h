/* SPDX-License-Identifier: MIT */
/*
 * In which context does this code run, and may it be preempted? One counter per thread answers
 * both; asm/preempt.h shows its layout. Everything here is for any context.
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <asm/preempt.h>

#define PREEMPT_BITS		8
#define SOFTIRQ_BITS		8
#define HARDIRQ_BITS		4
#define NMI_BITS		4

#define PREEMPT_SHIFT		0
#define SOFTIRQ_SHIFT		(PREEMPT_SHIFT + PREEMPT_BITS)
#define HARDIRQ_SHIFT		(SOFTIRQ_SHIFT + SOFTIRQ_BITS)
#define NMI_SHIFT		(HARDIRQ_SHIFT + HARDIRQ_BITS)

#define __PREEMPT_FIELD(bits, shift)	(((1u << (bits)) - 1) << (shift))
#define PREEMPT_MASK		__PREEMPT_FIELD(PREEMPT_BITS, PREEMPT_SHIFT)
#define SOFTIRQ_MASK		__PREEMPT_FIELD(SOFTIRQ_BITS, SOFTIRQ_SHIFT)
#define HARDIRQ_MASK		__PREEMPT_FIELD(HARDIRQ_BITS, HARDIRQ_SHIFT)
#define NMI_MASK		__PREEMPT_FIELD(NMI_BITS, NMI_SHIFT)

#define PREEMPT_OFFSET		(1u << PREEMPT_SHIFT)
#define SOFTIRQ_OFFSET		(1u << SOFTIRQ_SHIFT)
#define HARDIRQ_OFFSET		(1u << HARDIRQ_SHIFT)
#define NMI_OFFSET		(1u << NMI_SHIFT)
/* local_bh_disable() counts in twos: an odd count means that a softirq is being served. */
#define SOFTIRQ_DISABLE_OFFSET	(2 * SOFTIRQ_OFFSET)

/* Counter of a thread that may be preempted, and of an idle thread. */
#define PREEMPT_ENABLED		PREEMPT_NEED_RESCHED
#define INIT_PREEMPT_COUNT	(PREEMPT_ENABLED + PREEMPT_OFFSET)

#define nmi_count()		(preempt_count() & NMI_MASK)
#define hardirq_count()		(preempt_count() & HARDIRQ_MASK)
#define softirq_count()		(preempt_count() & SOFTIRQ_MASK)
#define irq_count()		(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_MASK))

#define in_nmi()		nmi_count()
#define in_hardirq()		hardirq_count()
#define in_irq()		hardirq_count()
#define in_serving_softirq()	(softirq_count() & SOFTIRQ_OFFSET)
/* True in a softirq and wherever softirqs are disabled. */
#define in_softirq()		softirq_count()
#define in_interrupt()		irq_count()
#define in_task()		(!(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)))
/* True wherever sleeping is forbidden, disabled interrupts aside. */
#define in_atomic()		(preempt_count() != 0)
#define preemptible()		(preempt_count() == 0 && !irqs_disabled())

/** Preempts the running thread if that is allowed here; the slow path of preempt_enable(). */
void preempt_schedule(void);

#define preempt_count_add(val)	((void)__preempt_count_add(val))
#define preempt_count_sub(val)	__preempt_count_sub(val)
#define preempt_count_inc()	preempt_count_add(1)
#define preempt_count_dec()	preempt_count_sub(1)

static __always_inline void preempt_disable(void)
{
	__preempt_count_add(PREEMPT_OFFSET);
}

static __always_inline void preempt_enable(void)
{
	if (unlikely(__preempt_count_sub_and_test(PREEMPT_OFFSET)))
		preempt_schedule();
}

/** Undoes preempt_disable() where the caller is about to schedule, or must not. */
static __always_inline void preempt_enable_no_resched(void)
{
	__preempt_count_sub(PREEMPT_OFFSET);
}

#define preempt_disable_notrace()		preempt_disable()
#define preempt_enable_notrace()		preempt_enable()
#define preempt_enable_no_resched_notrace()	preempt_enable_no_resched()
#define sched_preempt_enable_no_resched()	preempt_enable_no_resched()

/** Preempts now if a request came while it was not allowed. */
static __always_inline void preempt_check_resched(void)
{
	if (unlikely(READ_ONCE(__current_field(u32, TSK_PREEMPT_COUNT)) == 0))
		preempt_schedule();
}

/* Keep a thread on its CPU; here that is the same as keeping others off it. */
#define migrate_disable()	preempt_disable()
#define migrate_enable()	preempt_enable()

#endif
