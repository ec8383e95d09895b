/* SPDX-License-Identifier: MIT */
/*
 * The part of struct task_struct that assembler, the compiler and the inline functions of the
 * lowest headers reach by offset from the thread pointer. linux/sched.h asserts that the two
 * agree.
 */
#ifndef _ASM_THREAD_INFO_H
#define _ASM_THREAD_INFO_H

/*
 * One or two pages: the book's single-page stacks are THREAD_SIZE_ORDER=0 on make's command line.
 */
#ifndef THREAD_SIZE_ORDER
#define THREAD_SIZE_ORDER	1
#endif
#define THREAD_SIZE		(4096 << THREAD_SIZE_ORDER)
/* Of a stack's address. */
#define THREAD_ALIGN		THREAD_SIZE

/* Offsets in struct task_struct. TSK_STACK_CANARY comes from the Makefile: GCC uses it too. */
#define TSK_HELD_SPINLOCKS	0	/* first: its index needs no more than a mask and a shift */
#define TSK_PREEMPT_COUNT	36
#define TSK_FLAGS		40
#define TSK_CPU			44
#define TSK_KMAP_NEXT		48
#define TSK_KMAP_BIAS		52

/* How many nested spinlocks are remembered for reports; a power of two. */
#define HELD_SPINLOCKS		8

/* Bits of task_struct.thread_flags. */
#define TIF_NEED_RESCHED	0	/* something better waits for this CPU */
#define TIF_MIGRATE		1	/* must leave this CPU for another */
#define TIF_DEAD		2	/* switches for the last time */

#endif
