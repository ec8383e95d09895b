// SPDX-License-Identifier: MIT
/*
 * Stopping all other CPUs for a moment.
 *
 * Each of them is called across (kernel/smp.c), says that it is there, and waits in its interrupt
 * until it is told to go on. Only then does the function run.
 *
 * No deadlock: while the caller waits for them its interrupts are on, so it serves their calls, and
 * its softirqs are off, so that it does not come to want a lock whose holder has been stopped.
 * What interrupt handlers lock, nobody holds who can be interrupted. One caller at a time: two
 * would stop each other.
 */
#include <linux/stop_machine.h>

#include <linux/atomic.h>
#include <linux/bottom_half.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/mutex.h>
#include <linux/smp.h>
#include <asm/processor.h>

static DEFINE_MUTEX(stop_mutex);
static atomic_t nr_stopped;
static bool go_on;

static void stand_still(void *unused)
{
	atomic_inc(&nr_stopped);
	while (!smp_load_acquire(&go_on))
		cpu_relax();
	atomic_dec(&nr_stopped);
}

static void wait_for(unsigned int stopped)
{
	while (atomic_read(&nr_stopped) != stopped)
		cpu_relax();
	smp_mb();
}

int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus)
{
	unsigned long flags;
	int ret;

	if (WARN_ON(cpus))
		return -EINVAL;
	mutex_lock(&stop_mutex);
	local_bh_disable();
	go_on = false;
	smp_call_function(stand_still, NULL, false);
	wait_for(num_online_cpus() - 1);
	local_irq_save(flags);
	ret = fn(data);
	smp_store_release(&go_on, true);
	local_irq_restore(flags);
	wait_for(0);
	local_bh_enable();
	mutex_unlock(&stop_mutex);
	return ret;
}
EXPORT_SYMBOL(stop_machine);
