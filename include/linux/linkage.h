/* SPDX-License-Identifier: MIT */
/* Function frames for assembler, and the calling convention marker for C. */
#ifndef _LINUX_LINKAGE_H
#define _LINUX_LINKAGE_H

#ifdef __ASSEMBLY__
/* A global function with an unwind frame; ENDPROC closes it. */
#define ENTRY(name)		\
	.globl	name;		\
	.type	name, %function;	\
	.align	2;		\
name:				\
	.fnstart

#define ENDPROC(name)		\
	.fnend;			\
	.size	name, . - name

/* A frame that nothing can be unwound through: the bottom of a stack. */
#define ENDPROC_NOUNWIND(name)	\
	.cantunwind;		\
	.fnend;			\
	.size	name, . - name
#else
#define asmlinkage
#endif
#endif
