/* SPDX-License-Identifier: MIT */
/* The end: kernel/panic.c. */
#ifndef _LINUX_PANIC_H
#define _LINUX_PANIC_H

#include <linux/compiler_attributes.h>
#include <linux/stdarg.h>
#include <linux/types.h>

struct pt_regs;
struct notifier_block;

/*
 * Prints the message and a backtrace, stops the other CPUs, calls the notifiers, and restarts or
 * halts as panic= says. Any context; never returns.
 */
void __printf(1, 2) __noreturn __cold panic(const char *fmt, ...);

/* The report of a WARN() or its like at @file:@line, called from @caller. Any context. */
void __warn(const char *file, int line, const void *caller, unsigned int taint,
	    struct pt_regs *regs, const char *fmt, va_list *args);

/* panic=: seconds until restart, 0 halts for ever, below 0 restarts at once. */
extern int panic_timeout;
/* panic_on_warn, panic_on_oops=: make of a report the end. */
extern int panic_on_warn;
extern int panic_on_oops;
/* More than 0 while an oops or a panic prints. */
extern int oops_in_progress;

/* Brackets of an oops report: consoles are forced, one CPU prints at a time. Any context. */
void oops_enter(void);
void oops_exit(void);

/* The number of WARN() reports since boot. */
unsigned int warn_count(void);

/*
 * Called with interrupts off, on the last CPU that runs, with the message as @data.
 * @nb joins the list; any context but panic itself.
 */
int panic_notifier_register(struct notifier_block *nb);
int panic_notifier_unregister(struct notifier_block *nb);

/* A value that says why the kernel is in no pristine state any more; kept for Linux's callers. */
#define TAINT_WARN		9
#define TAINT_DIE		7
#define TAINT_TEST		18
#define LOCKDEP_STILL_OK	1
#define LOCKDEP_NOW_UNRELIABLE	0
void add_taint(unsigned int flag, int lockdep_ok);
int test_taint(unsigned int flag);
unsigned long get_taint(void);

#endif /* _LINUX_PANIC_H */
