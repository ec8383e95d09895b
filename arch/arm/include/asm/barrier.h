/* SPDX-License-Identifier: MIT */
/*
 * Memory barriers.
 *
 * Between CPUs the inner-shareable domain is enough: dmb. Towards devices, and before cache,
 * TLB or branch predictor maintenance, accesses must have completed, not only be ordered: dsb.
 * ARM ARM DDI 0406C, A3.8.3. A compiler barrier is part of each.
 */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#ifndef __ASSEMBLER__

#include <linux/compiler.h>
#include <asm/processor.h>

#define isb(option)	__asm__ __volatile__("isb " #option : : : "memory")
#define dsb(option)	__asm__ __volatile__("dsb " #option : : : "memory")
#define dmb(option)	__asm__ __volatile__("dmb " #option : : : "memory")

#define sev()		__asm__ __volatile__("sev" : : : "memory")
#define wfe()		__asm__ __volatile__("wfe" : : : "memory")
#define wfi()		__asm__ __volatile__("wfi" : : : "memory")
#define nop()		__asm__ __volatile__("nop")

/* Accesses before it, to memory and to devices, complete before those after it begin. */
#define mb()		dsb()
#define rmb()		dsb()
#define wmb()		dsb(st)
/* The same for memory that a device reads and writes by DMA. */
#define dma_mb()	dmb(osh)
#define dma_rmb()	dmb(osh)
#define dma_wmb()	dmb(oshst)

/* Between CPUs. */
#define smp_mb()	dmb(ish)
#define smp_rmb()	dmb(ish)
#define smp_wmb()	dmb(ishst)

/* Around atomic operations that order nothing themselves. */
#define smp_mb__before_atomic()		smp_mb()
#define smp_mb__after_atomic()		smp_mb()
#define smp_mb__after_spinlock()	smp_mb()
#define smp_mb__after_unlock_lock()	smp_mb()

/* Everything before it comes before the store. */
#define smp_store_release(p, v)							\
do {										\
	_Static_assert(__native_word(*(p)), "a store of one word");		\
	smp_mb();								\
	WRITE_ONCE(*(p), v);							\
} while (0)

/* Everything after it comes after the load. */
#define smp_load_acquire(p)							\
({										\
	__unqual_scalar_typeof(*(p)) ___p1 = READ_ONCE(*(p));			\
	_Static_assert(__native_word(*(p)), "a load of one word");		\
	smp_mb();								\
	___p1;									\
})

/* A store with a full barrier after it. */
#define smp_store_mb(var, value)	do { WRITE_ONCE(var, value); smp_mb(); } while (0)

/* After a branch on a loaded value, makes of that control dependency an acquire. */
#define smp_acquire__after_ctrl_dep()	smp_rmb()

/* Spins until @cond_expr, in which VAL is the value of *@ptr, and returns VAL. */
#define smp_cond_load_relaxed(ptr, cond_expr)					\
({										\
	typeof(ptr) __PTR = (ptr);						\
	__unqual_scalar_typeof(*ptr) VAL;					\
	for (;;) {								\
		VAL = READ_ONCE(*__PTR);					\
		if (cond_expr)							\
			break;							\
		cpu_relax();							\
	}									\
	VAL;									\
})

#define smp_cond_load_acquire(ptr, cond_expr)					\
({										\
	__unqual_scalar_typeof(*ptr) _val = smp_cond_load_relaxed(ptr, cond_expr); \
	smp_acquire__after_ctrl_dep();						\
	_val;									\
})

#endif /* !__ASSEMBLER__ */

#endif /* _ASM_BARRIER_H */
