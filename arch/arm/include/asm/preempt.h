/* SPDX-License-Identifier: MIT */
/*
 * The preemption counter of the running thread, a word in its task_struct.
 *
 *   31             23  20 19     16 15      8 7       0
 *   +-+-----------+------+---------+---------+---------+
 *   |N|           | NMI  | HARDIRQ | SOFTIRQ | PREEMPT |
 *   +-+-----------+------+---------+---------+---------+
 *
 * N is PREEMPT_NEED_RESCHED, inverted: 0 means that the thread shall give up its CPU. So the word
 * as a whole is 0 exactly when the thread may be preempted and should be, and preempt_enable() is
 * a load, a subtraction, a store and one branch.
 *
 * 1. Only the CPU that runs the thread writes the word. Another CPU that wants a reschedule sets
 *    TIF_NEED_RESCHED and sends an interrupt, whose exit clears N.
 * 2. Every change is the three instructions ldr, add or sub, str of __preempt_count_add(). An
 *    interrupt between them that clears N makes the thread start again at the ldr when it returns
 *    (see arch/arm/restart.c): the store cannot bring N back.
 */
#ifndef _ASM_PREEMPT_H
#define _ASM_PREEMPT_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/current.h>
#include <asm/thread_info.h>

#define PREEMPT_NEED_RESCHED	0x80000000u

/** Bits 0 to 30 of the counter: zero where the thread may be preempted. Any context. */
static __always_inline int preempt_count(void)
{
	u32 count = READ_ONCE(__current_field(u32, TSK_PREEMPT_COUNT));

	return count & ~PREEMPT_NEED_RESCHED;
}

/** Adds @val and returns the new word, N included. Any context. */
static __always_inline u32 __preempt_count_add(u32 val)
{
	u32 count;

	asm volatile("ldr	%0, [%1, %2]\n\t"
		     "add	%0, %0, %3\n\t"
		     "str	%0, [%1, %2]"
		     : "=&r" (count)
		     : "r" (current), "J" (TSK_PREEMPT_COUNT), "rI" (val)
		     : "memory");
	return count;
}

/** Subtracts @val; true if the thread should now be preempted. Any context. */
static __always_inline bool __preempt_count_sub_and_test(u32 val)
{
	u32 count;
	bool preempt;

	asm volatile("ldr	%0, [%2, %3]\n\t"
		     "subs	%0, %0, %4\n\t"
		     "str	%0, [%2, %3]"
		     : "=&r" (count), "=@cceq" (preempt)
		     : "r" (current), "J" (TSK_PREEMPT_COUNT), "rI" (val)
		     : "memory");
	return preempt;
}

static __always_inline void __preempt_count_sub(u32 val)
{
	(void)__preempt_count_sub_and_test(val);
}

/** Makes the counter of the running thread @count; interrupts off. */
static __always_inline void preempt_count_set(u32 count)
{
	WRITE_ONCE(__current_field(u32, TSK_PREEMPT_COUNT), count);
}

/** Raise and lower the request to reschedule; interrupts off. */
static __always_inline void set_preempt_need_resched(void)
{
	__current_field(u32, TSK_PREEMPT_COUNT) &= ~PREEMPT_NEED_RESCHED;
}

static __always_inline void clear_preempt_need_resched(void)
{
	__current_field(u32, TSK_PREEMPT_COUNT) |= PREEMPT_NEED_RESCHED;
}

static __always_inline bool test_preempt_need_resched(void)
{
	return !(READ_ONCE(__current_field(u32, TSK_PREEMPT_COUNT)) & PREEMPT_NEED_RESCHED);
}

#endif
