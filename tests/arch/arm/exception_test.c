// SPDX-License-Identifier: MIT
/* Exceptions that are taken and survived, and what a survivor must find unchanged. */
#include <kunit/test.h>
#include <asm/ptrace.h>
#include <asm/sections.h>
#include <asm/traps.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <marrow/fault.h>

static void undefined(void *arg)
{
	asm volatile(".globl	undefined_insn\n"
		     "undefined_insn:	udf	#0x1234");
}

extern const char undefined_insn[];

static void undefined_test(struct kunit *test)
{
	struct fault_info info = { };

	KUNIT_ASSERT_EQ(test, catch_fault(undefined, NULL, &info), 1);
	KUNIT_EXPECT_EQ(test, info.kind, FAULT_UNDEFINED);
	KUNIT_EXPECT_EQ(test, info.pc, (unsigned long)undefined_insn);
	KUNIT_EXPECT_EQ(test, info.fsr, 0ul);
}

static void no_fault(void *arg)
{
	++*(int *)arg;
}

static void no_fault_test(struct kunit *test)
{
	int calls = 0;

	KUNIT_EXPECT_EQ(test, catch_fault(no_fault, &calls, NULL), 0);
	KUNIT_EXPECT_EQ(test, calls, 1);
}

static void read_at(void *addr)
{
	u32 val;

	asm volatile("ldr	%0, [%1]" : "=r" (val) : "r" (addr));
}

/* ldrd wants words that are aligned, whatever SCTLR.A says (ARM ARM A3.2.1). */
static void read_pair_at(void *addr)
{
	asm volatile("ldrd	r2, r3, [%0]" : : "r" (addr) : "r2", "r3", "memory");
}

static void alignment_test(struct kunit *test)
{
	u32 words[4] = { 0x04030201, 0x08070605 };
	struct fault_info info = { };
	u32 val;

	memcpy(&val, (char *)words + 1, 4);
	KUNIT_EXPECT_EQ(test, val, 0x05040302u);
	KUNIT_ASSERT_EQ(test, catch_fault(read_pair_at, (char *)words + 1, &info), 1);
	KUNIT_EXPECT_EQ(test, info.kind, FAULT_DATA);
	KUNIT_EXPECT_EQ(test, info.addr, (unsigned long)words + 1);
	KUNIT_EXPECT_STREQ(test, fault_status_name(info.fsr), "alignment fault");
}

/* Each register that a call preserves, and the flags that are not the compiler's. */
static void registers_test(struct kunit *test)
{
	unsigned long before[8], after[8];
	unsigned long cpsr_before, cpsr_after;
	unsigned int i;

	for (i = 0; i < 8; i++)
		before[i] = 0x04040404 + i * 0x01010101;
	asm volatile("mrs %0, cpsr" : "=r" (cpsr_before));
	asm volatile("push	{r4-r11}\n"
		     "	push	{%1}\n"
		     "	ldmia	%0, {r4-r11}\n"
		     "	mov	r1, #0\n"
		     "	mov	r2, #0\n"
		     "	ldr	r0, =read_null\n"
		     "	bl	catch_fault\n"
		     "	pop	{r0}\n"
		     "	stmia	r0, {r4-r11}\n"
		     "	pop	{r4-r11}"
		     : : "r" (before), "r" (after)
		     : "r0", "r1", "r2", "r3", "r12", "lr", "cc", "memory");
	asm volatile("mrs %0, cpsr" : "=r" (cpsr_after));
	for (i = 0; i < 8; i++)
		KUNIT_EXPECT_EQ_MSG(test, after[i], before[i], "r%u", i + 4);
	KUNIT_EXPECT_EQ(test, cpsr_after & 0x1ff, cpsr_before & 0x1ff);
}

void read_null(void *arg);
void read_null(void *arg)
{
	/* What a fault must bring back is what catch_fault() saved, not what is here. */
	asm volatile("mov	r4, #0\n"
		     "	mov	r5, #0\n"
		     "	mov	r9, #0\n"
		     "	ldr	r0, [r4]"
		     : : : "r0", "r4", "r5", "r9", "memory");
}

