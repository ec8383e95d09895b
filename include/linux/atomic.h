/* SPDX-License-Identifier: MIT */
/*
 * Atomic integers: atomic_t (int), atomic64_t (s64), atomic_long_t (long).
 *
 * Ordering is Linux's: operations without a result order nothing. Operations with a result are
 * full barriers, or with a suffix _acquire, _release and _relaxed that and no more. A
 * conditional operation that did not happen orders nothing. Arithmetic wraps.
 */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/atomic.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define __ATOMIC_INLINE static __always_inline

/* From a relaxed operation "<pfx>_<op>_relaxed(type i, v)": the three that order more. */
#define __ATOMIC_ORDERS(pfx, atomic, type, op)					\
__ATOMIC_INLINE type pfx##_##op##_relaxed(type i, atomic *v)			\
{										\
	return arch_##pfx##_##op##_relaxed(i, v);				\
}										\
__ATOMIC_INLINE type pfx##_##op##_acquire(type i, atomic *v)			\
{										\
	type ret = arch_##pfx##_##op##_relaxed(i, v);				\
										\
	smp_mb();								\
	return ret;								\
}										\
__ATOMIC_INLINE type pfx##_##op##_release(type i, atomic *v)			\
{										\
	smp_mb();								\
	return arch_##pfx##_##op##_relaxed(i, v);				\
}										\
__ATOMIC_INLINE type pfx##_##op(type i, atomic *v)				\
{										\
	type ret;								\
										\
	smp_mb();								\
	ret = arch_##pfx##_##op##_relaxed(i, v);				\
	smp_mb();								\
	return ret;								\
}

#define __ATOMIC_VOID(pfx, atomic, type, op)					\
__ATOMIC_INLINE void pfx##_##op(type i, atomic *v)				\
{										\
	arch_##pfx##_##op(i, v);						\
}

/* "<one>" is "<op>" with the operand 1: inc for add, dec for sub. */
#define __ATOMIC_STEP(pfx, atomic, type, one, op, order)			\
__ATOMIC_INLINE type pfx##_##one##_return##order(atomic *v)			\
{										\
	return pfx##_##op##_return##order(1, v);				\
}										\
__ATOMIC_INLINE type pfx##_fetch_##one##order(atomic *v)			\
{										\
	return pfx##_fetch_##op##order(1, v);					\
}

#define __ATOMIC_STEPS(pfx, atomic, type, one, op)				\
__ATOMIC_INLINE void pfx##_##one(atomic *v)					\
{										\
	pfx##_##op(1, v);							\
}										\
__ATOMIC_STEP(pfx, atomic, type, one, op, )					\
__ATOMIC_STEP(pfx, atomic, type, one, op, _relaxed)				\
__ATOMIC_STEP(pfx, atomic, type, one, op, _acquire)				\
__ATOMIC_STEP(pfx, atomic, type, one, op, _release)

#define __ATOMIC_XCHG(pfx, atomic, type, order)					\
__ATOMIC_INLINE type pfx##_xchg##order(atomic *v, type new)			\
{										\
	return xchg##order(&v->counter, new);					\
}										\
__ATOMIC_INLINE type pfx##_cmpxchg##order(atomic *v, type old, type new)	\
{										\
	return cmpxchg##order(&v->counter, old, new);				\
}										\
__ATOMIC_INLINE bool pfx##_try_cmpxchg##order(atomic *v, type *old, type new)	\
{										\
	return try_cmpxchg##order(&v->counter, old, new);			\
}

