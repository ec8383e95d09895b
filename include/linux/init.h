/* SPDX-License-Identifier: MIT */
/*
 * Start-up: code and data that are freed afterwards, calls in the order of their level, and the
 * parameters of the kernel's command line.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#ifndef __ASSEMBLY__
#include <linux/cache.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/linkage.h>
#include <linux/types.h>

#define __init			__attribute__((__section__(".init.text"), __cold__))
#define __initdata		__attribute__((__section__(".init.data")))
#define __initconst		__attribute__((__section__(".init.rodata")))
#define __exit			__attribute__((__unused__))

typedef int (*initcall_t)(void);

#define __define_initcall(fn, id)						\
	static const initcall_t __initcall_##fn##id				\
	__attribute__((__used__, __section__(".initcall" #id ".init"))) = fn

/* Run in this order by do_initcalls(), thread context, interrupts on; each returns 0 or -Exxx. */
#define early_initcall(fn)	__define_initcall(fn, early)
#define pure_initcall(fn)	__define_initcall(fn, 0)
#define core_initcall(fn)	__define_initcall(fn, 1)
#define postcore_initcall(fn)	__define_initcall(fn, 2)
#define arch_initcall(fn)	__define_initcall(fn, 3)
#define subsys_initcall(fn)	__define_initcall(fn, 4)
#define fs_initcall(fn)		__define_initcall(fn, 5)
#define device_initcall(fn)	__define_initcall(fn, 6)
#define late_initcall(fn)	__define_initcall(fn, 7)
#define __initcall(fn)		device_initcall(fn)

extern const initcall_t __initcall_start[], __initcall0_start[], __initcall_end[];

/**
 * struct obs_kernel_param - one parameter of the command line
 * @str:	its name, with the '=' if it takes a value
 * @setup_func:	gets the text behind the '=' ("" if there is none); for __setup() returns 1 when
 *		it took the parameter, for early_param() 0 when the value was good
 * @early:	called before memory is set up
 */
struct obs_kernel_param {
	const char *str;
	int (*setup_func)(char *value);
	int early;
};

#define __setup_param(string, unique_id, fn, is_early)				\
	static const char __setup_str_##unique_id[]				\
	__attribute__((__section__(".init.rodata"), __aligned__(1))) = string;	\
	static const struct obs_kernel_param __setup_##unique_id		\
	__attribute__((__used__, __section__(".init.setup"), __aligned__(4))) =	\
		{ __setup_str_##unique_id, fn, is_early }

#define __setup(string, fn)	__setup_param(string, fn, fn, 0)
/* early_param() takes the bare name: early_param("mem", fn) sees "mem=...". */
#define early_param(string, fn)	__setup_param(string, fn, fn, 1)

extern const struct obs_kernel_param __setup_start[], __setup_end[];

/** The command line as the loader gave it; lives as long as the kernel. */
extern char boot_command_line[];
#define COMMAND_LINE_SIZE	1024

/** Calls every early_param() of boot_command_line; once, before memory is set up. */
void parse_early_param(void);

/** Fills memblock, the page tables and the device tree; *@cmdline_p is the command line. */
void setup_arch(char **cmdline_p);

/** Makes what is marked __ro_after_init read-only. */
void mark_rodata_ro(void);
/** Gives the memory of __init code and data to the page allocator; none of it may be used again. */
void free_initmem(void);

asmlinkage __attribute__((__noreturn__)) void start_kernel(void);
#endif
#endif
