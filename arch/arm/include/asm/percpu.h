/* SPDX-License-Identifier: MIT */
/*
 * this_cpu_ operations as restartable sequences.
 *
 * The distance from the address of a per-CPU variable to this CPU's copy is in TPIDRPRW. An
 * operation is two or four instructions without a branch, and the last is the only one that has
 * an effect:
 *
 *	mrc	p15, 0, ip, c13, c0, 4	@ begin: where is this CPU's copy?
 *	ldr	rV, [ip, rP]
 *	add	rV, rV, rI
 *	str	rV, [ip, rP]		@ commit
 *
 * 1. If an interrupt arrives between begin and commit, the thread starts again at begin when it is
 *    resumed, on whatever CPU that is: arch/arm/restart.c, called by the interrupt's exit. So the
 *    load and the store are of one copy, and nothing came between them.
 * 2. A restart is invisible: no instruction but the commit changes anything except ip and rV, and
 *    neither is an input.
 * 3. There is no list of sequences: only they read TPIDRPRW into ip, and the second instruction
 *    tells which kind it is. Those of four load with ip as the base register, those of two do
 *    not.
 *
 * No lock, no masked interrupt, no exclusive monitor, and the same code on one CPU as on eight.
 * Eight-byte variables take the longer way: their load and store may be interrupted in the middle
 * (ARM ARM A3.5.3).
 */
#ifndef _ASM_PERCPU_H
#define _ASM_PERCPU_H

#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/threads.h>
#include <linux/types.h>

extern unsigned long __per_cpu_offset[NR_CPUS];
#define per_cpu_offset(cpu)	(__per_cpu_offset[cpu])

/** Bounds of what DEFINE_PER_CPU defines: the original, and until there are copies the only one. */
extern char __per_cpu_start[], __per_cpu_end[];

/*
 * Reading the stack pointer's word is a fiction that keeps the mrc behind any barrier() before
 * it.
 */
static __always_inline unsigned long __my_cpu_offset(void)
{
	register unsigned long *sp asm("sp");
	unsigned long off;

	asm("mrc	p15, 0, %0, c13, c0, 4" : "=r" (off) : "Q" (*sp) : "ip");
	return off;
}

static __always_inline void set_my_cpu_offset(unsigned long off)
{
	asm volatile("mcr	p15, 0, %0, c13, c0, 4" : : "r" (off) : "memory");
}

#define __PCPU_BEGIN		"mrc	p15, 0, ip, c13, c0, 4\n\t"
#define __PCPU_BAD_SIZE()	__builtin_trap()

/* Eight bytes: with interrupts off instead. */
#define __pcpu_irqsafe(stmt)						\
do {									\
	unsigned long __flags;						\
									\
	local_irq_save(__flags);					\
	stmt;								\
	local_irq_restore(__flags);					\
} while (0)

/* @sfx is b, h or nothing: the width of ldr and str. */
#define __pcpu_read(pcp, sfx)						\
({									\
	unsigned long __val;						\
									\
	asm volatile(__PCPU_BEGIN					\
		     "ldr" sfx "	%0, [%1, ip]"			\
		     : "=r" (__val) : "r" (&(pcp)) : "ip", "memory");	\
	__val;								\
})

#define __pcpu_write(pcp, val, sfx)					\
	asm volatile(__PCPU_BEGIN					\
		     "str" sfx "	%1, [%0, ip]"			\
		     : : "r" (&(pcp)), "r" (val) : "ip", "memory")

#define __pcpu_modify(op, pcp, val, sfx)				\
({									\
	unsigned long __val;						\
									\
	asm volatile(__PCPU_BEGIN					\
		     "ldr" sfx "	%0, [ip, %1]\n\t"		\
		     op "	%0, %0, %2\n\t"				\
		     "str" sfx "	%0, [ip, %1]"			\
		     : "=&r" (__val)					\
		     : "r" (&(pcp)), "rI" (val) : "ip", "memory");	\
	__val;								\
})

#define __pcpu_xchg(pcp, val, sfx)					\
({									\
	unsigned long __old;						\
									\
	asm volatile(__PCPU_BEGIN					\
		     "ldr" sfx "	%0, [ip, %1]\n\t"		\
		     "nop\n\t"						\
		     "str" sfx "	%2, [ip, %1]"			\
		     : "=&r" (__old)					\
		     : "r" (&(pcp)), "r" (val) : "ip", "memory");	\
	__old;								\
})

#define __pcpu_cmpxchg(pcp, old, new, sfx)				\
({									\
	unsigned long __old;						\
									\
	asm volatile(__PCPU_BEGIN					\
		     "ldr" sfx "	%0, [ip, %1]\n\t"		\
		     "teq	%0, %2\n\t"				\
		     "streq" sfx "	%3, [ip, %1]"			\
		     : "=&r" (__old)					\
		     : "r" (&(pcp)), "r" (old), "r" (new)		\
		     : "ip", "memory", "cc");				\
	__old;								\
})

