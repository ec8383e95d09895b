// SPDX-License-Identifier: MIT
/*
 * The order of start-up, as plain calls: each line may rely on all lines above it.
 */
#include <linux/init.h>
#include <linux/cache.h>
#include <linux/console.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/of_fdt.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/time.h>
#include <marrow/prompt.h>
#include <kunit/test.h>
#include <asm/cp15.h>
#include <asm/pgtable.h>
#include <asm/setup.h>

enum system_states system_state __read_mostly = SYSTEM_BOOTING;

static bool exit_after_tests __initdata = true;

static int __init test_exit_setup(char *value)
{
	if (!strcmp(value, "none"))
		exit_after_tests = false;
	else if (strcmp(value, "poweroff"))
		pr_warn("test.exit=%s: neither none nor poweroff, ignored\n", value);
	return 1;
}
__setup("test.exit=", test_exit_setup);

static void __init do_initcalls(void)
{
	const initcall_t *call;

	for (call = __initcall_start; call < __initcall_end; call++) {
		int err = (*call)();

		if (err && err != -ENODEV)
			pr_warn("initcall %pS failed: %d\n", *call, err);
		if (preempt_count() != 0 || irqs_disabled())
			panic("initcall %pS left preemption or interrupts disabled", *call);
	}
}

/* Runs the tests; ends the system after them unless asked not to. */
static void __init run_tests(void)
{
	u32 cycles = read_pmccntr();
	int failed;

	/* The counter runs since head.S, where there is one: QEMU's Cortex-A8 has none. */
	if (cycles)
		pr_info("boot: %u cycles from entry to the first test\n", cycles);
	failed = IS_ENABLED(CONFIG_KUNIT) ? kunit_run_all_tests() : 0;
	if (exit_after_tests) {
		pr_info("tests: %s\n", failed ? "FAILED" : "all passed");
		kernel_power_off();
	}
}

static void __init kernel_init_freeable(void)
{
	system_state = SYSTEM_SCHEDULING;
	smp_init();
	do_initcalls();
	mark_rodata_ro();
	if (ptdump_check_wx())
		panic("W^X does not hold");
	system_state = SYSTEM_RUNNING;
	run_tests();
}

/* The rest of start-up may sleep: it is the first thread's. The boot CPU's own turns idle. */
static int kernel_init(void *unused)
{
	kernel_init_freeable();
	free_initmem();
	prompt_loop();
}

static void __noreturn __init rest_init(void)
{
	struct task_struct *init = kthread_run(kernel_init, NULL, "init");

	if (IS_ERR(init))
		panic("No memory for the first thread: %pe", init);
	cpu_startup_entry();
}

asmlinkage void __noreturn __init start_kernel(void)
{
	char *command_line;

	pr_notice("Marrow %s, built with GCC %s\n", MARROW_VERSION, __VERSION__);
	setup_arch(&command_line);
	smp_init_cpus();
	setup_per_cpu_areas();
	mm_core_init();
	kmem_cache_init();
	sched_init();
	parse_kernel_params(command_line);
	init_IRQ();
	init_timers();
	softirq_init();
	time_init();
	local_irq_enable();
	console_init();
	late_time_init();
	rest_init();
}
