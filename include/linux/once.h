/* SPDX-License-Identifier: MIT */
/* Something that happens exactly once, however many CPUs come by. */
#ifndef _LINUX_ONCE_H
#define _LINUX_ONCE_H

#include <linux/atomic.h>
#include <linux/once_lite.h>

/*
 * Calls @func for the first caller. The others do not wait for it to return. The value is true
 * for the one that called. Any context that @func allows.
 */
#define DO_ONCE(func, ...)					\
({								\
	static atomic_t ___begun;				\
	bool ___mine = !atomic_read(&___begun) &&		\
		       !atomic_xchg(&___begun, 1);		\
								\
	if (unlikely(___mine))					\
		func(__VA_ARGS__);				\
	___mine;						\
})

#endif /* _LINUX_ONCE_H */
