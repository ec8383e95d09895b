/* SPDX-License-Identifier: MIT */
/*
 * What this kernel is configured for, and how code asks.
 *
 * The build includes this file ahead of every C and assembler source, so it holds nothing but
 * macros. Most of Marrow is chosen at run time on the command line; what stands here is fixed
 * for every image. The few build-time switches (`make help`) arrive as -DCONFIG_X=1.
 *
 *	if (IS_ENABLED(CONFIG_KASAN))		the branch is compiled, checked and thrown away
 */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

#define CONFIG_ARM		1
#define CONFIG_MMU		1
#define CONFIG_SMP		1
#define CONFIG_PREEMPTION	1
#define CONFIG_HIGHMEM		1
#define CONFIG_ZONE_DMA		1
#define CONFIG_PRINTK		1
#define CONFIG_BUG		1
#define CONFIG_KALLSYMS		1
#define CONFIG_OF		1

/*
 * `__is_defined(X)` is 1 when X is a macro that expands to 1, and 0 otherwise: only then does
 * pasting X onto __ARG_PLACEHOLDER_ give a comma, which moves the 1 into second place.
 */
#define __ARG_PLACEHOLDER_1		0,
#define __take_second_arg(_ignored, val, ...)	val
#define __is_defined(x)			___is_defined(x)
#define ___is_defined(val)		____is_defined(__ARG_PLACEHOLDER_##val)
#define ____is_defined(arg1_or_junk)	__take_second_arg(arg1_or_junk 1, 0)

/* Built in. There are no modules, so the three questions have one answer. */
#define IS_BUILTIN(option)		__is_defined(option)
#define IS_MODULE(option)		0
#define IS_REACHABLE(option)		IS_BUILTIN(option)
#define IS_ENABLED(option)		IS_BUILTIN(option)

#endif /* _LINUX_KCONFIG_H */
