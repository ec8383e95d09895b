/* SPDX-License-Identifier: MIT */
/* The registers of an interrupted context, as the exception entry leaves them on the stack. */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

/* CPSR fields: ARM ARM (DDI 0406C) B1.3.3 */
#define MODE_MASK	0x1f
#define FIQ_MODE	0x11
#define IRQ_MODE	0x12
#define SVC_MODE	0x13
#define ABT_MODE	0x17
#define HYP_MODE	0x1a
#define UND_MODE	0x1b
#define SYSTEM_MODE	0x1f
#define PSR_T_BIT	0x20
#define PSR_F_BIT	0x40
#define PSR_I_BIT	0x80
#define PSR_A_BIT	0x100

#ifndef __ASSEMBLY__
/* Mirrored by entry.S through asm-offsets; r0 to r12 come first, in order. */
struct pt_regs {
	unsigned long r[13];
	unsigned long sp;
	unsigned long lr;
	unsigned long pc;
	unsigned long cpsr;
};

#define ARM_r0	r[0]
#define ARM_r1	r[1]
#define ARM_fp	r[11]

static inline unsigned long instruction_pointer(const struct pt_regs *regs)
{
	return regs->pc;
}

static inline int interrupts_enabled(const struct pt_regs *regs)
{
	return !(regs->cpsr & PSR_I_BIT);
}

/** Prints registers, code bytes and the backtrace of @regs. Any context. */
void show_regs(const struct pt_regs *regs);
#endif
#endif
