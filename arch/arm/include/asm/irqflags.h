/* SPDX-License-Identifier: MIT */
/* The I bit of the CPSR. */
#ifndef _ASM_IRQFLAGS_H
#define _ASM_IRQFLAGS_H

/* CPSR.I: set while interrupts are off. ARM ARM DDI 0406C, B1.3.3. */
#define ARM_CPSR_I_BIT		0x80

#ifndef __ASSEMBLER__

#include <linux/types.h>

static __always_inline unsigned long arch_local_save_flags(void)
{
	unsigned long flags;

	__asm__ __volatile__("mrs %0, cpsr" : "=r"(flags) : : "memory", "cc");
	return flags;
}

static __always_inline void arch_local_irq_disable(void)
{
	__asm__ __volatile__("cpsid i" : : : "memory", "cc");
}

static __always_inline void arch_local_irq_enable(void)
{
	__asm__ __volatile__("cpsie i" : : : "memory", "cc");
}

static __always_inline unsigned long arch_local_irq_save(void)
{
	unsigned long flags = arch_local_save_flags();

	arch_local_irq_disable();
	return flags;
}

/* Writes back the control byte: the mode is the one we are in. */
static __always_inline void arch_local_irq_restore(unsigned long flags)
{
	__asm__ __volatile__("msr cpsr_c, %0" : : "r"(flags) : "memory", "cc");
}

static __always_inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return flags & ARM_CPSR_I_BIT;
}

static __always_inline bool arch_irqs_disabled(void)
{
	return arch_irqs_disabled_flags(arch_local_save_flags());
}

#endif /* !__ASSEMBLER__ */

#endif /* _ASM_IRQFLAGS_H */