static void nested_inner(void *arg)
{
	struct fault_info *info = arg;

	catch_fault(read_at, (void *)0x10, &info[1]);
	read_at((void *)0x20);
}

static void nested_test(struct kunit *test)
{
	struct fault_info info[2] = { };

	KUNIT_ASSERT_EQ(test, catch_fault(nested_inner, info, &info[0]), 1);
	KUNIT_EXPECT_EQ(test, info[0].addr, 0x20ul);
	KUNIT_EXPECT_EQ(test, info[1].addr, 0x10ul);
}

static void fault_with_irqs_off(void *arg)
{
	local_irq_disable();
	read_at(NULL);
}

static void fault_with_irqs_on(void *arg)
{
	local_irq_enable();
	read_at(NULL);
}

/* The interrupt mask is the caller's again, whatever the function did to it. */
static void irq_state_test(struct kunit *test)
{
	unsigned long flags;

	KUNIT_EXPECT_EQ(test, catch_fault(fault_with_irqs_off, NULL, NULL), 1);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	local_irq_save(flags);
	KUNIT_EXPECT_EQ(test, catch_fault(fault_with_irqs_on, NULL, NULL), 1);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
}

/* An odd stack pointer is no reason to misbehave: the entry aligns it for C. */
static void odd_stack(void *arg)
{
	asm volatile("sub	sp, sp, #4\n"
		     "	mov	r4, #0\n"
		     "	ldr	r4, [r4]\n"
		     "	add	sp, sp, #4" : : : "r4", "memory");
}

static void odd_stack_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, catch_fault(odd_stack, NULL, NULL), 1);
}

static void many_faults_test(struct kunit *test)
{
	unsigned int i, caught = 0;

	for (i = 0; i < 1000; i++)
		caught += catch_fault(i & 1 ? undefined : read_at, NULL, NULL);
	KUNIT_EXPECT_EQ(test, caught, 1000u);
}

static void probe_test(struct kunit *test)
{
	u32 word = 0x12345678, val = 0;

	KUNIT_EXPECT_EQ(test, probe_ioread32(&word, &val), 0);
	KUNIT_EXPECT_EQ(test, val, 0x12345678u);
	KUNIT_EXPECT_EQ(test, probe_ioread32((void *)4, &val), -EFAULT);
	KUNIT_EXPECT_EQ(test, probe_iowrite32(&word, 0x87654321), 0);
	KUNIT_EXPECT_EQ(test, word, 0x87654321u);
	KUNIT_EXPECT_EQ(test, probe_iowrite32((void *)_text, 0), -EFAULT);
}

struct status_case {
	unsigned long fsr;
	const char *name;
};

static const struct status_case status_cases[] = {
	{ 0x001, "alignment fault" },
	{ 0x005, "translation fault (section)" },
	{ 0x007, "translation fault (page)" },
	{ 0x008, "external abort" },
	{ 0x80d, "permission fault (section)" },
	{ 0x80f, "permission fault (page)" },
	{ 0x406, "asynchronous external abort" },
	{ 0x00a, "unknown fault" },
};
KUNIT_ARRAY_PARAM_DESC(status, status_cases, name);

static void status_test(struct kunit *test)
{
	const struct status_case *param = test->param_value;

	KUNIT_EXPECT_STREQ(test, fault_status_name(param->fsr), param->name);
}

static struct kunit_case exception_test_cases[] = {
	KUNIT_CASE(undefined_test),
	KUNIT_CASE(no_fault_test),
	KUNIT_CASE(alignment_test),
	KUNIT_CASE(registers_test),
	KUNIT_CASE(nested_test),
	KUNIT_CASE(irq_state_test),
	KUNIT_CASE(odd_stack_test),
	KUNIT_CASE(many_faults_test),
	KUNIT_CASE(probe_test),
	KUNIT_CASE_PARAM(status_test, status_gen_params),
	{ }
};

static struct kunit_suite exception_test_suite = {
	.name = "exception",
	.test_cases = exception_test_cases,
};
kunit_test_suite(exception_test_suite);
