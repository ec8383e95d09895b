/* SPDX-License-Identifier: MIT */
/* Sizes of a CPU's own stacks; each lies above a page that is not mapped. Safe for assembler. */
#ifndef _ASM_STACKS_H
#define _ASM_STACKS_H

#define IRQ_STACK_SIZE		8192	/* interrupts, nested ones too */
#define ABT_STACK_SIZE		4096	/* the report of a stack overflow */
#define UND_STACK_SIZE		64	/* one scratch frame of entry.S */

/*
 * What a fault handler needs on the stack of the thread that faulted: registers, report, unwinding.
 * With less than that left, the fault is handled as an overflow.
 */
#define FAULT_STACK_ROOM	1536

#define SIGSEGV		11	/* what a thread that faults ends with */

#ifndef __ASSEMBLY__
#include <linux/percpu.h>

/** End of this CPU's interrupt stack, for the entry code. */
DECLARE_PER_CPU(unsigned long, irq_stack_end);
#endif
#endif
