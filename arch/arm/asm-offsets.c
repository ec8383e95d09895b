// SPDX-License-Identifier: MIT
/*
 * Offsets for assembler, taken from C. Compiled to text only; the Makefile turns the marked lines
 * into generated/asm-offsets.h.
 */
#include <linux/sched.h>
#include <asm/ptrace.h>

#define DEFINE(sym, val)	asm volatile("\n.ascii \"->" #sym " %0\"" : : "i" (val))
#define OFFSET(sym, str, mem)	DEFINE(sym, offsetof(struct str, mem))

void asm_offsets(void);

void asm_offsets(void)
{
	OFFSET(S_SP, pt_regs, sp);
	OFFSET(S_LR, pt_regs, lr);
	OFFSET(S_PC, pt_regs, pc);
	OFFSET(S_CPSR, pt_regs, cpsr);
	OFFSET(S_R4, pt_regs, r[4]);
	DEFINE(PT_REGS_SIZE, sizeof(struct pt_regs));
	OFFSET(TSK_FAULT_CATCH, task_struct, fault_catch);
	OFFSET(TSK_SAVED_SP, task_struct, saved_sp);
}
