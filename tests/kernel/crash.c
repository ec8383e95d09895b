// SPDX-License-Identifier: MIT
/*
 * crash=HOW on the command line: ends the system, before the tests, in a way that no test can
 * survive. tests/host/crash.py reads what is said about it.
 */
#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <marrow/irq_storm.h>

static const char *how __initdata = "";
static int *nowhere;

static int __init parse_crash(char *value)
{
	how = value;
	return 1;
}
__setup("crash=", parse_crash);

static noinline int crash_recursing(int depth)
{
	volatile char frame[128];

	frame[0] = depth;
	return depth < 0 ? 0 : crash_recursing(depth + 1) + frame[0];
}

/* The other CPUs get interrupts, too; they are there to be stopped. */
static void overflow_irq_stack(u64 late_ns)
{
	if (!raw_smp_processor_id())
		crash_recursing(0);
}

static noinline void write_to_null(u64 late_ns)
{
	if (!raw_smp_processor_id())
		WRITE_ONCE(*READ_ONCE(nowhere), 0);
}

static void __init crash_in_irq(void (*fn)(u64 late_ns))
{
	irq_storm_start(fn);
	schedule_timeout_uninterruptible(HZ);
}

static int __init crash(void)
{
	if (!strcmp(how, "irq-stack"))
		crash_in_irq(overflow_irq_stack);
	else if (!strcmp(how, "irq-oops"))
		crash_in_irq(write_to_null);
	else if (!strcmp(how, "panic"))
		panic("crash=panic");
	else if (*how)
		pr_warn("crash=%s: neither irq-stack nor irq-oops nor panic, ignored\n", how);
	return 0;
}
late_initcall(crash);
