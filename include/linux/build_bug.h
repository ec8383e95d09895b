/* SPDX-License-Identifier: MIT */
/* Mistakes the compiler can find. */
#ifndef _LINUX_BUILD_BUG_H
#define _LINUX_BUILD_BUG_H

#include <linux/compiler.h>

/* Zero, as a constant expression, or a build error if the constant @e is not zero. */
#define BUILD_BUG_ON_ZERO(e)		((int)(sizeof(struct { int : (-!!(e)); })))
/* The build must not stand if @cond holds. */
#define BUILD_BUG_ON_MSG(cond, msg)	_Static_assert(!(cond), msg)
#define BUILD_BUG_ON(cond)		BUILD_BUG_ON_MSG(cond, "BUILD_BUG_ON failed: " #cond)
#define BUILD_BUG_ON_NOT_POWER_OF_2(n)	BUILD_BUG_ON((n) == 0 || (((n) & ((n) - 1)) != 0))
#define BUILD_BUG_ON_INVALID(e)		((void)(sizeof((long)(e))))
/* The build must not stand if the optimiser cannot remove this line. */
#define BUILD_BUG()								\
do {										\
	extern void __PASTE(__build_bug_, __LINE__)(void)			\
		__compiletime_error("BUILD_BUG reached");			\
	__PASTE(__build_bug_, __LINE__)();					\
} while (0)

/* static_assert(expression[, "message"]), at file or block level. */
#undef static_assert
#define static_assert(expr, ...)	__static_assert(expr, ##__VA_ARGS__, #expr)
#define __static_assert(expr, msg, ...)	_Static_assert(expr, msg)

#endif /* _LINUX_BUILD_BUG_H */
