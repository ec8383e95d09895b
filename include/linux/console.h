/* SPDX-License-Identifier: MIT */
/*
 * Consoles: where the log is shown. kernel/printk.c chooses and feeds them.
 */
#ifndef _LINUX_CONSOLE_H
#define _LINUX_CONSOLE_H

#include <linux/types.h>

#define CON_PRINTBUFFER	(1 << 0)	/* show what was logged before it came */
#define CON_CONSDEV	(1 << 1)	/* the one that input comes from */
#define CON_ENABLED	(1 << 2)	/* in use */
#define CON_BOOT	(1 << 3)	/* gives way to the first real one */
#define CON_ANYTIME	(1 << 4)	/* needs no per-CPU set-up; all of ours are so */

struct console {
	char name[16];			/* "ttyS", "ttyAMA" */
	/*
	 * Puts out @count characters, '\n' as they come, waiting for the device. One CPU at a
	 * time, any context, interrupts off; must not call printk(). In a panic it may break
	 * into itself.
	 */
	void (*write)(struct console *con, const char *s, unsigned int count);
	/* One character of input, or -EAGAIN; may be NULL. */
	int (*read)(struct console *con);
	/* Gets the text after the name in console=name,text; -Exxx refuses. May be NULL. */
	int (*setup)(struct console *con, char *options);
	int (*exit)(struct console *con);
	short flags;
	short index;			/* the number in "ttyS0"; -1 takes any */
	void *data;
	u64 seq;			/* printk: the next record to show */
	size_t shown;			/* printk: characters of it that are out, and one; or 0 */
	unsigned long dropped;		/* printk: records that were lost to this console */
	struct console *next;
};

/*
 * Adds a console. It is used if console= names it, if it was preferred by the device tree
 * (add_preferred_console), if it is a CON_BOOT one, or if nothing was asked for at all.
 * The first real one makes CON_BOOT consoles go. During start-up @con must stay where it is even
 * if it is not used: it may be after all. Thread context or boot.
 */
void register_console(struct console *con);
/* 0, or -ENODEV for one that is not registered. */
int unregister_console(struct console *con);
/* As console=name<idx>,options on the command line, which has precedence. 0 or -E2BIG. */
int add_preferred_console(const char *name, short idx, char *options);
/* True if the command line names a console. */
bool console_set_on_cmdline(void);
/* The first console in use that can read, or NULL. */
struct console *console_for_input(void);

/*
 * Keeps every CPU away from the consoles and waits for one that prints; log records queue up.
 * Thread context. console_unlock() shows them.
 */
void console_lock(void);
int console_trylock(void);
void console_unlock(void);

/*
 * Starts every UART of the device tree, as a console and for its input (drivers/tty/serial). Once,
 * after init_IRQ().
 */
void console_init(void);

enum con_flush_mode {
	CONSOLE_FLUSH_PENDING,		/* what has not been shown */
	CONSOLE_REPLAY_ALL,		/* all that the log holds */
};
/* Shows the log by force, whoever holds the consoles. Only when the other CPUs are stopped. */
void console_flush_on_panic(enum con_flush_mode mode);

#endif /* _LINUX_CONSOLE_H */
