// SPDX-License-Identifier: MIT
/*
 * The end of the system: restart, power-off, halt.
 *
 * Drivers offer handlers; the one with the highest priority goes first, and if the system is still
 * there when it returns, the next one. When all have failed the CPUs are stopped where they are.
 * Each way announces itself in one line, which is the last thing that a tool on the serial line
 * waits for.
 *
 * Handlers are registered at start-up by one thread, and called by one CPU with interrupts off and
 * the others stopped: no lock.
 */
#include <linux/reboot.h>

#include <asm/barrier.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/smp.h>

#define MAX_HANDLERS	8

struct sys_off_handler {
	enum sys_off_mode mode;
	int priority;
	int (*callback)(struct sys_off_data *data);
	void *cb_data;
};

/* In the order in which they are tried. */
static struct sys_off_handler handlers[MAX_HANDLERS];
static int nr_handlers;

struct sys_off_handler *register_sys_off_handler(enum sys_off_mode mode, int priority,
						 int (*callback)(struct sys_off_data *data),
						 void *cb_data)
{
	int i;

	if (nr_handlers == MAX_HANDLERS)
		return ERR_PTR(-ENOSPC);
	for (i = nr_handlers++; i > 0 && handlers[i - 1].priority < priority; i--)
		handlers[i] = handlers[i - 1];
	handlers[i] = (struct sys_off_handler) { mode, priority, callback, cb_data };
	return &handlers[i];
}

static void call_handlers(enum sys_off_mode mode, const char *cmd)
{
	struct sys_off_data data = { .mode = mode, .cmd = cmd };
	int i;

	for (i = 0; i < nr_handlers; i++) {
		if (handlers[i].mode != mode)
			continue;
		data.cb_data = handlers[i].cb_data;
		handlers[i].callback(&data);
	}
}

static void stop_everything_else(void)
{
	local_irq_disable();
	smp_send_stop();
}

static void __noreturn sleep_for_ever(void)
{
	local_irq_disable();
	for (;;)
		wfi();
}

static void __noreturn restart(const char *cmd)
{
	stop_everything_else();
	call_handlers(SYS_OFF_MODE_RESTART, cmd);
	pr_emerg("reboot: nothing restarts this system, halted\n");
	sleep_for_ever();
}

void kernel_restart(const char *cmd)
{
	system_state = SYSTEM_RESTART;
	pr_emerg("reboot: Restarting system%s%s\n", cmd ? ": " : "", cmd ?: "");
	restart(cmd);
}

void emergency_restart(void)
{
	system_state = SYSTEM_RESTART;
	restart(NULL);
}

void kernel_power_off(void)
{
	system_state = SYSTEM_POWER_OFF;
	pr_emerg("reboot: Power down\n");
	stop_everything_else();
	call_handlers(SYS_OFF_MODE_POWER_OFF, NULL);
	sleep_for_ever();
}

void kernel_halt(void)
{
	system_state = SYSTEM_HALT;
	pr_emerg("reboot: System halted\n");
	stop_everything_else();
	sleep_for_ever();
}
