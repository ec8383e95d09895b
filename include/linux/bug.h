/* SPDX-License-Identifier: MIT */
/*
 * BUG: the state is corrupt, stop. WARN: report, and go on; the value is the condition.
 * Any context. asm/bug.h says how they are made.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/once_lite.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/types.h>
#include <asm/bug.h>

#define BUGFLAG_WARNING		(1 << 0)
#define BUGFLAG_ONCE		(1 << 1)
#define BUGFLAG_DONE		(1 << 2)	/* a ONCE that has been reported */
#define BUGFLAG_NO_CUT_HERE	(1 << 3)	/* a message stands before the report */

enum bug_trap_type {
	BUG_TRAP_TYPE_NONE,	/* no entry: some other undefined instruction */
	BUG_TRAP_TYPE_WARN,	/* reported; go on behind the instruction */
	BUG_TRAP_TYPE_BUG,	/* named; the caller reports registers and stops */
};

struct pt_regs;

/* The report for the BUG() or WARN() at @bug_addr, if it is one. Called by the trap handler. */
enum bug_trap_type report_bug(unsigned long bug_addr, struct pt_regs *regs);
/* The entry of an instruction, or NULL. */
struct bug_entry *find_bug(unsigned long bug_addr);
/* Lets every WARN_ON_ONCE() report again. */
void generic_bug_clear_once(void);
/* Prints the message of a WARN() ahead of its report. */
void __printf(1, 2) __warn_printk(const char *fmt, ...);

#define BUG()							\
do {								\
	__BUG_FLAGS(0);						\
	unreachable();						\
} while (0)
#define BUG_ON(condition)	do { if (unlikely(condition)) BUG(); } while (0)

#define __WARN_FLAGS(flags)	__BUG_FLAGS(BUGFLAG_WARNING | (flags))

#define WARN_ON(condition)					\
({								\
	int __ret_warn_on = !!(condition);			\
								\
	if (unlikely(__ret_warn_on))				\
		__WARN_FLAGS(0);				\
	unlikely(__ret_warn_on);				\
})

#define WARN_ON_ONCE(condition)					\
({								\
	int __ret_warn_on = !!(condition);			\
								\
	if (unlikely(__ret_warn_on))				\
		__WARN_FLAGS(BUGFLAG_ONCE);			\
	unlikely(__ret_warn_on);				\
})

#define WARN(condition, format...)				\
({								\
	int __ret_warn_on = !!(condition);			\
								\
	if (unlikely(__ret_warn_on)) {				\
		__warn_printk(format);				\
		__WARN_FLAGS(BUGFLAG_NO_CUT_HERE);		\
	}							\
	unlikely(__ret_warn_on);				\
})

#define WARN_ONCE(condition, format...)	DO_ONCE_LITE_IF(condition, WARN, 1, format)
#define WARN_TAINT(condition, taint, format...)		WARN(condition, format)
#define WARN_TAINT_ONCE(condition, taint, format...)	WARN_ONCE(condition, format)
#define WARN_ON_SMP(x)		WARN_ON(x)

/* What went wrong with data: a report, and the value says so. */
#define CHECK_DATA_CORRUPTION(condition, fmt...)	WARN(condition, fmt)

#endif /* _LINUX_BUG_H */
