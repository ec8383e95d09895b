/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU stacks of pointers, pushed and popped without a lock and with interrupts on.
 *
 * A stack lies in one block of PERCPU_STACK_BYTES, aligned to its size, and grows upwards to the
 * block's end. The slot below the first entry holds NULL. A per-CPU variable points behind the
 * entry pushed last:
 *
 *	block | unused | NULL | entry | entry |      |      | end, a multiple of the size
 *	                                       ^ top
 *
 * So the stack is empty where the word below top is NULL, full where top is a multiple of the size,
 * and no limit has to be loaded. A stack may be both: that is a closed one, which refuses
 * everything.
 *
 * Both operations are restartable sequences (arch/arm/restart.c). Nothing but the last instruction,
 * the store to the per-CPU variable, takes effect: what push writes before lies above top.
 *
 * The empty asm behind each keeps GCC 12 from moving a reload of the outputs to the wrong place
 * (gcc.gnu.org PR 113921).
 */
#ifndef _ASM_PERCPU_STACK_H
#define _ASM_PERCPU_STACK_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/percpu.h>

#define PERCPU_STACK_BYTES	256
#define PERCPU_STACK_SLOTS	(PERCPU_STACK_BYTES / sizeof(void *))

/** Pops what was pushed last on this CPU's stack, a per-CPU pointer; false: empty. Any context. */
static __always_inline bool this_cpu_stack_pop(void ***topp, void **entry)
{
	void **top;

	asm volatile goto(__PCPU_BEGIN
			  "ldr	%1, [ip, %2]\n\t"
			  "ldr	%0, [%1, #-4]!\n\t"
			  "cmp	%0, #0\n\t"
			  "strne	%1, [ip, %2]\n\t"
			  "beq	%l[empty]"
			  : "=&r" (*entry), "=&r" (top)
			  : "r" (topp) : "ip", "memory", "cc" : empty);
	asm("");
	return true;
empty:
	return false;
}

/** Pushes @entry; false if the stack is full, or if @entry is what was pushed last. Any context. */
static __always_inline bool this_cpu_stack_push(void ***topp, void *entry)
{
	void *last, **top;

	asm volatile goto(__PCPU_BEGIN
			  "ldr	%1, [ip, %2]\n\t"
			  "ldr	%0, [%1, #-4]\n\t"
			  "cmp	%0, %3\n\t"
			  "tstne	%1, %4\n\t"
			  "strne	%3, [%1], #4\n\t"
			  "strne	%1, [ip, %2]\n\t"
			  "beq	%l[refused]"
			  : "=&r" (last), "=&r" (top)
			  : "r" (topp), "r" (entry), "I" (PERCPU_STACK_BYTES - 1)
			  : "ip", "memory", "cc" : refused);
	asm("");
	return true;
refused:
	return false;
}

#endif
