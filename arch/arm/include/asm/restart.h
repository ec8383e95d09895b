/* SPDX-License-Identifier: MIT */
/* Sequences of instructions that an interrupt makes begin again. Safe for assembler. */
#ifndef _ASM_RESTART_H
#define _ASM_RESTART_H

/* mrc p15, 0, ip, c13, c0, 4: how every this_cpu_ operation begins, and nothing else. */
#define PERCPU_BEGIN_INSN	0xee1dcf90
/* So many instructions of a sequence may have been executed without its last one. */
#define PERCPU_MAX_DONE		6

#ifndef __ASSEMBLY__
struct pt_regs;

/** @regs returns to at most PERCPU_MAX_DONE instructions behind a begin. Interrupts off. */
void restart_percpu(struct pt_regs *regs);

/**
 * A reschedule has been asked for, and @regs returns to the interrupted thread: preempts it if it
 * may be preempted, else sees that it does not forget. On the thread's stack, interrupts off.
 */
void irq_exit_resched(struct pt_regs *regs);
#endif
#endif
