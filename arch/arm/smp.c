// SPDX-License-Identifier: MIT
/*
 * Several CPUs.
 *
 * The device tree says which there are. The boot CPU is number 0 whatever the tree's order; the
 * others are numbered as the tree lists them. Each is started by PSCI, one after the other, at
 * secondary_startup:
 *
 *	boot CPU				secondary CPU
 *	idle thread, stacks, record
 *	psci_cpu_on() ----------------------->	secondary_startup (MMU off)
 *	waits a second at most			secondary_mapped
 *	<----- cpu_running ------------------	secondary_start_kernel()
 *	the next one				idle
 *
 * A CPU that does not come up in time is named and left alone. Its record stays: should it come
 * later after all, it finds its own stack, and joins in.
 *
 * All CPUs share the page tables of the boot CPU. TLB maintenance reaches every CPU by itself on
 * CPUs with the multiprocessing extensions (asm/tlbflush.h); others are alone, and run nothing of
 * this file but smp_init_cpus().
 *
 * Interrupts between CPUs: asm/smp.h lists them. The one that stops a CPU is for ever.
 */
#include <asm/page.h>
#include <asm/smp.h>

#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/clockchips.h>
#include <linux/kernel.h>
#include <linux/nmi.h>
#include <linux/of.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/psci.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/cp15.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>
#include <asm/secondary.h>
#include <asm/sections.h>
#include <asm/stacks.h>
#include <asm/tlbflush.h>

#define MPIDR_AFFINITY		0x00ffffff
#define MPIDR_INVALID		0xffffffff

/* How long a CPU may take from psci_cpu_on() to its idle thread. */
#define CPU_UP_TIMEOUT		HZ

static u32 logical_map[NR_CPUS] = { [0 ... NR_CPUS - 1] = MPIDR_INVALID };

struct secondary_data secondary_data[NR_CPUS];
static DECLARE_COMPLETION(cpu_running);

/* Where a secondary CPU's undefined-instruction entry keeps its scratch frame. */
static DEFINE_PER_CPU(u64, und_stack[UND_STACK_SIZE / sizeof(u64)]);

u32 cpu_logical_map(unsigned int cpu)
{
	return logical_map[cpu];
}

/* --- who is there --------------------------------------------------------------------------- */

static bool __init is_known(u32 mpidr)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		if (logical_map[cpu] == mpidr)
			return true;
	return false;
}

static void __init add_cpu(struct device_node *np, u32 mpidr)
{
	if (is_known(mpidr)) {
		if (mpidr != logical_map[0])
			pr_warn("smp: %pOF: a second CPU with number %x, ignored\n", np, mpidr);
		return;
	}
	if (nr_cpu_ids >= setup_nr_cpus) {
		pr_warn("smp: %pOF: more than %u CPUs, ignored\n", np, setup_nr_cpus);
		return;
	}
	logical_map[nr_cpu_ids] = mpidr;
	set_cpu_possible(nr_cpu_ids, true);
	nr_cpu_ids++;
}

static bool __init is_cpu(const struct device_node *np)
{
	const char *type;

	return !of_property_read_string(np, "device_type", &type) && !strcmp(type, "cpu");
}

void __init smp_init_cpus(void)
{
	struct device_node *cpus = of_find_node_by_path("/cpus"), *np;
	u32 mpidr;

	logical_map[0] = read_mpidr() & MPIDR_AFFINITY;
	if (!cpu_is_mp() || !cpus)
		return;
	for_each_available_child_of_node(cpus, np) {
		if (!is_cpu(np))
			continue;
		if (of_property_read_u32(np, "reg", &mpidr) || mpidr & ~MPIDR_AFFINITY)
			pr_warn("smp: %pOF: no valid reg property, ignored\n", np);
		else
			add_cpu(np, mpidr);
	}
}

/* --- bringing them up ----------------------------------------------------------------------- */

/* Everything that @cpu needs before its first instruction of C; 0 or -ENOMEM. */
static int __init prepare_cpu(unsigned int cpu)
{
	struct secondary_data *data = &secondary_data[cpu];
	struct task_struct *idle = sched_fork_idle(cpu);
	unsigned long irq_stack = (unsigned long)vmalloc(IRQ_STACK_SIZE);
	unsigned long abt_stack = (unsigned long)vmalloc(ABT_STACK_SIZE);

	if (!idle || !irq_stack || !abt_stack)
		return -ENOMEM;
	per_cpu(irq_stack_end, cpu) = irq_stack + IRQ_STACK_SIZE;
	data->task = idle;
	data->percpu_offset = per_cpu_offset(cpu);
	data->abt_sp = abt_stack + ABT_STACK_SIZE;
	data->und_sp = (unsigned long)per_cpu_ptr(&und_stack[0], cpu) + UND_STACK_SIZE;
	smp_store_release(&data->mpidr, logical_map[cpu]);
	return 0;
}

static int __init cpu_up(unsigned int cpu)
{
	int err = prepare_cpu(cpu);

	if (!err)
		err = psci_cpu_on(logical_map[cpu], virt_to_phys(secondary_startup));
	if (!err && !wait_for_completion_timeout(&cpu_running, CPU_UP_TIMEOUT))
		err = -ETIMEDOUT;
	if (err)
		pr_err("smp: CPU%u (%x) does not come up: error %d\n", cpu, logical_map[cpu], err);
	return err;
}

