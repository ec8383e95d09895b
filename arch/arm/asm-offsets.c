// SPDX-License-Identifier: MIT
/*
 * Offsets for assembler, taken from C. Compiled to text only; the Makefile turns the marked lines
 * into generated/asm-offsets.h.
 */
#include <linux/sched.h>
#include <asm/ptrace.h>
#include <asm/secondary.h>

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
	OFFSET(SECONDARY_MPIDR, secondary_data, mpidr);
	OFFSET(SECONDARY_TASK, secondary_data, task);
	OFFSET(SECONDARY_PERCPU, secondary_data, percpu_offset);
	OFFSET(SECONDARY_ABT_SP, secondary_data, abt_sp);
	OFFSET(SECONDARY_UND_SP, secondary_data, und_sp);
	DEFINE(SECONDARY_DATA_SIZE, sizeof(struct secondary_data));
	DEFINE(SECONDARY_DATA_END, sizeof(secondary_data));
	OFFSET(TSK_SAVED_SP, task_struct, saved_sp);
}
