/* SPDX-License-Identifier: MIT */
/* The things that nearly every file wants: one header that gathers the small ones. */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/hex.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/linkage.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/stddef.h>
#include <linux/stringify.h>
#include <linux/typecheck.h>
#include <linux/types.h>
#include <asm/byteorder.h>

#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n)	((u32)((n) & 0xffffffff))
#define upper_16_bits(n)	((u16)((n) >> 16))
#define lower_16_bits(n)	((u16)((n) & 0xffff))

/* @x where it is valid, without warnings about types: for numbers in pointers. */
#define PTR_IF(cond, ptr)	((cond) ? (ptr) : NULL)

/* Where start-up has got to. Only moves forward. */
enum system_states {
	SYSTEM_BOOTING,
	SYSTEM_SCHEDULING,
	SYSTEM_FREEING_INITMEM,
	SYSTEM_RUNNING,
	SYSTEM_HALT,
	SYSTEM_POWER_OFF,
	SYSTEM_RESTART,
};
extern enum system_states system_state;

/*
 * Command line helpers, lib/cmdline.c. Each leaves its pointer behind what it took.
 *
 * get_option() reads an int and a comma; 0: no int, 1: int, 2: int and comma, 3: int and dash. A
 * dash with no digit behind it is taken too. get_options() reads "n,n-m,n" into @ints, whose
 * element 0 becomes the count, up to @nints elements in all; with @nints 0 it only counts.
 * memparse() reads a number with K, M, G, T, P or E behind it.
 */
int get_option(char **str, int *pint);
char *get_options(const char *str, int nints, int *ints);
unsigned long long memparse(const char *ptr, char **retp);
/* True if the comma-separated list @str has @option in it. */
bool parse_option_str(const char *str, const char *option);
/*
 * Cuts "param[=val]" off @args, in place, quotes removed: "a b" is one word. Returns the rest.
 */
char *next_arg(char *args, char **param, char **val);

#endif /* _LINUX_KERNEL_H */
