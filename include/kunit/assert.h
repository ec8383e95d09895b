/* SPDX-License-Identifier: MIT */
/*
 * The expectations and assertions of <kunit/test.h>, which includes this.
 *
 * The passing side of each is a comparison and a branch; all else is in one constant that the
 * failing side hands to lib/kunit/assert.c.
 */
#ifndef _KUNIT_ASSERT_H
#define _KUNIT_ASSERT_H

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/string.h>
#include <linux/types.h>

struct kunit;

enum kunit_assert_type {
	KUNIT_EXPECTATION,
	KUNIT_ASSERTION,
};

/* The place and the wording of one expectation. */
struct kunit_place {
	enum kunit_assert_type type;
	int line;
	const char *file;
	const char *left;		/* the expressions, as they stand in the source */
	const char *op;
	const char *right;
};

/*
 * The reports, one for each kind of operand. @fmt is NULL or the test's own message. They return
 * for expectations only.
 */
void __printf(4, 5) kunit_fail_unary(struct kunit *test, const struct kunit_place *place,
				     bool expected_true, const char *fmt, ...);
void __printf(5, 6) kunit_fail_int(struct kunit *test, const struct kunit_place *place,
				   long long left, long long right, const char *fmt, ...);
void __printf(5, 6) kunit_fail_ptr(struct kunit *test, const struct kunit_place *place,
				   const void *left, const void *right, const char *fmt, ...);
void __printf(5, 6) kunit_fail_str(struct kunit *test, const struct kunit_place *place,
				   const char *left, const char *right, const char *fmt, ...);
void __printf(6, 7) kunit_fail_mem(struct kunit *test, const struct kunit_place *place,
				   const void *left, const void *right, size_t size,
				   const char *fmt, ...);
void __printf(4, 5) kunit_fail_err_ptr(struct kunit *test, const struct kunit_place *place,
				       const void *ptr, const char *fmt, ...);
void __printf(3, 4) kunit_fail_here(struct kunit *test, const struct kunit_place *place,
				    const char *fmt, ...);

#define __KUNIT_PLACE(kind, l, o, r)						\
	static const struct kunit_place __place = {				\
		.type = kind, .file = __FILE__, .line = __LINE__,		\
		.left = l, .op = o, .right = r,					\
	}

