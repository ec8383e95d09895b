/* SPDX-License-Identifier: MIT */
/*
 * Parameters of parts of the kernel: "part.name=value" on the command line sets a variable.
 *
 *	static int depth = 4;
 *	module_param(depth, int, 0444);
 *
 * in lib/foo.c listens to foo.depth=. The part's name is KBUILD_MODNAME, the name of the file;
 * a file may define MODULE_PARAM_PREFIX ("foo.") after its includes to choose another.
 */
#ifndef _LINUX_MODULEPARAM_H
#define _LINUX_MODULEPARAM_H

#include <linux/compiler.h>
#include <linux/stringify.h>
#include <linux/types.h>

/* KBUILD_MODNAME comes from the Makefile. */
#ifndef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX	KBUILD_MODNAME "."
#endif

struct kernel_param;

struct kernel_param_ops {
	unsigned int flags;	/* KERNEL_PARAM_OPS_FL_ */
	/* @val is NULL if there was no '='. 0, or -Exxx for a value that will not do. */
	int (*set)(const char *val, const struct kernel_param *kp);
	/* The value as text, newline behind; returns its length. */
	int (*get)(char *buffer, const struct kernel_param *kp);
	void (*free)(void *arg);
};

/* set() takes a parameter without a value. */
#define KERNEL_PARAM_OPS_FL_NOARG	(1 << 0)

struct kparam_string {
	unsigned int maxlen;
	char *string;
};

struct kernel_param {
	const char *name;			/* with the prefix */
	const struct kernel_param_ops *ops;
	u16 perm;				/* who could read and write it in sysfs */
	union {
		void *arg;
		const struct kparam_string *str;
	};
};

extern const struct kernel_param __start___param[], __stop___param[];

#define __kernel_param(prefix, pname, pops, parg, pperm)			\
	static const struct kernel_param __PASTE(__param_, pname)		\
	__used __section("__param") __aligned(4) =				\
		{ .name = prefix __stringify(pname), .ops = pops, .perm = pperm, { parg } }

#define module_param_cb(name, ops, arg, perm) \
	__kernel_param(MODULE_PARAM_PREFIX, name, ops, arg, perm)
#define core_param_cb(name, ops, arg, perm) \
	__kernel_param("", name, ops, arg, perm)

/*
 * @type is byte, short, ushort, int, uint, long, ulong, ullong, hexint, charp, bool or invbool.
 * core_param() has no prefix.
 */
#define module_param_named(name, value, type, perm)				\
	static typeof(value) *__param_check_##name(void) __maybe_unused;	\
	static typeof(value) *__param_check_##name(void)			\
	{									\
		param_check_##type(name, &(value));				\
		return &(value);						\
	}									\
	module_param_cb(name, &param_ops_##type, &(value), perm)
#define module_param(name, type, perm)	module_param_named(name, name, type, perm)
#define core_param(name, var, type, perm) \
	core_param_cb(name, &param_ops_##type, &(var), perm)
/* A string copied into the array @string of @len bytes. */
#define module_param_string(name, string, len, perm)				\
	static const struct kparam_string __param_string_##name = { len, string }; \
	module_param_cb(name, &param_ops_string, (void *)&__param_string_##name, perm)

#define MODULE_PARM_DESC(_parm, desc)
#define MODULE_ALIAS_PARAM(x)

extern const struct kernel_param_ops param_ops_byte, param_ops_short, param_ops_ushort,
	param_ops_int, param_ops_uint, param_ops_long, param_ops_ulong, param_ops_ullong,
	param_ops_hexint, param_ops_charp, param_ops_bool, param_ops_invbool, param_ops_string;

/* The variable has the type that the parameter says. */
#define __param_check(p, type)			((void)(sizeof((p) == (type *)0)))
#define param_check_byte(name, p)		__param_check(p, unsigned char)
#define param_check_short(name, p)		__param_check(p, short)
#define param_check_ushort(name, p)		__param_check(p, unsigned short)
#define param_check_int(name, p)		__param_check(p, int)
#define param_check_uint(name, p)		__param_check(p, unsigned int)
#define param_check_long(name, p)		__param_check(p, long)
#define param_check_ulong(name, p)		__param_check(p, unsigned long)
#define param_check_ullong(name, p)		__param_check(p, unsigned long long)
#define param_check_hexint(name, p)		__param_check(p, unsigned int)
#define param_check_charp(name, p)		__param_check(p, char *)
#define param_check_bool(name, p)		__param_check(p, bool)
#define param_check_invbool(name, p)		__param_check(p, bool)

/*
 * Takes the command line @args apart, in place. Each word goes to the parameter of that name,
 * and to @unknown if there is none. What a parameter refuses is reported. Returns NULL for a
 * line without complaint, or ERR_PTR of the last error.
 */
char *parse_args(const char *doing, char *args, const struct kernel_param *params,
		 unsigned int num, int (*unknown)(char *param, char *val, const char *doing));

/*
 * All parameters of the command line but the early ones, from a copy of @cmdline, with one warning
 * line for the unknown. Boot, once. parse_early_param() is in <linux/init.h>.
 */
void parse_kernel_params(const char *cmdline);

#endif /* _LINUX_MODULEPARAM_H */
