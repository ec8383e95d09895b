/* SPDX-License-Identifier: MIT */
/* Atomic operations on single bits of an array of longs. See <linux/bitops.h>. */
#ifndef _ASM_BITOPS_H
#define _ASM_BITOPS_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/compiler.h>

/* The word that holds bit @nr, as an atomic. */
static __always_inline atomic_t *__bit_word(unsigned long nr, volatile unsigned long *p)
{
	return (atomic_t *)(p + BIT_WORD(nr));
}

static __always_inline void set_bit(unsigned long nr, volatile unsigned long *p)
{
	arch_atomic_or(BIT_MASK(nr), __bit_word(nr, p));
}

static __always_inline void clear_bit(unsigned long nr, volatile unsigned long *p)
{
	arch_atomic_andnot(BIT_MASK(nr), __bit_word(nr, p));
}

static __always_inline void change_bit(unsigned long nr, volatile unsigned long *p)
{
	arch_atomic_xor(BIT_MASK(nr), __bit_word(nr, p));
}

static __always_inline bool test_and_set_bit(unsigned long nr, volatile unsigned long *p)
{
	return atomic_fetch_or(BIT_MASK(nr), __bit_word(nr, p)) & BIT_MASK(nr);
}

static __always_inline bool test_and_clear_bit(unsigned long nr, volatile unsigned long *p)
{
	return atomic_fetch_andnot(BIT_MASK(nr), __bit_word(nr, p)) & BIT_MASK(nr);
}

static __always_inline bool test_and_change_bit(unsigned long nr, volatile unsigned long *p)
{
	return atomic_fetch_xor(BIT_MASK(nr), __bit_word(nr, p)) & BIT_MASK(nr);
}

/* A bit as a lock: acquire on the way in, release on the way out. */
static __always_inline bool test_and_set_bit_lock(unsigned long nr, volatile unsigned long *p)
{
	return atomic_fetch_or_acquire(BIT_MASK(nr), __bit_word(nr, p)) & BIT_MASK(nr);
}

static __always_inline void clear_bit_unlock(unsigned long nr, volatile unsigned long *p)
{
	smp_mb();
	clear_bit(nr, p);
}

/* The same where nobody else writes to the word while the bit is held. */
static __always_inline void __clear_bit_unlock(unsigned long nr, volatile unsigned long *p)
{
	smp_mb();
	WRITE_ONCE(p[BIT_WORD(nr)], p[BIT_WORD(nr)] & ~BIT_MASK(nr));
}

static __always_inline bool test_bit_acquire(unsigned long nr, const volatile unsigned long *p)
{
	return smp_load_acquire(&p[BIT_WORD(nr)]) & BIT_MASK(nr);
}

#endif /* _ASM_BITOPS_H */
