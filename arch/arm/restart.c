// SPDX-License-Identifier: MIT
/*
 * Restartable sequences: short runs of instructions that begin again when an interrupt cuts them in
 * two. The interrupt's exit (entry.S) looks at the instructions around the place it returns to.
 *
 * Per-CPU operations (asm/percpu.h) begin with the one instruction that nothing else uses:
 *
 *	mrc p15, 0, ip, c13, c0, 4	the offset of this CPU's copies, in ip and no other register
 *
 * If the next one is a load with ip as its base, the sequence ends with the first store with ip as
 * its base, at most six instructions further on (asm/percpu_stack.h); else with that next one. The
 * last is the one that counts; before it, nothing has happened but in registers that will be loaded
 * again and in memory that is nobody's yet.
 *
 * Changes of the preemption counter (asm/preempt.h) are
 *
 *	ldr rX, [current, #TSK_PREEMPT_COUNT]
 *	add or sub rX, ...
 *	str rX, [current, #TSK_PREEMPT_COUNT]
 *
 * and only have to begin again if the interrupt asked for a reschedule: it has changed the word.
 *
 * 1. Every sequence is one asm statement, so nothing jumps into its middle, and if the pc is
 *    inside, its first instruction has been executed.
 * 2. Only __my_cpu_offset() and these sequences read TPIDRPRW in C; the former never into ip.
 */
#include <asm/restart.h>

#include <linux/compiler.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <asm/ptrace.h>

/* ARM ARM A8.8.108 MRC, A8.8.63 LDR (immediate), A8.8.66 LDR (register), A8.8.204 STR */
#define INSN_RN(insn)		(((insn) >> 16) & 0xf)
#define INSN_RT(insn)		(((insn) >> 12) & 0xf)
#define INSN_LOAD		(1u << 20)
#define REG_IP			12

#define LDR_COUNT		(0xe5900000u | TSK_PREEMPT_COUNT)
#define STR_COUNT		(0xe5800000u | TSK_PREEMPT_COUNT)
#define COUNT_MASK		0xfff00fffu

/* All loads, of words, halfwords and bytes, have bit 20 set, and stores have not. */
static bool is_load_from_ip(u32 insn)
{
	return (insn & INSN_LOAD) && INSN_RN(insn) == REG_IP;
}

static bool is_store_to_ip(u32 insn)
{
	return !(insn & INSN_LOAD) && INSN_RN(insn) == REG_IP;
}

/* True if the sequence at @begin, of which @done instructions have been executed, has not ended. */
static bool in_sequence(const u32 *begin, int done)
{
	int i;

	if (done == 1)
		return true;
	if (!is_load_from_ip(begin[1]))
		return false;
	for (i = 2; i < done; i++) {
		if (is_store_to_ip(begin[i]))
			return false;
	}
	return true;
}

void restart_percpu(struct pt_regs *regs)
{
	const u32 *pc = (const u32 *)regs->pc;
	int done;

	for (done = 1; done <= PERCPU_MAX_DONE; done++) {
		if (pc[-done] != PERCPU_BEGIN_INSN)
			continue;
		if (in_sequence(pc - done, done))
			regs->pc -= 4 * done;
		return;
	}
}

/* True if @ldr and @str are the ends of a change of this thread's counter. */
static bool is_count_change(const struct pt_regs *regs, u32 ldr, u32 str)
{
	return (ldr & COUNT_MASK) == LDR_COUNT && (str & COUNT_MASK) == STR_COUNT &&
	       INSN_RT(ldr) == INSN_RT(str) && INSN_RN(ldr) == INSN_RN(str) &&
	       INSN_RN(ldr) < REG_IP + 1 && regs->r[INSN_RN(ldr)] == (unsigned long)current;
}

static void restart_preempt_count(struct pt_regs *regs)
{
	const u32 *pc = (const u32 *)regs->pc;

	if (is_count_change(regs, pc[-1], pc[1]))
		regs->pc -= 4;
	else if (is_count_change(regs, pc[-2], pc[0]))
		regs->pc -= 8;
}

void irq_exit_resched(struct pt_regs *regs)
{
	if (!preempt_count())
		preempt_schedule_irq();
	else
		restart_preempt_count(regs);
}