/* A value of any scalar type as the register the sequences work on, and back. */
#define __pcpu_word(pcp, val)	((unsigned long)(typeof(pcp))(val))
#define __pcpu_ptr64(pcp)	((typeof(pcp) *)((char *)&(pcp) + __my_cpu_offset()))

#define __this_cpu_op_read(pcp)						\
({									\
	typeof(pcp) __ret;						\
									\
	switch (sizeof(pcp)) {						\
	case 1: __ret = (typeof(pcp))__pcpu_read(pcp, "b"); break;	\
	case 2: __ret = (typeof(pcp))__pcpu_read(pcp, "h"); break;	\
	case 4: __ret = (typeof(pcp))__pcpu_read(pcp, ""); break;	\
	case 8: __pcpu_irqsafe(__ret = *__pcpu_ptr64(pcp)); break;	\
	default: __PCPU_BAD_SIZE();					\
	}								\
	__ret;								\
})

#define __this_cpu_op_write(pcp, val)					\
do {									\
	typeof(pcp) __new = (val);					\
									\
	switch (sizeof(pcp)) {						\
	case 1: __pcpu_write(pcp, __pcpu_word(pcp, __new), "b"); break;	\
	case 2: __pcpu_write(pcp, __pcpu_word(pcp, __new), "h"); break;	\
	case 4: __pcpu_write(pcp, __pcpu_word(pcp, __new), ""); break;	\
	case 8: __pcpu_irqsafe(*__pcpu_ptr64(pcp) = __new); break;	\
	default: __PCPU_BAD_SIZE();					\
	}								\
} while (0)

#define __this_cpu_op_modify(op, cop, pcp, val)				\
({									\
	typeof(pcp) __ret;						\
									\
	switch (sizeof(pcp)) {						\
	case 1:								\
		__ret = (typeof(pcp))__pcpu_modify(op, pcp, __pcpu_word(pcp, val), "b"); \
		break;							\
	case 2:								\
		__ret = (typeof(pcp))__pcpu_modify(op, pcp, __pcpu_word(pcp, val), "h"); \
		break;							\
	case 4:								\
		__ret = (typeof(pcp))__pcpu_modify(op, pcp, __pcpu_word(pcp, val), "");	\
		break;							\
	case 8:								\
		__pcpu_irqsafe(__ret = (*__pcpu_ptr64(pcp) cop (val)));	\
		break;							\
	default:							\
		__PCPU_BAD_SIZE();					\
	}								\
	__ret;								\
})

#define __this_cpu_op_add_return(pcp, val)	__this_cpu_op_modify("add", +=, pcp, val)
#define __this_cpu_op_and(pcp, val)	((void)__this_cpu_op_modify("and", &=, pcp, val))
#define __this_cpu_op_or(pcp, val)	((void)__this_cpu_op_modify("orr", |=, pcp, val))

#define __this_cpu_op_xchg(pcp, val)					\
({									\
	typeof(pcp) __ret, __new = (val);				\
									\
	switch (sizeof(pcp)) {						\
	case 1:								\
		__ret = (typeof(pcp))__pcpu_xchg(pcp, __pcpu_word(pcp, __new), "b"); \
		break;							\
	case 2:								\
		__ret = (typeof(pcp))__pcpu_xchg(pcp, __pcpu_word(pcp, __new), "h"); \
		break;							\
	case 4:								\
		__ret = (typeof(pcp))__pcpu_xchg(pcp, __pcpu_word(pcp, __new), ""); \
		break;							\
	case 8:								\
		__pcpu_irqsafe(__ret = *__pcpu_ptr64(pcp); *__pcpu_ptr64(pcp) = __new);	\
		break;							\
	default:							\
		__PCPU_BAD_SIZE();					\
	}								\
	__ret;								\
})

#define __this_cpu_op_cmpxchg(pcp, oval, nval)				\
({									\
	typeof(pcp) __ret, __exp = (oval), __new = (nval);		\
									\
	switch (sizeof(pcp)) {						\
	case 1:								\
		__ret = (typeof(pcp))__pcpu_cmpxchg(pcp, (u8)__pcpu_word(pcp, __exp), \
						    __pcpu_word(pcp, __new), "b"); \
		break;							\
	case 2:								\
		__ret = (typeof(pcp))__pcpu_cmpxchg(pcp, (u16)__pcpu_word(pcp, __exp), \
						    __pcpu_word(pcp, __new), "h"); \
		break;							\
	case 4:								\
		__ret = (typeof(pcp))__pcpu_cmpxchg(pcp, __pcpu_word(pcp, __exp), \
						    __pcpu_word(pcp, __new), "");	\
		break;							\
	case 8:								\
		__pcpu_irqsafe(__ret = *__pcpu_ptr64(pcp);		\
			       if (__ret == __exp)			\
				       *__pcpu_ptr64(pcp) = __new);	\
		break;							\
	default:							\
		__PCPU_BAD_SIZE();					\
	}								\
	__ret;								\
})

#endif
