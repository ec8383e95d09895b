/* SPDX-License-Identifier: MIT */
/*
 * The relaxed atomic operations of 32 and 64 bits, from which <linux/atomic.h> makes the rest.
 * Each is one loop around the exclusive monitor.
 */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/cmpxchg.h>

#define arch_atomic_read(v)	READ_ONCE((v)->counter)
#define arch_atomic_set(v, i)	WRITE_ONCE((v)->counter, (i))

/*
 * Three functions an operation: no result, the new value, the old value.
 * @insn computes the new value %0 from the old one and @i.
 */
#define __ATOMIC_OP(op, insn)							\
static __always_inline void arch_atomic_##op(int i, atomic_t *v)		\
{										\
	unsigned long failed;							\
	int result;								\
										\
	__asm__ __volatile__(							\
	"1:	ldrex	%0, %2\n"						\
	"	" insn "	%0, %0, %3\n"					\
	"	strex	%1, %0, %2\n"						\
	"	teq	%1, #0\n"						\
	"	bne	1b"							\
	: "=&r"(result), "=&r"(failed), "+Q"(v->counter)			\
	: "Ir"(i)								\
	: "cc");								\
}

#define __ATOMIC_OP_RETURN(op, insn)						\
static __always_inline int arch_atomic_##op##_return_relaxed(int i, atomic_t *v) \
{										\
	unsigned long failed;							\
	int result;								\
										\
	__asm__ __volatile__(							\
	"1:	ldrex	%0, %2\n"						\
	"	" insn "	%0, %0, %3\n"					\
	"	strex	%1, %0, %2\n"						\
	"	teq	%1, #0\n"						\
	"	bne	1b"							\
	: "=&r"(result), "=&r"(failed), "+Q"(v->counter)			\
	: "Ir"(i)								\
	: "cc");								\
	return result;								\
}

#define __ATOMIC_FETCH_OP(op, insn)						\
static __always_inline int arch_atomic_fetch_##op##_relaxed(int i, atomic_t *v)	\
{										\
	unsigned long failed;							\
	int old, new;								\
										\
	__asm__ __volatile__(							\
	"1:	ldrex	%0, %3\n"						\
	"	" insn "	%1, %0, %4\n"					\
	"	strex	%2, %1, %3\n"						\
	"	teq	%2, #0\n"						\
	"	bne	1b"							\
	: "=&r"(old), "=&r"(new), "=&r"(failed), "+Q"(v->counter)		\
	: "Ir"(i)								\
	: "cc");								\
	return old;								\
}

__ATOMIC_OP(add, "add")
__ATOMIC_OP(sub, "sub")
__ATOMIC_OP(and, "and")
__ATOMIC_OP(andnot, "bic")
__ATOMIC_OP(or, "orr")
__ATOMIC_OP(xor, "eor")
__ATOMIC_OP_RETURN(add, "add")
__ATOMIC_OP_RETURN(sub, "sub")
__ATOMIC_FETCH_OP(add, "add")
__ATOMIC_FETCH_OP(sub, "sub")
__ATOMIC_FETCH_OP(and, "and")
__ATOMIC_FETCH_OP(andnot, "bic")
__ATOMIC_FETCH_OP(or, "orr")
__ATOMIC_FETCH_OP(xor, "eor")

/**
 * arch_atomic_try_replace_zero_release - makes *@v @new if it is 0; true if that was done
 *
 * One try: a store that the exclusive monitor refuses looks like a value other than 0, so false
 * means "look again, in some slower way". What came before is done before the store.
 */
static __always_inline bool arch_atomic_try_replace_zero_release(atomic_t *v, int new)
{
	int old;
	bool failed;

	smp_mb();
	__asm__ __volatile__(
	"	ldrex	%0, %2\n"
	"	teq	%0, #0\n"
	"	strexeq	%0, %3, %2\n"
	"	teqeq	%0, #0"
	: "=&r"(old), "=@ccne"(failed), "+Q"(v->counter)
	: "r"(new)
	: "memory");
	return !failed;
}

/*
 * An aligned ldrd is single-copy atomic only with LPAE; ldrexd is on every ARMv7.
 * The exclusive claim that is left over costs nothing: nothing relies on a monitor being open.
 */
static __always_inline s64 arch_atomic64_read(const atomic64_t *v)
{
	s64 result;

	__asm__ __volatile__("ldrexd %0, %H0, %1" : "=&r"(result) : "Q"(v->counter));
	return result;
}

static __always_inline void arch_atomic64_set(atomic64_t *v, s64 i)
{
	__xchg_8(i, &v->counter);
}

/* The same for 64 bits: @lo works on the low words, @hi on the high ones. */
#define __ATOMIC64_OP(op, lo, hi)						\
static __always_inline s64 arch_atomic64_##op##_return_relaxed(s64 i, atomic64_t *v) \
{										\
	unsigned long failed;							\
	s64 result;								\
										\
	__asm__ __volatile__(							\
	"1:	ldrexd	%0, %H0, %2\n"						\
	"	" lo "	%Q0, %Q0, %Q3\n"					\
	"	" hi "	%R0, %R0, %R3\n"					\
	"	strexd	%1, %0, %H0, %2\n"					\
	"	teq	%1, #0\n"						\
	"	bne	1b"							\
	: "=&r"(result), "=&r"(failed), "+Q"(v->counter)			\
	: "r"(i)								\
	: "cc");								\
	return result;								\
}										\
										\
static __always_inline s64 arch_atomic64_fetch_##op##_relaxed(s64 i, atomic64_t *v) \
{										\
	unsigned long failed;							\
	s64 old, new;								\
										\
	__asm__ __volatile__(							\
	"1:	ldrexd	%0, %H0, %3\n"						\
	"	" lo "	%Q1, %Q0, %Q4\n"					\
	"	" hi "	%R1, %R0, %R4\n"					\
	"	strexd	%2, %1, %H1, %3\n"					\
	"	teq	%2, #0\n"						\
	"	bne	1b"							\
	: "=&r"(old), "=&r"(new), "=&r"(failed), "+Q"(v->counter)		\
	: "r"(i)								\
	: "cc");								\
	return old;								\
}										\
										\
static __always_inline void arch_atomic64_##op(s64 i, atomic64_t *v)		\
{										\
	arch_atomic64_##op##_return_relaxed(i, v);				\
}

__ATOMIC64_OP(add, "adds", "adc")
__ATOMIC64_OP(sub, "subs", "sbc")
__ATOMIC64_OP(and, "and", "and")
__ATOMIC64_OP(andnot, "bic", "bic")
__ATOMIC64_OP(or, "orr", "orr")
__ATOMIC64_OP(xor, "eor", "eor")

#endif /* _ASM_ATOMIC_H */
