// SPDX-License-Identifier: MIT
/*
 * Restartable sequences: an interrupt at every place of each kind. An emulator that takes
 * interrupts only between its blocks never shows one inside, so the exit's functions are called
 * with the place made up.
 */
#include <kunit/test.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <asm/ptrace.h>
#include <asm/restart.h>

#define MAX_WORDS	64

static DEFINE_PER_CPU(unsigned long, word);
static DEFINE_PER_CPU(u8, byte);
static DEFINE_PER_CPU(u16, half);

static noinline void seq_add(void)
{
	this_cpu_inc(word);
}

static noinline void seq_add_half(void)
{
	this_cpu_add(half, 3);
}

static noinline void seq_xchg(void)
{
	(void)this_cpu_xchg(word, 3);
}

static noinline void seq_cmpxchg(void)
{
	(void)this_cpu_cmpxchg(byte, 3, 4);
}

static noinline unsigned long seq_read(void)
{
	return this_cpu_read(word);
}

static noinline void seq_write(void)
{
	this_cpu_write(half, 3);
}

static const struct sequence {
	const char *name;
	const void *code;
	int length;		/* instructions, the one that counts included */
} sequences[] = {
	{ "add", seq_add, 4 },
	{ "add, half a word", seq_add_half, 4 },
	{ "xchg", seq_xchg, 4 },
	{ "cmpxchg, a byte", seq_cmpxchg, 4 },
	{ "read", seq_read, 2 },
	{ "write, half a word", seq_write, 2 },
};

KUNIT_ARRAY_PARAM_DESC(sequence, sequences, name);

static unsigned long restarted(unsigned long pc)
{
	struct pt_regs regs = { .pc = pc };

	restart_percpu(&regs);
	return regs.pc;
}

static void percpu_operation(struct kunit *test)
{
	const struct sequence *s = test->param_value;
	const u32 *begin = s->code;
	unsigned long start;
	int i;

	for (i = 0; i < MAX_WORDS && *begin != PERCPU_BEGIN_INSN; i++)
		begin++;
	KUNIT_ASSERT_EQ(test, *begin, PERCPU_BEGIN_INSN);
	start = (unsigned long)begin;
	for (i = -1; i <= s->length + 3; i++)
		KUNIT_EXPECT_EQ(test, restarted(start + 4 * i),
				i > 0 && i < s->length ? start : start + 4 * i);
}

static noinline void change_count(void)
{
	preempt_disable();
	barrier();
	preempt_enable_no_resched();
}

static bool is_count_access(u32 insn, u32 kind)
{
	return (insn & 0xfff00fff) == (kind | TSK_PREEMPT_COUNT);
}

/* An interrupt that asks for a reschedule while the counter is being changed. */
static unsigned long resched_at(const u32 *pc, int base_register)
{
	struct pt_regs regs = { .pc = (unsigned long)pc };
	unsigned long flags;

	regs.r[base_register] = (unsigned long)current;
	local_irq_save(flags);
	preempt_disable();
	irq_exit_resched(&regs);
	preempt_enable_no_resched();
	local_irq_restore(flags);
	return regs.pc;
}

static void preemption_counter(struct kunit *test)
{
	const u32 *p = (const u32 *)change_count;
	int i, base, found = 0;

	for (i = 0; i < MAX_WORDS && found < 2; i++, p++) {
		if (!is_count_access(*p, 0xe5900000))	/* ldr rX, [rY, #TSK_PREEMPT_COUNT] */
			continue;
		KUNIT_ASSERT_TRUE(test, is_count_access(p[2], 0xe5800000));
		base = *p >> 16 & 0xf;
		KUNIT_EXPECT_EQ(test, resched_at(p, base), (unsigned long)p);
		KUNIT_EXPECT_EQ(test, resched_at(p + 1, base), (unsigned long)p);
		KUNIT_EXPECT_EQ(test, resched_at(p + 2, base), (unsigned long)p);
		KUNIT_EXPECT_EQ(test, resched_at(p + 3, base), (unsigned long)(p + 3));
		/* The same instructions on anything but this thread's counter are none of ours. */
		KUNIT_EXPECT_EQ(test, resched_at(p + 1, (base + 1) % 12), (unsigned long)(p + 1));
		found++;
	}
	KUNIT_EXPECT_EQ(test, found, 2);
}

static struct kunit_case restart_cases[] = {
	KUNIT_CASE_PARAM(percpu_operation, sequence_gen_params),
	KUNIT_CASE(preemption_counter),
	{}
};

static struct kunit_suite restart_suite = {
	.name = "restart",
	.test_cases = restart_cases,
};
kunit_test_suite(restart_suite);
