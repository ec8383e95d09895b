/* SPDX-License-Identifier: MIT */
/* What a loadable module would need. All code is built in: init functions are initcalls. */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

/* Modules rely on much that Linux's header brings along. */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/math64.h>
#include <linux/moduleparam.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/stringify.h>
#include <linux/timex.h>

struct module;
#define THIS_MODULE			((struct module *)0)

#define MODULE_LICENSE(x)
#define MODULE_AUTHOR(x)
#define MODULE_DESCRIPTION(x)
#define MODULE_VERSION(x)
#define MODULE_ALIAS(x)
#define MODULE_INFO(tag, info)
#define MODULE_DEVICE_TABLE(type, name)
#define MODULE_IMPORT_NS(ns)
#define MODULE_SOFTDEP(x)

/* Both may stand with or without a semicolon behind. */
#define module_init(fn)			device_initcall(fn);
/* Built-in code is never unloaded; the function is still compiled. */
#define module_exit(fn) \
	static void (*const __PASTE(__exitcall_, fn))(void) __maybe_unused = fn;

static inline int try_module_get(struct module *module)
{
	return 1;
}

static inline void module_put(struct module *module)
{
}

#endif /* _LINUX_MODULE_H */
