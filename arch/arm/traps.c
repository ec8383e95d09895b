// SPDX-License-Identifier: MIT
/*
 * Exceptions in C: what happened, whether somebody expected it, and the report if nobody did.
 *
 * An exception is offered, in this order, to __ex_table (one instruction that may fault), to
 * catch_fault() (a function that may), to the bug table (WARN and BUG are undefined instructions),
 * and then it is an oops: report, and the end of the thread. The report survives a fault of its
 * own: the second one prints less, the third nothing.
 */
#include <asm/cp15.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/stacks.h>
#include <asm/traps.h>
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/hardirq.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/of_fdt.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <marrow/fault.h>

DEFINE_PER_CPU(unsigned long, irq_stack_end) = (unsigned long)init_irq_stack_top;
static DEFINE_PER_CPU(int, die_depth);

/* Where head.S puts the boot CPU's undefined-instruction scratch frame. */
char init_und_stack[UND_STACK_SIZE] __attribute__((__aligned__(8)));

#define DFSR_WNR	(1 << 11)	/* it was a write, ARM ARM B4.1.52 */

/* The report. Comes back if it is the thread alone that is to end. */
static void oops(const char *what, struct pt_regs *regs)
{
	int depth = this_cpu_inc_return(die_depth), loglevel = console_loglevel;

	if (depth > 2)
		for (;;)
			cpu_relax();
	if (depth == 2) {
		printk(KERN_EMERG "%s at pc %08lx, within the report of the one before\n", what,
		       regs->pc);
		panic("Fault within a fault");
	}
	/* During start-up this may be the first there is to say. */
	if (system_state == SYSTEM_BOOTING)
		early_console_setup(initial_boot_params);
	console_verbose();
	printk(KERN_EMERG "Internal error: Oops: %s\n", what);
	show_regs(regs);
	if (in_interrupt())
		panic("Fatal exception in interrupt");
	if (panic_on_oops)
		panic("Fatal exception");
	console_loglevel = loglevel;	/* the system goes on */
	this_cpu_dec(die_depth);
}

void die(const char *what, struct pt_regs *regs)
{
	oops(what, regs);
	make_task_dead(SIGSEGV);
}

static void report_address(const char *access, unsigned long addr)
{
	printk(KERN_ALERT "Unable to handle kernel %s at virtual address %08lx\n",
	       addr < PAGE_SIZE ? "NULL pointer dereference" : access, addr);
	show_pte(addr);
}

static bool expected(struct pt_regs *regs, enum fault_kind kind, unsigned long addr,
		     unsigned long fsr)
{
	const struct fault_info info = {
		.kind = kind, .addr = addr, .fsr = fsr, .pc = regs->pc,
	};

	return fixup_exception(regs) || catch_expected_fault(regs, &info);
}

void do_data_abort(struct pt_regs *regs)
{
	unsigned long fsr = read_dfsr(), addr = read_dfar();
	const char *name = fault_status_name(fsr);

	if (expected(regs, FAULT_DATA, addr, fsr))
		return;
	report_address(fsr & DFSR_WNR ? "write" : "read", addr);
	printk(KERN_ALERT "[DFSR %03lx] %s on %s\n", fsr & 0xfff, name,
	       fsr & DFSR_WNR ? "write" : "read");
	die(name, regs);
}

void do_prefetch_abort(struct pt_regs *regs)
{
	unsigned long fsr = read_ifsr(), addr = read_ifar();
	const char *name = fault_status_name(fsr);

	if (expected(regs, FAULT_PREFETCH, addr, fsr))
		return;
	report_address("execution", addr);
	printk(KERN_ALERT "[IFSR %03lx] %s on instruction fetch\n", fsr & 0xfff, name);
	die(name, regs);
}

void do_undefined(struct pt_regs *regs)
{
	if (expected(regs, FAULT_UNDEFINED, regs->pc, 0))
		return;
	switch (report_bug(regs->pc, regs)) {
	case BUG_TRAP_TYPE_WARN:
		regs->pc += 4;
		return;
	case BUG_TRAP_TYPE_BUG:
		die("BUG", regs);
	default:
		die("undefined instruction", regs);
	}
}

void do_unexpected(struct pt_regs *regs, unsigned int vector)
{
	static const char *const names[] = {
		[0] = "jump to the reset vector",
		[2] = "supervisor call",
		[5] = "hypervisor trap",
		[7] = "fast interrupt",
	};

	die(names[vector], regs);
}

unsigned long do_bad_stack(struct pt_regs *regs)
{
	unsigned long stack = (unsigned long)current->stack;
	bool on_irq_stack = this_cpu_read(irq_stack_end) - regs->sp <= IRQ_STACK_SIZE + PAGE_SIZE;

	if (on_irq_stack)
		stack = this_cpu_read(irq_stack_end) - IRQ_STACK_SIZE;
	printk(KERN_EMERG "Stack overflow: %s stack of %s [%08lx..%08lx], sp %08lx\n",
	       on_irq_stack ? "interrupt" : "thread", current->comm, stack,
	       stack + (on_irq_stack ? IRQ_STACK_SIZE : THREAD_SIZE), regs->sp);
	show_pte(regs->sp - FAULT_STACK_ROOM);
	oops("stack overflow", regs);
	/* It has been said: schedule() need not find it as well. */
	*end_of_stack(current) = STACK_END_MAGIC;
	/* The frames farthest down did it; those of the first half others may point into. */
	return stack + THREAD_SIZE / 2;
}

void do_irq(struct pt_regs *regs)
{
	irq_enter();
	handle_arch_irq(regs);
	irq_exit();
}
