/* SPDX-License-Identifier: MIT */
/* Exceptions: from entry.S into C, and what the parts of the report share. */
#ifndef _ASM_TRAPS_H
#define _ASM_TRAPS_H

#include <asm/ptrace.h>
#include <linux/types.h>

/* Called by entry.S, interrupts off, in SVC mode on the stack of what was interrupted. */
void do_undefined(struct pt_regs *regs);
void do_prefetch_abort(struct pt_regs *regs);
void do_data_abort(struct pt_regs *regs);
void do_unexpected(struct pt_regs *regs, unsigned int vector);
/* On the interrupt stack. */
void do_irq(struct pt_regs *regs);
/*
 * In abort mode, on the abort stack. Returns where on its own stack the thread shall end; does not
 * return if there is more at stake than a thread.
 */
unsigned long do_bad_stack(struct pt_regs *regs);

/**
 * die - report an exception that nobody expected, then end the thread or the system
 * @what: one line, printed first
 *
 * Does not return. Any context; a fault inside the report prints a short one.
 */
void die(const char *what, struct pt_regs *regs) __attribute__((__noreturn__));

/** What the status field of DFSR or IFSR means; ARM ARM B3.13, short descriptors. */
const char *fault_status_name(unsigned long fsr);

/**
 * fixup_exception - an exception at an instruction that __ex_table names goes on at its fixup
 *
 * Returns whether it did, with regs->pc changed.
 */
bool fixup_exception(struct pt_regs *regs);

/**
 * catch_expected_fault - an exception that catch_fault() waits for
 *
 * Returns whether one does; then @regs goes on there, and its caller has @info.
 */
struct fault_info;
bool catch_expected_fault(struct pt_regs *regs, const struct fault_info *info);

/** One entry of __ex_table. */
struct exception_table_entry {
	unsigned long insn, fixup;
};

extern const struct exception_table_entry __start___ex_table[], __stop___ex_table[];

#endif
