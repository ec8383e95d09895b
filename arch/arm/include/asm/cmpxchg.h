/* SPDX-License-Identifier: MIT */
/*
 * Exchange and compare-and-exchange of 1, 2, 4 and 8 bytes, with the exclusive monitor.
 *
 * A loop of load-exclusive and store-exclusive repeats until nobody came in between. An
 * exception does come in between: its return clears the monitor (clrex in the exit path, or the
 * exception's own exclusives), and the store fails. ARM ARM DDI 0406C, A3.4.
 *
 * Plain names are fully ordered where they succeed, _acquire and _release order one side, and
 * _relaxed and a failed compare order nothing. The _local forms are for data of one CPU.
 */
#ifndef _ASM_CMPXCHG_H
#define _ASM_CMPXCHG_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>

/* Defined nowhere: the link fails if a size is not 1, 2, 4 or 8. */
unsigned long __bad_xchg_size(void);

#define __ARM_XCHG(name, type, suffix)						\
static __always_inline unsigned long __xchg_##name(unsigned long new, volatile void *ptr) \
{										\
	unsigned long old, failed;						\
										\
	__asm__ __volatile__(							\
	"1:	ldrex" suffix "	%0, %2\n"					\
	"	strex" suffix "	%1, %3, %2\n"					\
	"	teq	%1, #0\n"						\
	"	bne	1b"							\
	: "=&r"(old), "=&r"(failed), "+Q"(*(volatile type *)ptr)		\
	: "r"(new)								\
	: "cc");								\
	return old;								\
}										\
										\
static __always_inline unsigned long						\
__cmpxchg_##name(volatile void *ptr, unsigned long want, unsigned long new)	\
{										\
	unsigned long old, failed;						\
										\
	__asm__ __volatile__(							\
	"1:	ldrex" suffix "	%0, %2\n"					\
	"	teq	%0, %3\n"						\
	"	bne	2f\n"							\
	"	strex" suffix "	%1, %4, %2\n"					\
	"	teq	%1, #0\n"						\
	"	bne	1b\n"							\
	"2:"									\
	: "=&r"(old), "=&r"(failed), "+Q"(*(volatile type *)ptr)		\
	: "r"(want), "r"(new)							\
	: "cc");								\
	return old;								\
}

__ARM_XCHG(1, u8, "b")
__ARM_XCHG(2, u16, "h")
__ARM_XCHG(4, u32, "")

static __always_inline u64 __xchg_8(u64 new, volatile void *ptr)
{
	unsigned long failed;
	u64 old;

	__asm__ __volatile__(
	"1:	ldrexd	%0, %H0, %2\n"
	"	strexd	%1, %3, %H3, %2\n"
	"	teq	%1, #0\n"
	"	bne	1b"
	: "=&r"(old), "=&r"(failed), "+Q"(*(volatile u64 *)ptr)
	: "r"(new)
	: "cc");
	return old;
}

static __always_inline u64 __cmpxchg_8(volatile void *ptr, u64 want, u64 new)
{
	unsigned long failed;
	u64 old;

	__asm__ __volatile__(
	"1:	ldrexd	%0, %H0, %2\n"
	"	teq	%0, %3\n"
	"	teqeq	%H0, %H3\n"
	"	bne	2f\n"
	"	strexd	%1, %4, %H4, %2\n"
	"	teq	%1, #0\n"
	"	bne	1b\n"
	"2:"
	: "=&r"(old), "=&r"(failed), "+Q"(*(volatile u64 *)ptr)
	: "r"(want), "r"(new)
	: "cc");
	return old;
}

static __always_inline u64 __xchg_sized(volatile void *ptr, u64 new, int size)
{
	switch (size) {
	case 1:
		return __xchg_1((u8)new, ptr);
	case 2:
		return __xchg_2((u16)new, ptr);
	case 4:
		return __xchg_4((u32)new, ptr);
	case 8:
		return __xchg_8(new, ptr);
	}
	return __bad_xchg_size();
}

static __always_inline u64 __cmpxchg_sized(volatile void *ptr, u64 want, u64 new, int size)
{
	switch (size) {
	case 1:
		return __cmpxchg_1(ptr, (u8)want, (u8)new);
	case 2:
		return __cmpxchg_2(ptr, (u16)want, (u16)new);
	case 4:
		return __cmpxchg_4(ptr, (u32)want, (u32)new);
	case 8:
		return __cmpxchg_8(ptr, want, new);
	}
	return __bad_xchg_size();
}

