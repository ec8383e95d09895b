/* SPDX-License-Identifier: MIT */
/*
 * Names of the kernel's own functions. kernel/kallsyms.c. Any context, no locks.
 */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H

#include <linux/types.h>

#define KSYM_NAME_LEN		128
/* name+0xoffset/0xsize and the NUL */
#define KSYM_SYMBOL_LEN		(KSYM_NAME_LEN + 2 * (sizeof("+0x") - 1 + 8) + 1)

/*
 * The function that holds @addr: its name, its size, and how far in @addr is. NULL if there is
 * none. @modname gets NULL: there are no modules. @namebuf is not used; pointers may be NULL.
 */
const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset,
			    char **modname, char *namebuf);
/* The address of a function, or 0. Walks the whole table. */
unsigned long kallsyms_lookup_name(const char *name);
/*
 * "name+0xoffset/0xsize", or "0xaddr" if @addr lies in no function. The second without what
 * follows the name, the third for return addresses, which may lie behind their function.
 * They return the length; @buffer holds KSYM_SYMBOL_LEN.
 */
int sprint_symbol(char *buffer, unsigned long addr);
int sprint_symbol_no_offset(char *buffer, unsigned long addr);
int sprint_backtrace(char *buffer, unsigned long addr);

#endif /* _LINUX_KALLSYMS_H */
