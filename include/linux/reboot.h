/* SPDX-License-Identifier: MIT */
/* How the system ends: restart, power-off, halt. kernel/reboot.c. */
#ifndef _LINUX_REBOOT_H
#define _LINUX_REBOOT_H

#include <linux/compiler.h>
#include <linux/types.h>

/* What a handler is asked to do. */
enum sys_off_mode {
	SYS_OFF_MODE_POWER_OFF,
	SYS_OFF_MODE_RESTART,
};

#define SYS_OFF_PRIO_LOW	(-128)
#define SYS_OFF_PRIO_DEFAULT	0
#define SYS_OFF_PRIO_HIGH	128
#define SYS_OFF_PRIO_FIRMWARE	224

/* @cb_data: what the handler was registered with; @cmd: the text given to kernel_restart(). */
struct sys_off_data {
	int mode;
	void *cb_data;
	const char *cmd;
};

struct sys_off_handler;

/**
 * register_sys_off_handler - offer a way to restart the system, or to power it off
 * @mode:     which of the two
 * @priority: SYS_OFF_PRIO_*; the highest is tried first
 * @callback: does it. Called with interrupts off and the other CPUs stopped; returns NOTIFY_DONE if
 *            it had no effect
 * @cb_data:  for it
 *
 * Returns a handle, or ERR_PTR(-ENOSPC). Start-up only.
 */
struct sys_off_handler *register_sys_off_handler(enum sys_off_mode mode, int priority,
						 int (*callback)(struct sys_off_data *data),
						 void *cb_data);

/** Restarts the system; halts it if no handler can. Any context. */
void kernel_restart(const char *cmd) __noreturn;
/** The same without a word, for panic(). */
void emergency_restart(void) __noreturn;
/** Switches the power off; halts the system if no handler can. Any context. */
void kernel_power_off(void) __noreturn;
/** Stops every CPU for good. Any context. */
void kernel_halt(void) __noreturn;

#endif