/* A value of any scalar type of up to 8 bytes as u64 and back, without sign extension. */
#define __xchg_to_u64(ptr, v)							\
({										\
	union { typeof(*(ptr)) typed; u64 raw; } __u = { .raw = 0 };		\
	__u.typed = (v);							\
	__u.raw;								\
})
#define __xchg_from_u64(ptr, v) \
	({ union { u64 raw; typeof(*(ptr)) typed; } __u2 = { .raw = (v) }; __u2.typed; })

/*
 * These return the value that was at *@ptr.
 */
#define xchg_relaxed(ptr, new)							\
({										\
	typeof(ptr) __xp = (ptr);						\
	__xchg_from_u64(__xp,							\
		__xchg_sized(__xp, __xchg_to_u64(__xp, new), sizeof(*__xp)));	\
})
#define xchg_acquire(ptr, new) \
	({ typeof(*(ptr)) __xr = xchg_relaxed(ptr, new); smp_mb(); __xr; })
#define xchg_release(ptr, new)	({ smp_mb(); xchg_relaxed(ptr, new); })
#define xchg(ptr, new) \
	({ typeof(*(ptr)) __xr; smp_mb(); __xr = xchg_relaxed(ptr, new); smp_mb(); __xr; })

#define cmpxchg_relaxed(ptr, want, new)						\
({										\
	typeof(ptr) __cp = (ptr);						\
	__xchg_from_u64(__cp,							\
		__cmpxchg_sized(__cp, __xchg_to_u64(__cp, want),		\
				__xchg_to_u64(__cp, new), sizeof(*__cp)));	\
})
#define cmpxchg_acquire(ptr, want, new) \
	({ typeof(*(ptr)) __cr = cmpxchg_relaxed(ptr, want, new); smp_mb(); __cr; })
#define cmpxchg_release(ptr, want, new) \
	({ smp_mb(); cmpxchg_relaxed(ptr, want, new); })
#define cmpxchg(ptr, want, new) \
	({ typeof(*(ptr)) __cr; smp_mb(); __cr = cmpxchg_relaxed(ptr, want, new); smp_mb(); __cr; })
#define cmpxchg_local(ptr, want, new)	cmpxchg_relaxed(ptr, want, new)

#define cmpxchg64_relaxed(ptr, want, new)	cmpxchg_relaxed(ptr, want, new)
#define cmpxchg64_acquire(ptr, want, new)	cmpxchg_acquire(ptr, want, new)
#define cmpxchg64_release(ptr, want, new)	cmpxchg_release(ptr, want, new)
#define cmpxchg64(ptr, want, new)		cmpxchg(ptr, want, new)
#define cmpxchg64_local(ptr, want, new)		cmpxchg_relaxed(ptr, want, new)

/*
 * True if *@ptr was *@oldp and now is @new; otherwise *@oldp becomes what was there.
 */
#define __try_cmpxchg(how, ptr, oldp, new)					\
({										\
	typeof(*(ptr)) *__op = (oldp), __o = *__op;				\
	typeof(*(ptr)) __seen = how(ptr, __o, new);				\
	bool __done = __seen == __o;						\
	if (unlikely(!__done))							\
		*__op = __seen;							\
	likely(__done);								\
})
#define try_cmpxchg_relaxed(ptr, oldp, new)	__try_cmpxchg(cmpxchg_relaxed, ptr, oldp, new)
#define try_cmpxchg_acquire(ptr, oldp, new)	__try_cmpxchg(cmpxchg_acquire, ptr, oldp, new)
#define try_cmpxchg_release(ptr, oldp, new)	__try_cmpxchg(cmpxchg_release, ptr, oldp, new)
#define try_cmpxchg(ptr, oldp, new)		__try_cmpxchg(cmpxchg, ptr, oldp, new)
#define try_cmpxchg_local(ptr, oldp, new)	__try_cmpxchg(cmpxchg_relaxed, ptr, oldp, new)
#define try_cmpxchg64(ptr, oldp, new)		__try_cmpxchg(cmpxchg, ptr, oldp, new)

#endif /* _ASM_CMPXCHG_H */
