/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STACKTRACE_H
#define _LINUX_STACKTRACE_H

struct task_struct;

/**
 * show_stack - print the backtrace of a thread
 * @task:   one that does not run now, or NULL for the running one
 * @sp:     ignored: the unwinder knows
 * @loglvl: level of the lines
 */
void show_stack(struct task_struct *task, unsigned long *sp, const char *loglvl);

/**
 * stack_trace_save - note the return addresses of the callers
 * @store:  filled from the caller of this function upwards
 * @size:   how many fit
 * @skipnr: how many of the first to leave out
 *
 * Returns how many were noted. Any context; never faults; a few hundred instructions a frame.
 */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr);

/** Prints a noted trace, a symbol a line, indented by @spaces. Any context. */
void stack_trace_print(const unsigned long *trace, unsigned int nr_entries, int spaces);

#endif
