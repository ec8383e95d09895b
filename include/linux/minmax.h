/* SPDX-License-Identifier: MIT */
/*
 * Minimum, maximum, limits. Each argument is evaluated once. min(), max() and clamp() refuse
 * operands of different types, the _t forms convert first.
 */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

/* Constants of the right sign compare with anything: (x) and (y) agree, or one is a literal. */
#define __is_nonneg_const(x)	__builtin_choose_expr(__is_constexpr(x), !((long long)(x) >> 63), 0)
#define __types_agree(x, y)							\
	(__same_type(x, y) ||							\
	 (((typeof(x))-1 < (typeof(x))1) == ((typeof(y))-1 < (typeof(y))1)) ||	\
	 __is_nonneg_const(x) || __is_nonneg_const(y))

#define __cmp(op, x, y)		((x) op (y) ? (x) : (y))
#define __cmp_once(op, x, y, ux, uy)						\
({										\
	typeof(x) ux = (x);							\
	typeof(y) uy = (y);							\
	_Static_assert(__types_agree(x, y), "signed and unsigned operands");	\
	__cmp(op, ux, uy);							\
})
/* A constant expression for constant operands, so that it may size an array. */
#define __careful_cmp(op, x, y)							\
	__builtin_choose_expr(__is_constexpr((x) - (y)) && __same_type(x, y),	\
		__cmp(op, x, y),						\
		__cmp_once(op, x, y, __UNIQUE_ID(x_), __UNIQUE_ID(y_)))

#define min(x, y)		__careful_cmp(<, x, y)
#define max(x, y)		__careful_cmp(>, x, y)
#define min3(x, y, z)		min((typeof(x))min(x, y), z)
#define max3(x, y, z)		max((typeof(x))max(x, y), z)
#define min_t(type, x, y)	__careful_cmp(<, (type)(x), (type)(y))
#define max_t(type, x, y)	__careful_cmp(>, (type)(x), (type)(y))

/* For constants in places where a statement expression cannot stand. */
#define MIN(x, y)		__cmp(<, x, y)
#define MAX(x, y)		__cmp(>, x, y)

/* The smaller of the two that is not zero; zero if both are. */
#define min_not_zero(x, y)							\
({										\
	typeof(x) __x = (x);							\
	typeof(y) __y = (y);							\
	__x == 0 ? __y : ((__y == 0) ? __x : min(__x, __y));			\
})

/* @val moved into [@lo, @hi]. */
#define clamp(val, lo, hi)							\
	((typeof(val))min((typeof(val))max(val, lo), hi))
#define clamp_t(type, val, lo, hi)	min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi)		clamp_t(typeof(val), val, lo, hi)

/* Exchanges the values of @a and @b. */
#define swap(a, b) \
	do { typeof(a) __tmp = (a); (a) = (b); (b) = __tmp; } while (0)

/* True if @val lies in [@start, @start + @len), without overflow. */
static inline bool in_range64(u64 val, u64 start, u64 len)
{
	return (val - start) < len;
}

static inline bool in_range32(u32 val, u32 start, u32 len)
{
	return (val - start) < len;
}

#define in_range(val, start, len)						\
	((sizeof(start) | sizeof(len) | sizeof(val)) <= sizeof(u32) ?		\
	 in_range32(val, start, len) : in_range64(val, start, len))

#endif /* _LINUX_MINMAX_H */
