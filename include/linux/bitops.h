/* SPDX-License-Identifier: MIT */
/*
 * Bits in words and in arrays of longs.
 *
 * set_bit(), clear_bit() and change_bit() are atomic and order nothing; the test_and_ forms are
 * atomic and fully ordered. Names with two underscores are not atomic: the caller keeps others
 * away. Bit numbers count from bit 0 of the first long.
 */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/types.h>
#include <asm/bitops.h>

#define BITS_PER_TYPE(type)	(sizeof(type) * BITS_PER_BYTE)
#define BITS_TO_LONGS(nr)	(((nr) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define BITS_TO_U32(nr)		(((nr) + 31) / 32)
#define BITS_TO_U64(nr)		(((nr) + 63) / 64)
#define BITS_TO_BYTES(nr)	(((nr) + 7) / 8)

static __always_inline void __set_bit(unsigned long nr, volatile unsigned long *addr)
{
	addr[BIT_WORD(nr)] |= BIT_MASK(nr);
}

static __always_inline void __clear_bit(unsigned long nr, volatile unsigned long *addr)
{
	addr[BIT_WORD(nr)] &= ~BIT_MASK(nr);
}

static __always_inline void __change_bit(unsigned long nr, volatile unsigned long *addr)
{
	addr[BIT_WORD(nr)] ^= BIT_MASK(nr);
}

static __always_inline bool __test_and_set_bit(unsigned long nr, volatile unsigned long *addr)
{
	unsigned long old = addr[BIT_WORD(nr)];

	addr[BIT_WORD(nr)] = old | BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

static __always_inline bool __test_and_clear_bit(unsigned long nr, volatile unsigned long *addr)
{
	unsigned long old = addr[BIT_WORD(nr)];

	addr[BIT_WORD(nr)] = old & ~BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

static __always_inline bool __test_and_change_bit(unsigned long nr, volatile unsigned long *addr)
{
	unsigned long old = addr[BIT_WORD(nr)];

	addr[BIT_WORD(nr)] = old ^ BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

static __always_inline bool test_bit(unsigned long nr, const volatile unsigned long *addr)
{
	return 1UL & (addr[BIT_WORD(nr)] >> (nr % BITS_PER_LONG));
}

static __always_inline void assign_bit(unsigned long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		set_bit(nr, addr);
	else
		clear_bit(nr, addr);
}

static __always_inline void __assign_bit(unsigned long nr, volatile unsigned long *addr,
					 bool value)
{
	if (value)
		__set_bit(nr, addr);
	else
		__clear_bit(nr, addr);
}

/* The number of the lowest bit that is set; @word is not 0. */
static __always_inline __attribute_const__ unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

/* The number of the highest bit that is set; @word is not 0. */
static __always_inline __attribute_const__ unsigned long __fls(unsigned long word)
{
	return BITS_PER_LONG - 1 - __builtin_clzl(word);
}

/* The number of the lowest bit that is clear; @word is not ~0. */
static __always_inline __attribute_const__ unsigned long ffz(unsigned long word)
{
	return __ffs(~word);
}

/* These four count bits from 1; they return 0 for 0. */
static __always_inline __attribute_const__ int ffs(int x)
{
	return __builtin_ffs(x);
}

static __always_inline __attribute_const__ int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static __always_inline __attribute_const__ int fls64(u64 x)
{
	return x >> 32 ? fls(x >> 32) + 32 : fls(x);
}

static __always_inline __attribute_const__ unsigned int fls_long(unsigned long l)
{
	return fls(l);
}

/* The number of the lowest bit that is set; @word is not 0. */
static __always_inline __attribute_const__ unsigned int __ffs64(u64 word)
{
	return (u32)word ? __ffs((u32)word) : __ffs((u32)(word >> 32)) + 32;
}

/* The number of bits that are set. */
static inline __attribute_const__ unsigned int hweight32(unsigned int w)
{
	w -= (w >> 1) & 0x55555555;
	w = (w & 0x33333333) + ((w >> 2) & 0x33333333);
	w = (w + (w >> 4)) & 0x0f0f0f0f;
	return (w * 0x01010101) >> 24;
}

static inline __attribute_const__ unsigned int hweight16(unsigned int w)
{
	return hweight32(w & 0xffff);
}

static inline __attribute_const__ unsigned int hweight8(unsigned int w)
{
	return hweight32(w & 0xff);
}

static inline __attribute_const__ unsigned int hweight64(u64 w)
{
	return hweight32((u32)w) + hweight32((u32)(w >> 32));
}

static inline __attribute_const__ unsigned long hweight_long(unsigned long w)
{
	return hweight32(w);
}

/* Rotation by any amount. */
static inline u64 rol64(u64 word, unsigned int shift)
{
	return (word << (shift & 63)) | (word >> ((-shift) & 63));
}

static inline u64 ror64(u64 word, unsigned int shift)
{
	return (word >> (shift & 63)) | (word << ((-shift) & 63));
}

static inline u32 rol32(u32 word, unsigned int shift)
{
	return (word << (shift & 31)) | (word >> ((-shift) & 31));
}

static inline u32 ror32(u32 word, unsigned int shift)
{
	return (word >> (shift & 31)) | (word << ((-shift) & 31));
}

static inline u16 rol16(u16 word, unsigned int shift)
{
	return (u16)((word << (shift & 15)) | (word >> ((-shift) & 15)));
}

static inline u8 rol8(u8 word, unsigned int shift)
{
	return (u8)((word << (shift & 7)) | (word >> ((-shift) & 7)));
}

/* @value with bit @index, the sign, copied into all higher bits. */
static __always_inline s32 sign_extend32(u32 value, int index)
{
	u8 shift = 31 - index;

	return (s32)(value << shift) >> shift;
}

static __always_inline s64 sign_extend64(u64 value, int index)
{
	u8 shift = 63 - index;

	return (s64)(value << shift) >> shift;
}

/* The exponent of the smallest power of two not below @count; -1 for 0. */
static inline int get_count_order(unsigned int count)
{
	return count ? fls(count - 1) : -1;
}

static inline int get_count_order_long(unsigned long l)
{
	return l ? (int)fls_long(l - 1) : -1;
}

/*
 * Atomically *@ptr = (*@ptr & ~@mask) | @bits. The value is the old *@ptr. Needs <linux/atomic.h>.
 */
#define set_mask_bits(ptr, mask, bits)						\
({										\
	const typeof(*(ptr)) mask__ = (mask), bits__ = (bits);			\
	typeof(*(ptr)) old__ = READ_ONCE(*(ptr)), new__;			\
	do {									\
		new__ = (old__ & ~mask__) | bits__;				\
	} while (!try_cmpxchg(ptr, &old__, new__));				\
	old__;									\
})

#include <linux/find.h>

#endif /* _LINUX_BITOPS_H */
