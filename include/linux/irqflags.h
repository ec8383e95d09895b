/* SPDX-License-Identifier: MIT */
/*
 * Interrupts off and on, on this CPU. @flags is an unsigned long lvalue, good for nothing but
 * to be handed back.
 */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/typecheck.h>
#include <asm/irqflags.h>

#define local_irq_enable()		arch_local_irq_enable()
#define local_irq_disable()		arch_local_irq_disable()
#define local_irq_save(flags) \
	do { typecheck(unsigned long, flags); flags = arch_local_irq_save(); } while (0)
#define local_irq_restore(flags) \
	do { typecheck(unsigned long, flags); arch_local_irq_restore(flags); } while (0)
#define local_save_flags(flags) \
	do { typecheck(unsigned long, flags); flags = arch_local_save_flags(); } while (0)
#define irqs_disabled()			arch_irqs_disabled()
#define irqs_disabled_flags(flags) \
	({ typecheck(unsigned long, flags); arch_irqs_disabled_flags(flags); })

#define raw_local_irq_enable()		arch_local_irq_enable()
#define raw_local_irq_disable()		arch_local_irq_disable()
#define raw_local_irq_save(flags)	local_irq_save(flags)
#define raw_local_irq_restore(flags)	local_irq_restore(flags)
#define raw_local_save_flags(flags)	local_save_flags(flags)
#define raw_irqs_disabled()		arch_irqs_disabled()
#define raw_irqs_disabled_flags(flags)	irqs_disabled_flags(flags)

#endif /* _LINUX_IRQFLAGS_H */
