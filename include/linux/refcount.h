/* SPDX-License-Identifier: MIT */
/*
 * Reference counts: atomic counters that stick instead of wrapping. A count that is taken from 0,
 * dropped below 0 or raised too far has lost touch with the truth: it is reported and stays at
 * REFCOUNT_SATURATED, so that the object leaks and is never used after its end. Any context.
 */
#ifndef _LINUX_REFCOUNT_H
#define _LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/limits.h>
#include <linux/types.h>

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

#define REFCOUNT_INIT(n)	{ .refs = ATOMIC_INIT(n) }
#define REFCOUNT_MAX		INT_MAX
#define REFCOUNT_SATURATED	(INT_MIN / 2)

/** Reports what went wrong and makes @r stick. */
static inline void refcount_saturate(refcount_t *r, const char *what)
{
	atomic_set(&r->refs, REFCOUNT_SATURATED);
	WARN_ONCE(1, "refcount: %s\n", what);
}

static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return atomic_read(&r->refs);
}

static inline void refcount_add(int i, refcount_t *r)
{
	int old = atomic_fetch_add_relaxed(i, &r->refs);

	if (unlikely(old <= 0 || old + i < 0))
		refcount_saturate(r, old ? "overflow" : "taken from 0");
}

static inline void refcount_inc(refcount_t *r)
{
	refcount_add(1, r);
}

/** Takes a reference unless there is none left; true if it did. */
static inline bool __must_check refcount_inc_not_zero(refcount_t *r)
{
	int old = atomic_read(&r->refs);

	do {
		if (!old)
			return false;
	} while (!atomic_try_cmpxchg_relaxed(&r->refs, &old, old + 1));
	if (unlikely(old < 0))
		refcount_saturate(r, "overflow");
	return true;
}

/**
 * Drops @i references; true if they were the last. What was done before is seen by who then
 * frees.
 */
static inline bool __must_check refcount_sub_and_test(int i, refcount_t *r)
{
	int old = atomic_fetch_sub_release(i, &r->refs);

	if (old == i) {
		smp_mb();	/* what the others did is seen before the object goes */
		return true;
	}
	if (unlikely(old - i < 0))
		refcount_saturate(r, "dropped below 0");
	return false;
}

static inline bool __must_check refcount_dec_and_test(refcount_t *r)
{
	return refcount_sub_and_test(1, r);
}

/** Drops a reference that is known not to be the last. */
static inline void refcount_dec(refcount_t *r)
{
	if (refcount_sub_and_test(1, r))
		refcount_saturate(r, "the last one dropped by refcount_dec()");
}

#endif