/*
 * The section that secondary_startup lies in, at its physical address, for the moment in which
 * the MMU is turned on. Nothing if lowmem has that address already.
 */
static unsigned long __init map_startup_code(void)
{
	unsigned long section = virt_to_phys(secondary_startup) & SECTION_MASK;

	if (*pgd_offset_k(section))
		return 0;
	map_kernel_range(section, section, SECTION_SIZE, MT_MEMORY_RX);
	return section;
}

void __init smp_init(void)
{
	unsigned int cpu;
	unsigned long section;

	if (nr_cpu_ids == 1)
		return;
	section = map_startup_code();
	for_each_possible_cpu(cpu)
		if (!cpu_online(cpu) && num_online_cpus() < setup_max_cpus)
			cpu_up(cpu);
	if (section)
		unmap_kernel_range(section, SECTION_SIZE);
	pr_info("smp: %u of %u CPUs up\n", num_online_cpus(), num_possible_cpus());
}

void __noreturn secondary_start_kernel(void)
{
	unsigned int cpu = raw_smp_processor_id();

	irqchip_secondary_init();
	tick_setup_secondary();
	set_cpu_online(cpu, true);
	complete(&cpu_running);
	local_irq_enable();
	cpu_startup_entry();
}

/* --- interrupts between CPUs ---------------------------------------------------------------- */

static void (*raise_ipi)(const struct cpumask *mask, unsigned int ipi) __ro_after_init;
static struct cpumask backtrace_mask;

void __init set_smp_cross_call(void (*raise)(const struct cpumask *mask, unsigned int ipi))
{
	raise_ipi = raise;
}

void smp_cross_call(const struct cpumask *mask, enum ipi_msg_type ipi)
{
	raise_ipi(mask, ipi);
}

void smp_send_reschedule(int cpu)
{
	smp_cross_call(cpumask_of(cpu), IPI_RESCHEDULE);
}

/* The flag of the thread that runs here is set already; now its own counter must say so too. */
static void handle_reschedule(void)
{
	if (test_thread_flag(TIF_NEED_RESCHED))
		set_preempt_need_resched();
}

static void __noreturn handle_stop(void)
{
	set_cpu_online(raw_smp_processor_id(), false);
	local_irq_disable();
	for (;;)
		cpu_do_idle();
}

static void handle_backtrace(struct pt_regs *regs)
{
	unsigned int cpu = raw_smp_processor_id();

	pr_emerg("CPU %u runs %s/%d:\n", cpu, current->comm, current->pid);
	show_regs(regs);
	cpumask_clear_cpu(cpu, &backtrace_mask);
}

void handle_IPI(int ipi, struct pt_regs *regs)
{
	switch (ipi) {
	case IPI_RESCHEDULE:
		handle_reschedule();
		break;
	case IPI_CALL_FUNC:
		smp_call_function_interrupt();
		break;
	case IPI_STOP:
		handle_stop();
	case IPI_BACKTRACE:
		handle_backtrace(regs);
		break;
	default:
		pr_warn("smp: CPU%u: unknown interrupt %d from another CPU\n",
			raw_smp_processor_id(), ipi);
	}
}

void smp_send_stop(void)
{
	struct cpumask others;
	int ms;

	cpumask_andnot(&others, cpu_online_mask, cpumask_of(raw_smp_processor_id()));
	if (cpumask_empty(&others))
		return;
	smp_cross_call(&others, IPI_STOP);
	for (ms = 0; ms < 1000 && num_online_cpus() > 1; ms++)
		udelay(1000);
	if (num_online_cpus() > 1)
		pr_warn("smp: some CPUs did not stop: %*pbl\n", cpumask_pr_args(&others));
}

/* --- backtraces of other CPUs --------------------------------------------------------------- */

/*
 * Without registers there is no unwinding: every word on the stack that could be a return
 * address.
 */
static void scan_stack(const struct task_struct *t)
{
	const unsigned long *p = (const unsigned long *)t;
	int left = 16;

	while (left && --p > end_of_stack(t))
		if (*p >= (unsigned long)_stext && *p < (unsigned long)_etext) {
			pr_emerg(" ? %pS\n", (void *)*p);
			left--;
		}
}

bool trigger_single_cpu_backtrace(int cpu)
{
	struct task_struct *t;
	int ms;

	if (cpu == raw_smp_processor_id()) {
		dump_stack();
		return true;
	}
	cpumask_set_cpu(cpu, &backtrace_mask);
	smp_cross_call(cpumask_of(cpu), IPI_BACKTRACE);
	for (ms = 0; ms < 100; ms++) {
		if (!cpumask_test_cpu(cpu, &backtrace_mask))
			return true;
		udelay(1000);
	}
	t = cpu_curr(cpu);
	pr_emerg("CPU %d does not answer; on the stack of %s/%d:\n", cpu, t->comm, t->pid);
	if (!is_idle_task(t))
		scan_stack(t);
	return false;
}
