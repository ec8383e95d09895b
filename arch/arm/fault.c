// SPDX-License-Identifier: MIT
/*
 * What a fault says about itself, and the two ways to survive one on purpose: an entry in
 * __ex_table for a single instruction, catch_fault() for a whole function.
 */
#include <marrow/fault.h>
#include <asm/cp15.h>
#include <asm/traps.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>

/* Status codes, bit 10 as bit 4: ARM ARM table B3-23 */
static const char *const fsr_names[32] = {
	[0x01] = "alignment fault",
	[0x02] = "debug event",
	[0x03] = "access flag fault (section)",
	[0x04] = "instruction cache maintenance fault",
	[0x05] = "translation fault (section)",
	[0x06] = "access flag fault (page)",
	[0x07] = "translation fault (page)",
	[0x08] = "external abort",
	[0x09] = "domain fault (section)",
	[0x0b] = "domain fault (page)",
	[0x0c] = "external abort on the table walk (L1)",
	[0x0d] = "permission fault (section)",
	[0x0e] = "external abort on the table walk (L2)",
	[0x0f] = "permission fault (page)",
	[0x10] = "TLB conflict abort",
	[0x14] = "lockdown abort",
	[0x16] = "asynchronous external abort",
	[0x18] = "asynchronous parity error",
	[0x19] = "parity error",
	[0x1a] = "coprocessor abort",
	[0x1c] = "parity error on the table walk (L1)",
	[0x1e] = "parity error on the table walk (L2)",
};

const char *fault_status_name(unsigned long fsr)
{
	const char *name = fsr_names[(fsr & 0xf) | (fsr >> 6 & 0x10)];

	return name ? name : "unknown fault";
}

bool fixup_exception(struct pt_regs *regs)
{
	const struct exception_table_entry *entry;

	for (entry = __start___ex_table; entry < __stop___ex_table; entry++) {
		if (entry->insn == regs->pc) {
			regs->pc = entry->fixup;
			return true;
		}
	}
	return false;
}

/* What catch_fault() leaves on the stack; entry.S. */
struct fault_catch {
	struct fault_catch *outer;
	unsigned long cpsr;
	struct fault_info *info;
};

extern const char catch_fault_resume[];

bool catch_expected_fault(struct pt_regs *regs, const struct fault_info *info)
{
	struct fault_catch *record = current->fault_catch;
	unsigned long depth = (unsigned long)record - regs->sp;

	/* An interrupt's fault is not the one that the thread below it expects. */
	if (!record || depth >= THREAD_SIZE)
		return false;
	if (record->info)
		*record->info = *info;
	regs->sp = (unsigned long)record;
	regs->pc = (unsigned long)catch_fault_resume;
	regs->cpsr = record->cpsr;
	regs->ARM_r0 = 1;
	return true;
}

/* One access that may abort: @insn, labelled 1; then err is -EFAULT. It comes now or never: dsb. */
#define PROBE(insn, err, operands...)						\
	asm volatile("1:	" insn "\n"						\
		     "	dsb\n"							\
		     "2:\n"							\
		     "	.section .text.fixup, \"ax\"\n"				\
		     "3:	mov	%0, %[fault]\n"				\
		     "	b	2b\n"						\
		     "	.previous\n"						\
		     "	.section __ex_table, \"a\"\n"				\
		     "	.word	1b, 3b\n"					\
		     "	.previous"						\
		     : "+r" (err), operands, [fault] "i" (-EFAULT) : "memory")

int probe_ioread32(const volatile void *addr, u32 *val)
{
	int err = 0;

	PROBE("ldr	%1, [%2]", err, "=&r" (*val) : "r" (addr));
	return err;
}

int probe_iowrite32(volatile void *addr, u32 val)
{
	int err = 0;

	PROBE("str	%1, [%2]", err, "+r" (val) : "r" (addr));
	return err;
}
