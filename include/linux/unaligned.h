/* SPDX-License-Identifier: MIT */
/* Integers at any address, in a given byte order. */
#ifndef _LINUX_UNALIGNED_H
#define _LINUX_UNALIGNED_H

#include <linux/types.h>
#include <asm/byteorder.h>

#define get_unaligned(ptr) \
	(((const struct { typeof(*(ptr)) v; } __packed *)(ptr))->v)
#define put_unaligned(val, ptr) \
	(((struct { typeof(*(ptr)) v; } __packed *)(ptr))->v = (val))

static inline u16 get_unaligned_le16(const void *p)
{
	return get_unaligned((const u16 *)p);
}

static inline u32 get_unaligned_le32(const void *p)
{
	return get_unaligned((const u32 *)p);
}

static inline u64 get_unaligned_le64(const void *p)
{
	return get_unaligned((const u64 *)p);
}

static inline u16 get_unaligned_be16(const void *p)
{
	return swab16(get_unaligned_le16(p));
}

static inline u32 get_unaligned_be32(const void *p)
{
	return swab32(get_unaligned_le32(p));
}

static inline u64 get_unaligned_be64(const void *p)
{
	return swab64(get_unaligned_le64(p));
}

static inline void put_unaligned_le32(u32 val, void *p)
{
	put_unaligned(val, (u32 *)p);
}

static inline void put_unaligned_be32(u32 val, void *p)
{
	put_unaligned(swab32(val), (u32 *)p);
}

#endif /* _LINUX_UNALIGNED_H */
