/* SPDX-License-Identifier: MIT */
/* NULL, true, false and where a member lies. */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H

#include <linux/compiler_types.h>

#undef NULL
#define NULL ((void *)0)

enum {
	false	= 0,
	true	= 1,
};

#undef offsetof
#define offsetof(type, member)		__builtin_offsetof(type, member)

#define sizeof_field(type, member)	sizeof(((type *)0)->member)
#define typeof_member(type, member)	typeof(((type *)0)->member)
/* The first byte after @member. */
#define offsetofend(type, member)	(offsetof(type, member) + sizeof_field(type, member))

/* A group of members with a name of its own, reachable with and without that name. */
#define struct_group(name, members...) \
	union { struct { members }; struct { members } name; }

#endif /* _LINUX_STDDEF_H */
