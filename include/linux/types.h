/* SPDX-License-Identifier: MIT */
/* The integer types, and the small structures that everything else embeds. */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#include <asm/types.h>

#ifndef __ASSEMBLER__

#include <linux/stddef.h>

typedef _Bool			bool;

typedef u8			uint8_t;
typedef u16			uint16_t;
typedef u32			uint32_t;
typedef u64			uint64_t;
typedef s8			int8_t;
typedef s16			int16_t;
typedef s32			int32_t;
typedef s64			int64_t;

typedef u8			u_int8_t;
typedef u16			u_int16_t;
typedef u32			u_int32_t;
typedef u64			u_int64_t;
typedef unsigned char		unchar;
typedef unsigned char		u_char;
typedef unsigned short		ushort;
typedef unsigned short		u_short;
typedef unsigned int		uint;
typedef unsigned int		u_int;
typedef unsigned long		ulong;
typedef unsigned long		u_long;

typedef __SIZE_TYPE__		size_t;
typedef int			ssize_t;
typedef __PTRDIFF_TYPE__	ptrdiff_t;
typedef unsigned long		uintptr_t;
typedef long			intptr_t;
typedef long			off_t;
typedef long long		loff_t;
typedef int			pid_t;
typedef u16			umode_t;
typedef u32			dev_t;
typedef s64			time64_t;
typedef s64			ktime_t;		/* nanoseconds */
typedef unsigned long		pgoff_t;
typedef u64			sector_t;

/* Integers of a fixed byte order. */
typedef u16 __bitwise		__le16;
typedef u32 __bitwise		__le32;
typedef u64 __bitwise		__le64;
typedef u16 __bitwise		__be16;
typedef u32 __bitwise		__be32;
typedef u64 __bitwise		__be64;
typedef u16 __bitwise		__sum16;
typedef u32 __bitwise		__wsum;

typedef unsigned int __bitwise	gfp_t;
typedef unsigned int __bitwise	slab_flags_t;
typedef unsigned int __bitwise	fmode_t;

/*
 * Short descriptors map 32-bit physical addresses. Code that looks at memory the device tree
 * may place beyond 4 GiB uses u64 until it has cut it off.
 */
typedef u32			phys_addr_t;
typedef u32			dma_addr_t;
typedef phys_addr_t		resource_size_t;
#define PHYS_ADDR_MAX		(~(phys_addr_t)0)

/* An interrupt's number on its own controller. */
typedef unsigned long		irq_hw_number_t;

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	s64 __aligned(8) counter;
} atomic64_t;

#define ATOMIC_INIT(i)		{ (i) }
#define ATOMIC64_INIT(i)	{ (i) }

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
} __aligned(sizeof(void *));
#define rcu_head callback_head

typedef int (*cmp_func_t)(const void *a, const void *b);
typedef int (*cmp_r_func_t)(const void *a, const void *b, const void *priv);
typedef void (*swap_func_t)(void *a, void *b, int size);
typedef void (*swap_r_func_t)(void *a, void *b, int size, const void *priv);

/* A bitmap of @bits bits called @name: an array of longs, bit 0 lowest. */
#define DECLARE_BITMAP(name, bits) \
	unsigned long name[((bits) + __BITS_PER_LONG - 1) / __BITS_PER_LONG]

#endif /* !__ASSEMBLER__ */

#endif /* _LINUX_TYPES_H */
