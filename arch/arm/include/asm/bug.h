/* SPDX-License-Identifier: MIT */
/*
 * BUG() and WARN() as one undefined instruction each.
 *
 * The instruction is UDF #0xff12, of the space that the architecture keeps undefined for good
 * (ARM ARM DDI 0406C, A5.4). What happened is told by an entry in the section __bug_table, so
 * that the check costs the hot path a compare and a branch, nothing more. The undefined
 * instruction handler passes the address to report_bug().
 */
#ifndef _ASM_BUG_H
#define _ASM_BUG_H

#define BUG_INSTR_VALUE		0xe7f001f2
#define BUG_INSTR_SIZE		4

#ifndef __ASSEMBLER__

#include <linux/stringify.h>
#include <linux/types.h>

struct bug_entry {
	unsigned long bug_addr;		/* where the instruction is */
	const char *file;
	unsigned short line;
	unsigned short flags;		/* BUGFLAG_ */
};

/* The instruction, and its entry; "aw", because the report marks what it showed once. */
#define __BUG_FLAGS(bug_flags)							\
	__asm__ __volatile__(							\
	"1:	.inst	" __stringify(BUG_INSTR_VALUE) "\n"			\
	"	.pushsection __bug_table, \"aw\"\n"				\
	"	.align	2\n"							\
	"	.word	1b, %c0\n"						\
	"	.hword	%c1, %c2\n"						\
	"	.popsection"							\
	: : "i"(__FILE__), "i"(__LINE__), "i"(bug_flags))

#endif /* !__ASSEMBLER__ */

#endif /* _ASM_BUG_H */
