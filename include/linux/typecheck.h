/* SPDX-License-Identifier: MIT */
/* Type checks that produce no code. */
#ifndef _LINUX_TYPECHECK_H
#define _LINUX_TYPECHECK_H

/* Always 1; a warning, hence a build error, unless @x is of type @type exactly. */
#define typecheck(type, x)			\
({						\
	type __dummy;				\
	typeof(x) __dummy2;			\
	(void)(&__dummy == &__dummy2);		\
	1;					\
})

/* The same for functions: @function must be assignable to the function pointer type @type. */
#define typecheck_fn(type, function)		\
({						\
	typeof(type) __tmp = function;		\
	(void)__tmp;				\
})

#endif /* _LINUX_TYPECHECK_H */