/* Operations that only happen if the value allows it. */
#define __ATOMIC_CONDITIONAL(pfx, atomic, type)					\
/* Adds @a unless the value is @u. Returns the value before. */			\
__ATOMIC_INLINE type pfx##_fetch_add_unless(atomic *v, type a, type u)		\
{										\
	type c = pfx##_read(v);							\
										\
	do {									\
		if (unlikely(c == u))						\
			break;							\
	} while (!pfx##_try_cmpxchg(v, &c, c + a));				\
	return c;								\
}										\
__ATOMIC_INLINE bool pfx##_add_unless(atomic *v, type a, type u)		\
{										\
	return pfx##_fetch_add_unless(v, a, u) != u;				\
}										\
__ATOMIC_INLINE bool pfx##_inc_not_zero(atomic *v)				\
{										\
	return pfx##_add_unless(v, 1, 0);					\
}										\
__ATOMIC_INLINE bool pfx##_inc_unless_negative(atomic *v)			\
{										\
	type c = pfx##_read(v);							\
										\
	do {									\
		if (unlikely(c < 0))						\
			return false;						\
	} while (!pfx##_try_cmpxchg(v, &c, c + 1));				\
	return true;								\
}										\
__ATOMIC_INLINE bool pfx##_dec_unless_positive(atomic *v)			\
{										\
	type c = pfx##_read(v);							\
										\
	do {									\
		if (unlikely(c > 0))						\
			return false;						\
	} while (!pfx##_try_cmpxchg(v, &c, c - 1));				\
	return true;								\
}										\
/* Subtracts 1 unless that makes it negative. Returns what it did or would have become. */ \
__ATOMIC_INLINE type pfx##_dec_if_positive(atomic *v)				\
{										\
	type dec, c = pfx##_read(v);						\
										\
	do {									\
		dec = c - 1;							\
		if (unlikely(dec < 0))						\
			break;							\
	} while (!pfx##_try_cmpxchg(v, &c, dec));				\
	return dec;								\
}

#define __ATOMIC_TESTS(pfx, atomic, type)					\
__ATOMIC_INLINE bool pfx##_sub_and_test(type i, atomic *v)			\
{										\
	return pfx##_sub_return(i, v) == 0;					\
}										\
__ATOMIC_INLINE bool pfx##_dec_and_test(atomic *v)				\
{										\
	return pfx##_dec_return(v) == 0;					\
}										\
__ATOMIC_INLINE bool pfx##_inc_and_test(atomic *v)				\
{										\
	return pfx##_inc_return(v) == 0;					\
}										\
__ATOMIC_INLINE bool pfx##_add_negative(type i, atomic *v)			\
{										\
	return pfx##_add_return(i, v) < 0;					\
}

#define __ATOMIC_ACCESS(pfx, atomic, type)					\
__ATOMIC_INLINE type pfx##_read(const atomic *v)				\
{										\
	return arch_##pfx##_read(v);						\
}										\
__ATOMIC_INLINE void pfx##_set(atomic *v, type i)				\
{										\
	arch_##pfx##_set(v, i);							\
}										\
__ATOMIC_INLINE type pfx##_read_acquire(const atomic *v)			\
{										\
	type ret = pfx##_read(v);						\
										\
	smp_mb();								\
	return ret;								\
}										\
__ATOMIC_INLINE void pfx##_set_release(atomic *v, type i)			\
{										\
	smp_mb();								\
	pfx##_set(v, i);							\
}

#define __ATOMIC_TYPE(pfx, atomic, type)					\
	__ATOMIC_ACCESS(pfx, atomic, type)					\
	__ATOMIC_VOID(pfx, atomic, type, add)					\
	__ATOMIC_VOID(pfx, atomic, type, sub)					\
	__ATOMIC_VOID(pfx, atomic, type, and)					\
	__ATOMIC_VOID(pfx, atomic, type, andnot)				\
	__ATOMIC_VOID(pfx, atomic, type, or)					\
	__ATOMIC_VOID(pfx, atomic, type, xor)					\
	__ATOMIC_ORDERS(pfx, atomic, type, add_return)				\
	__ATOMIC_ORDERS(pfx, atomic, type, sub_return)				\
	__ATOMIC_ORDERS(pfx, atomic, type, fetch_add)				\
	__ATOMIC_ORDERS(pfx, atomic, type, fetch_sub)				\
	__ATOMIC_ORDERS(pfx, atomic, type, fetch_and)				\
	__ATOMIC_ORDERS(pfx, atomic, type, fetch_andnot)			\
	__ATOMIC_ORDERS(pfx, atomic, type, fetch_or)				\
	__ATOMIC_ORDERS(pfx, atomic, type, fetch_xor)				\
	__ATOMIC_STEPS(pfx, atomic, type, inc, add)				\
	__ATOMIC_STEPS(pfx, atomic, type, dec, sub)				\
	__ATOMIC_XCHG(pfx, atomic, type, )					\
	__ATOMIC_XCHG(pfx, atomic, type, _relaxed)				\
	__ATOMIC_XCHG(pfx, atomic, type, _acquire)				\
	__ATOMIC_XCHG(pfx, atomic, type, _release)				\
	__ATOMIC_CONDITIONAL(pfx, atomic, type)					\
	__ATOMIC_TESTS(pfx, atomic, type)

__ATOMIC_TYPE(atomic, atomic_t, int)
__ATOMIC_TYPE(atomic64, atomic64_t, s64)

#define atomic_cond_read_acquire(v, c)	smp_cond_load_acquire(&(v)->counter, (c))
#define atomic_cond_read_relaxed(v, c)	smp_cond_load_relaxed(&(v)->counter, (c))

#include <linux/atomic-long.h>

#endif /* _LINUX_ATOMIC_H */
