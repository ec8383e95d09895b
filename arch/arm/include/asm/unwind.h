/* SPDX-License-Identifier: MIT */
/* Walking a stack by the unwind tables that the compiler makes. */
#ifndef _ASM_UNWIND_H
#define _ASM_UNWIND_H

#include <asm/ptrace.h>
#include <linux/types.h>

struct task_struct;

/**
 * struct stackframe - a position in a walk up the stack
 * @vrs:  r0 to r15 as they were in that function: what the tables could restore of them
 * @regs: if not NULL, this frame was interrupted, and @regs is what the entry saved
 */
struct stackframe {
	unsigned long vrs[16];
	const struct pt_regs *regs;
};

/** Starts a walk at an interrupted context. */
void unwind_start_regs(struct stackframe *frame, const struct pt_regs *regs);
/** Starts a walk at the caller. */
#define unwind_start_here(frame)						\
	asm volatile("stmia %0, {r0-r12}\n\t"					\
		     "str	sp, [%0, #52]\n\t"				\
		     "str	lr, [%0, #56]\n\t"				\
		     "str	pc, [%0, #60]"					\
		     : : "r" ((frame)->vrs) : "memory")
/** Starts a walk where @task, which does not run now, was switched away (switch.S). */
void unwind_start_task(struct stackframe *frame, const struct task_struct *task);

/**
 * unwind_frame - go on to the caller
 *
 * Returns 0, or -ENOENT at the end of the stack, or -EINVAL if the tables lead nowhere. Never
 * faults, whatever the stack holds. Any context.
 */
int unwind_frame(struct stackframe *frame);

/** Saves the return addresses from @frame on into @store; returns how many. */
unsigned int stack_trace_save_frame(struct stackframe *frame, unsigned long *store,
				    unsigned int size, unsigned int skip);

#endif