#define __KUNIT_BOOL(kind, test, cond, want, fmt, ...)				\
do {										\
	__KUNIT_PLACE(kind, #cond, NULL, NULL);					\
	if (unlikely((bool)(cond) != want))						\
		kunit_fail_unary(test, &__place, want, fmt, ##__VA_ARGS__);	\
} while (0)

#define __KUNIT_INT(kind, test, left_, op_, right_, fmt, ...)			\
do {										\
	const typeof(left_) __left = (left_);					\
	const typeof(right_) __right = (right_);				\
	__KUNIT_PLACE(kind, #left_, #op_, #right_);				\
	if (unlikely(!(__left op_ __right)))					\
		kunit_fail_int(test, &__place, (long long)__left,		\
			       (long long)__right, fmt, ##__VA_ARGS__);		\
} while (0)

#define __KUNIT_PTR(kind, test, left_, op_, right_, fmt, ...)			\
do {										\
	const void *__left = (const void *)(left_);				\
	const void *__right = (const void *)(right_);				\
	__KUNIT_PLACE(kind, #left_, #op_, #right_);				\
	if (unlikely(!(__left op_ __right)))					\
		kunit_fail_ptr(test, &__place, __left, __right, fmt, ##__VA_ARGS__); \
} while (0)

#define __KUNIT_STR(kind, test, left_, op_, right_, fmt, ...)			\
do {										\
	const char *__left = (left_);						\
	const char *__right = (right_);						\
	__KUNIT_PLACE(kind, #left_, #op_, #right_);				\
	if (unlikely(!__left || !__right || !(strcmp(__left, __right) op_ 0)))	\
		kunit_fail_str(test, &__place, __left, __right, fmt, ##__VA_ARGS__); \
} while (0)

#define __KUNIT_MEM(kind, test, left_, op_, right_, size_, fmt, ...)		\
do {										\
	const void *__left = (left_);						\
	const void *__right = (right_);						\
	const size_t __size = (size_);						\
	__KUNIT_PLACE(kind, #left_, #op_, #right_);				\
	if (unlikely(!__left || !__right ||					\
		     !(memcmp(__left, __right, __size) op_ 0)))			\
		kunit_fail_mem(test, &__place, __left, __right, __size,		\
			       fmt, ##__VA_ARGS__);				\
} while (0)

#define __KUNIT_ERR_PTR(kind, test, ptr_, fmt, ...)				\
do {										\
	const void *__ptr = (const void *)(ptr_);				\
	__KUNIT_PLACE(kind, #ptr_, NULL, NULL);					\
	if (unlikely(IS_ERR_OR_NULL(__ptr)))					\
		kunit_fail_err_ptr(test, &__place, __ptr, fmt, ##__VA_ARGS__);	\
} while (0)

#define __KUNIT_FAIL(kind, test, fmt, ...)					\
do {										\
	__KUNIT_PLACE(kind, NULL, NULL, NULL);					\
	kunit_fail_here(test, &__place, fmt, ##__VA_ARGS__);			\
} while (0)

#define KUNIT_SUCCEED(test)		do { (void)(test); } while (0)
#define KUNIT_FAIL(test, fmt, ...)	__KUNIT_FAIL(KUNIT_EXPECTATION, test, fmt, ##__VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...)	\
	__KUNIT_FAIL(KUNIT_ASSERTION, test, fmt, ##__VA_ARGS__)

#define __KUNIT_E KUNIT_EXPECTATION
#define __KUNIT_A KUNIT_ASSERTION

/* Expectations: the test goes on. */
#define KUNIT_EXPECT_TRUE(test, cond) \
	__KUNIT_BOOL(__KUNIT_E, test, cond, true, NULL)
#define KUNIT_EXPECT_TRUE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(__KUNIT_E, test, cond, true, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, cond) \
	__KUNIT_BOOL(__KUNIT_E, test, cond, false, NULL)
#define KUNIT_EXPECT_FALSE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(__KUNIT_E, test, cond, false, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, left, right) \
	__KUNIT_INT(__KUNIT_E, test, left, ==, right, NULL)
#define KUNIT_EXPECT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_E, test, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NE(test, left, right) \
	__KUNIT_INT(__KUNIT_E, test, left, !=, right, NULL)
#define KUNIT_EXPECT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_E, test, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LT(test, left, right) \
	__KUNIT_INT(__KUNIT_E, test, left, <, right, NULL)
#define KUNIT_EXPECT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_E, test, left, <, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LE(test, left, right) \
	__KUNIT_INT(__KUNIT_E, test, left, <=, right, NULL)
#define KUNIT_EXPECT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_E, test, left, <=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GT(test, left, right) \
	__KUNIT_INT(__KUNIT_E, test, left, >, right, NULL)
#define KUNIT_EXPECT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_E, test, left, >, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GE(test, left, right) \
	__KUNIT_INT(__KUNIT_E, test, left, >=, right, NULL)
#define KUNIT_EXPECT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_E, test, left, >=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, left, right) \
	__KUNIT_PTR(__KUNIT_E, test, left, ==, right, NULL)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(__KUNIT_E, test, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE(test, left, right) \
	__KUNIT_PTR(__KUNIT_E, test, left, !=, right, NULL)
#define KUNIT_EXPECT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(__KUNIT_E, test, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, ptr) \
	__KUNIT_PTR(__KUNIT_E, test, ptr, ==, NULL, NULL)
#define KUNIT_EXPECT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(__KUNIT_E, test, ptr, ==, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(test, ptr) \
	__KUNIT_PTR(__KUNIT_E, test, ptr, !=, NULL, NULL)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(__KUNIT_E, test, ptr, !=, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STREQ(test, left, right) \
	__KUNIT_STR(__KUNIT_E, test, left, ==, right, NULL)
#define KUNIT_EXPECT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(__KUNIT_E, test, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ(test, left, right) \
	__KUNIT_STR(__KUNIT_E, test, left, !=, right, NULL)
#define KUNIT_EXPECT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(__KUNIT_E, test, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM(__KUNIT_E, test, left, ==, right, size, NULL)
#define KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(__KUNIT_E, test, left, ==, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM(__KUNIT_E, test, left, !=, right, size, NULL)
#define KUNIT_EXPECT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(__KUNIT_E, test, left, !=, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_ERR_PTR(__KUNIT_E, test, ptr, NULL)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_ERR_PTR(__KUNIT_E, test, ptr, fmt, ##__VA_ARGS__)

/* Assertions: the test ends here. */
#define KUNIT_ASSERT_TRUE(test, cond) \
	__KUNIT_BOOL(__KUNIT_A, test, cond, true, NULL)
#define KUNIT_ASSERT_TRUE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(__KUNIT_A, test, cond, true, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, cond) \
	__KUNIT_BOOL(__KUNIT_A, test, cond, false, NULL)
#define KUNIT_ASSERT_FALSE_MSG(test, cond, fmt, ...) \
	__KUNIT_BOOL(__KUNIT_A, test, cond, false, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, left, right) \
	__KUNIT_INT(__KUNIT_A, test, left, ==, right, NULL)
#define KUNIT_ASSERT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_A, test, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NE(test, left, right) \
	__KUNIT_INT(__KUNIT_A, test, left, !=, right, NULL)
#define KUNIT_ASSERT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_A, test, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LT(test, left, right) \
	__KUNIT_INT(__KUNIT_A, test, left, <, right, NULL)
#define KUNIT_ASSERT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_A, test, left, <, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LE(test, left, right) \
	__KUNIT_INT(__KUNIT_A, test, left, <=, right, NULL)
#define KUNIT_ASSERT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_A, test, left, <=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GT(test, left, right) \
	__KUNIT_INT(__KUNIT_A, test, left, >, right, NULL)
#define KUNIT_ASSERT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_A, test, left, >, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GE(test, left, right) \
	__KUNIT_INT(__KUNIT_A, test, left, >=, right, NULL)
#define KUNIT_ASSERT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_INT(__KUNIT_A, test, left, >=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, left, right) \
	__KUNIT_PTR(__KUNIT_A, test, left, ==, right, NULL)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(__KUNIT_A, test, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(test, left, right) \
	__KUNIT_PTR(__KUNIT_A, test, left, !=, right, NULL)
#define KUNIT_ASSERT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR(__KUNIT_A, test, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, ptr) \
	__KUNIT_PTR(__KUNIT_A, test, ptr, ==, NULL, NULL)
#define KUNIT_ASSERT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(__KUNIT_A, test, ptr, ==, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(test, ptr) \
	__KUNIT_PTR(__KUNIT_A, test, ptr, !=, NULL, NULL)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR(__KUNIT_A, test, ptr, !=, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STREQ(test, left, right) \
	__KUNIT_STR(__KUNIT_A, test, left, ==, right, NULL)
#define KUNIT_ASSERT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(__KUNIT_A, test, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(test, left, right) \
	__KUNIT_STR(__KUNIT_A, test, left, !=, right, NULL)
#define KUNIT_ASSERT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR(__KUNIT_A, test, left, !=, right, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM(__KUNIT_A, test, left, ==, right, size, NULL)
#define KUNIT_ASSERT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(__KUNIT_A, test, left, ==, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM(__KUNIT_A, test, left, !=, right, size, NULL)
#define KUNIT_ASSERT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM(__KUNIT_A, test, left, !=, right, size, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_ERR_PTR(__KUNIT_A, test, ptr, NULL)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_ERR_PTR(__KUNIT_A, test, ptr, fmt, ##__VA_ARGS__)

#endif /* _KUNIT_ASSERT_H */
