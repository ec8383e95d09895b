/* SPDX-License-Identifier: MIT */
/*
 * Annotations that a checker such as sparse reads and the compiler does not, and type predicates.
 */
#ifndef _LINUX_COMPILER_TYPES_H
#define _LINUX_COMPILER_TYPES_H

#include <linux/compiler_attributes.h>

/* Address spaces: pointers so marked are not for plain dereference. */
#define __kernel
#define __user
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __bitwise
#define __nocast
#define __safe
#define __private

/* Lock annotations. */
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __acquire(x)			(void)0
#define __release(x)			(void)0
#define __cond_lock(x, c)		(c)

#define ___PASTE(a, b)			a##b
#define __PASTE(a, b)			___PASTE(a, b)

/* True if @a and @b have the same type, qualifiers at the top apart. */
#define __same_type(a, b)		__builtin_types_compatible_p(typeof(a), typeof(b))

/* True if one load or store instruction moves a @t: 1, 2 or 4 bytes. */
#define __native_word(t) \
	(sizeof(t) == sizeof(char) || sizeof(t) == sizeof(short) || sizeof(t) == sizeof(long))

#endif /* _LINUX_COMPILER_TYPES_H */
