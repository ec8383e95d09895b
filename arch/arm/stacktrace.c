// SPDX-License-Identifier: MIT
/* Printing what a stack and a set of registers hold. */
#include <asm/ptrace.h>
#include <asm/unwind.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <marrow/fault.h>

#define MAX_FRAMES	64

static const char *mode_name(unsigned long cpsr)
{
	switch (cpsr & MODE_MASK) {
	case FIQ_MODE:		return "FIQ";
	case IRQ_MODE:		return "IRQ";
	case SVC_MODE:		return "SVC";
	case ABT_MODE:		return "ABT";
	case UND_MODE:		return "UND";
	case SYSTEM_MODE:	return "SYS";
	default:		return "?";
	}
}

static void show_backtrace(struct stackframe *frame)
{
	unsigned int i;

	printk(KERN_DEFAULT "Call trace:\n");
	for (i = 0; i < MAX_FRAMES; i++) {
		unsigned long pc = frame->vrs[15];

		if (frame->regs)
			printk(KERN_DEFAULT " [<%08lx>] %pS (interrupted)\n", pc, (void *)pc);
		else
			printk(KERN_DEFAULT " [<%08lx>] %pB\n", pc, (void *)pc);
		if (unwind_frame(frame) || !frame->vrs[15])
			return;
	}
	printk(KERN_DEFAULT " ... more than %u frames\n", MAX_FRAMES);
}

/* The instruction in brackets, and the four before it. */
static void show_code(const struct pt_regs *regs)
{
	const u32 *insn = (const u32 *)(regs->pc & ~3UL) - 4;
	u32 word;
	int i;

	printk(KERN_DEFAULT "Code:");
	for (i = 0; i < 5; i++) {
		if (probe_ioread32(insn + i, &word))
			printk(KERN_CONT " ????????");
		else
			printk(KERN_CONT "%s%08x%s", i == 4 ? " (" : " ", word, i == 4 ? ")" : "");
	}
	printk(KERN_CONT "\n");
}

static void show_registers(const struct pt_regs *regs)
{
	printk(KERN_DEFAULT "pc : %08lx %pS\n", regs->pc, (void *)regs->pc);
	printk(KERN_DEFAULT "lr : %08lx %pS\n", regs->lr, (void *)regs->lr);
	printk(KERN_DEFAULT "psr: %08lx mode %s, IRQs o%s, FIQs o%s, aborts o%s%s\n", regs->cpsr,
	       mode_name(regs->cpsr), regs->cpsr & PSR_I_BIT ? "ff" : "n",
	       regs->cpsr & PSR_F_BIT ? "ff" : "n", regs->cpsr & PSR_A_BIT ? "ff" : "n",
	       regs->cpsr & PSR_T_BIT ? ", Thumb" : "");
	printk(KERN_DEFAULT "sp : %08lx  ip : %08lx  fp : %08lx\n",
	       regs->sp, regs->r[12], regs->r[11]);
	printk(KERN_DEFAULT "r10: %08lx  r9 : %08lx  r8 : %08lx\n",
	       regs->r[10], regs->r[9], regs->r[8]);
	printk(KERN_DEFAULT "r7 : %08lx  r6 : %08lx  r5 : %08lx  r4 : %08lx\n",
	       regs->r[7], regs->r[6], regs->r[5], regs->r[4]);
	printk(KERN_DEFAULT "r3 : %08lx  r2 : %08lx  r1 : %08lx  r0 : %08lx\n",
	       regs->r[3], regs->r[2], regs->r[1], regs->r[0]);
}

void show_regs(const struct pt_regs *regs)
{
	struct stackframe frame;

	printk(KERN_DEFAULT "CPU: %u PID: %d Comm: %s\n", raw_smp_processor_id(), current->pid,
	       current->comm);
	show_registers(regs);
	show_code(regs);
	unwind_start_regs(&frame, regs);
	show_backtrace(&frame);
}

void dump_stack(void)
{
	struct stackframe frame = { };

	printk(KERN_DEFAULT "CPU: %u PID: %d Comm: %s\n", raw_smp_processor_id(), current->pid,
	       current->comm);
	unwind_start_here(&frame);
	show_backtrace(&frame);
}

void show_stack(struct task_struct *task, unsigned long *sp, const char *loglvl)
{
	struct stackframe frame = { };

	if (!task || task == current)
		unwind_start_here(&frame);
	else
		unwind_start_task(&frame, task);
	show_backtrace(&frame);
}

unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	struct stackframe frame = { };

	unwind_start_here(&frame);
	return stack_trace_save_frame(&frame, store, size, skipnr + 1);
}

void stack_trace_print(const unsigned long *trace, unsigned int nr_entries, int spaces)
{
	unsigned int i;

	for (i = 0; i < nr_entries; i++)
		printk(KERN_DEFAULT "%*c%pB\n", 1 + spaces, ' ', (void *)trace[i]);
}
