/* SPDX-License-Identifier: MIT */
/* From a member to the structure around it. */
#ifndef _LINUX_CONTAINER_OF_H
#define _LINUX_CONTAINER_OF_H

#include <linux/build_bug.h>
#include <linux/stddef.h>

/* The @type whose @member lies at @ptr. Drops const: see container_of_const(). */
#define container_of(ptr, type, member)						\
({										\
	void *__mptr = (void *)(ptr);						\
	_Static_assert(__same_type(*(ptr), ((type *)0)->member) ||		\
		       __same_type(*(ptr), void),				\
		       "pointer type mismatch in container_of()");		\
	(type *)(__mptr - offsetof(type, member));				\
})

/* The same, and a pointer to const gives a pointer to const. */
#define container_of_const(ptr, type, member)					\
	_Generic(ptr,								\
		 const typeof(*(ptr)) *:					\
			(const type *)container_of(ptr, type, member),		\
		 default: (type *)container_of(ptr, type, member))

#endif /* _LINUX_CONTAINER_OF_H */
