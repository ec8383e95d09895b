/* SPDX-License-Identifier: MIT */
/* Arithmetic that says when the result does not fit. */
#ifndef _LINUX_OVERFLOW_H
#define _LINUX_OVERFLOW_H

#include <linux/array_size.h>
#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/types.h>

#define is_signed_type(type)	(((type)(-1)) < (type)1)
#define __type_half_max(type)	((type)1 << (8 * sizeof(type) - 1 - is_signed_type(type)))
#define type_max(T)		((T)((__type_half_max(T) - 1) + __type_half_max(T)))
#define type_min(T)		((T)((T)-type_max(T) - (T)1))

static inline bool __must_check __must_check_overflow(bool overflow)
{
	return unlikely(overflow);
}

/* *@d = @a op @b, as much of it as fits; true if that is not all. */
#define check_add_overflow(a, b, d) __must_check_overflow(__builtin_add_overflow(a, b, d))
#define check_sub_overflow(a, b, d) __must_check_overflow(__builtin_sub_overflow(a, b, d))
#define check_mul_overflow(a, b, d) __must_check_overflow(__builtin_mul_overflow(a, b, d))

/* *@d = @a << @s; true if bits fall off, the sign changes, or @s makes no sense. */
#define check_shl_overflow(a, s, d)						\
({										\
	typeof(a) __from = (a);							\
	typeof(s) __bits = (s);							\
	typeof(d) __to = (d);							\
	unsigned int __by = (__bits >= 0 && __bits < 8 * sizeof(*__to)) ? __bits : 0; \
										\
	*__to = (typeof(*__to))((unsigned long long)__from << __by);		\
	__must_check_overflow(__by != __bits || *__to < 0 || __from < 0 ||	\
			      (*__to >> __by) != __from);			\
})

/* Sizes that stick at SIZE_MAX, which no allocator has. */
static inline size_t __must_check size_mul(size_t a, size_t b)
{
	size_t bytes;

	return check_mul_overflow(a, b, &bytes) ? SIZE_MAX : bytes;
}

static inline size_t __must_check size_add(size_t a, size_t b)
{
	size_t bytes;

	return check_add_overflow(a, b, &bytes) ? SIZE_MAX : bytes;
}

static inline size_t __must_check size_sub(size_t minuend, size_t subtrahend)
{
	size_t bytes;

	if (minuend == SIZE_MAX || subtrahend == SIZE_MAX)
		return SIZE_MAX;
	return check_sub_overflow(minuend, subtrahend, &bytes) ? SIZE_MAX : bytes;
}

#define array_size(a, b)	size_mul(a, b)
#define array3_size(a, b, c)	size_mul(size_mul(a, b), c)
/*
 * Bytes of @count elements of the flexible array @member, and of the structure around it. Constant
 * if @count is.
 */
#define flex_array_size(p, member, count)					\
	__builtin_choose_expr(__is_constexpr(count),				\
		(count) * sizeof(*(p)->member) + __must_be_array((p)->member),	\
		size_mul(count, sizeof(*(p)->member) + __must_be_array((p)->member)))
#define struct_size(p, member, count)						\
	__builtin_choose_expr(__is_constexpr(count),				\
		sizeof(*(p)) + flex_array_size(p, member, count),		\
		size_add(sizeof(*(p)), flex_array_size(p, member, count)))
#define struct_size_t(type, member, count)	struct_size((type *)NULL, member, count)

#endif /* _LINUX_OVERFLOW_H */
