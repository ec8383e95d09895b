/* SPDX-License-Identifier: MIT */
/*
 * Variables of which every CPU has its own: how they are defined and reached. See linux/percpu.h.
 */
#ifndef _LINUX_PERCPU_DEFS_H
#define _LINUX_PERCPU_DEFS_H

#include <linux/cache.h>
#include <linux/compiler.h>
#include <asm/percpu.h>

#define __PCPU_ATTRS(sec)	__attribute__((__section__(".data..percpu" sec)))

#define DECLARE_PER_CPU_SECTION(type, name, sec) \
	extern __PCPU_ATTRS(sec) __typeof__(type) name
#define DEFINE_PER_CPU_SECTION(type, name, sec) \
	__PCPU_ATTRS(sec) __typeof__(type) name

#define DECLARE_PER_CPU(type, name)	DECLARE_PER_CPU_SECTION(type, name, "")
#define DEFINE_PER_CPU(type, name)	DEFINE_PER_CPU_SECTION(type, name, "")

/* Written by other CPUs too: shares its cache line with nothing else. */
#define DECLARE_PER_CPU_SHARED_ALIGNED(type, name) \
	DECLARE_PER_CPU_SECTION(type, name, "..shared_aligned") __aligned(L1_CACHE_BYTES)
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) \
	DEFINE_PER_CPU_SECTION(type, name, "..shared_aligned") __aligned(L1_CACHE_BYTES)

#define DECLARE_PER_CPU_ALIGNED(type, name) \
	DECLARE_PER_CPU_SECTION(type, name, "") __aligned(L1_CACHE_BYTES)
#define DEFINE_PER_CPU_ALIGNED(type, name) \
	DEFINE_PER_CPU_SECTION(type, name, "") __aligned(L1_CACHE_BYTES)

#define DECLARE_PER_CPU_PAGE_ALIGNED(type, name) \
	DECLARE_PER_CPU_SECTION(type, name, "..page_aligned") __aligned(4096)
#define DEFINE_PER_CPU_PAGE_ALIGNED(type, name) \
	DEFINE_PER_CPU_SECTION(type, name, "..page_aligned") __aligned(4096)

/* Read often, written hardly ever: kept away from what is. */
#define DECLARE_PER_CPU_READ_MOSTLY(type, name) \
	DECLARE_PER_CPU_SECTION(type, name, "..read_mostly")
#define DEFINE_PER_CPU_READ_MOSTLY(type, name) \
	DEFINE_PER_CPU_SECTION(type, name, "..read_mostly")

/* Large, and zeros in the beginning: takes no room in the image. Linux has no name for it. */
#define DECLARE_PER_CPU_ZEROED(type, name) \
	extern __attribute__((__section__(".bss..percpu"))) __typeof__(type) name \
		__aligned(L1_CACHE_BYTES)
#define DEFINE_PER_CPU_ZEROED(type, name) \
	__attribute__((__section__(".bss..percpu"))) __typeof__(type) name __aligned(L1_CACHE_BYTES)

#define EXPORT_PER_CPU_SYMBOL(var)	extern typeof(var) var
#define EXPORT_PER_CPU_SYMBOL_GPL(var)	extern typeof(var) var

/* Fails to compile unless @ptr points at a per-CPU object. */
#define __verify_pcpu_ptr(ptr)	((void)sizeof((ptr) == (typeof(*(ptr)) *)0))

/** The copy of *@ptr that belongs to @cpu. Any context. */
#define per_cpu_ptr(ptr, cpu) \
	({ __verify_pcpu_ptr(ptr); RELOC_HIDE((ptr), per_cpu_offset(cpu)); })

/** This CPU's copy; the caller sees to it that it stays on this CPU. */
#define raw_cpu_ptr(ptr) \
	({ __verify_pcpu_ptr(ptr); RELOC_HIDE((ptr), __my_cpu_offset()); })
#define this_cpu_ptr(ptr)	raw_cpu_ptr(ptr)

#define per_cpu(var, cpu)	(*per_cpu_ptr(&(var), cpu))
#define __get_cpu_var(var)	(*this_cpu_ptr(&(var)))

/** This CPU's copy as an lvalue, with preemption disabled until put_cpu_var(). */
#define get_cpu_var(var)	(*({ preempt_disable(); this_cpu_ptr(&(var)); }))
#define put_cpu_var(var)	do { (void)&(var); preempt_enable(); } while (0)
#define get_cpu_ptr(var)	({ preempt_disable(); this_cpu_ptr(var); })
#define put_cpu_ptr(var)	do { (void)(var); preempt_enable(); } while (0)

/*
 * One operation on this CPU's copy, whole with regard to interrupts and to being moved to another
 * CPU. Any context.
 */
#define this_cpu_read(pcp)		__this_cpu_op_read(pcp)
#define this_cpu_write(pcp, val)	__this_cpu_op_write(pcp, val)
#define this_cpu_add(pcp, val)		((void)__this_cpu_op_add_return(pcp, val))
#define this_cpu_add_return(pcp, val)	__this_cpu_op_add_return(pcp, val)
#define this_cpu_and(pcp, val)		__this_cpu_op_and(pcp, val)
#define this_cpu_or(pcp, val)		__this_cpu_op_or(pcp, val)
#define this_cpu_xchg(pcp, val)		__this_cpu_op_xchg(pcp, val)
#define this_cpu_cmpxchg(pcp, old, new)	__this_cpu_op_cmpxchg(pcp, old, new)

#define this_cpu_sub(pcp, val)		this_cpu_add(pcp, -(typeof(pcp))(val))
#define this_cpu_inc(pcp)		this_cpu_add(pcp, 1)
#define this_cpu_dec(pcp)		this_cpu_sub(pcp, 1)
#define this_cpu_sub_return(pcp, val)	this_cpu_add_return(pcp, -(typeof(pcp))(val))
#define this_cpu_inc_return(pcp)	this_cpu_add_return(pcp, 1)
#define this_cpu_dec_return(pcp)	this_cpu_add_return(pcp, -1)

/* The same as plain C, where the caller excludes both interrupts and preemption. */
#define raw_cpu_read(pcp)		(*raw_cpu_ptr(&(pcp)))
#define raw_cpu_write(pcp, val)		do { *raw_cpu_ptr(&(pcp)) = (val); } while (0)
#define raw_cpu_add(pcp, val)		do { *raw_cpu_ptr(&(pcp)) += (val); } while (0)
#define raw_cpu_and(pcp, val)		do { *raw_cpu_ptr(&(pcp)) &= (val); } while (0)
#define raw_cpu_or(pcp, val)		do { *raw_cpu_ptr(&(pcp)) |= (val); } while (0)
#define raw_cpu_add_return(pcp, val)	(*raw_cpu_ptr(&(pcp)) += (val))
#define raw_cpu_sub(pcp, val)		raw_cpu_add(pcp, -(typeof(pcp))(val))
#define raw_cpu_inc(pcp)		raw_cpu_add(pcp, 1)
#define raw_cpu_dec(pcp)		raw_cpu_sub(pcp, 1)
#define raw_cpu_xchg(pcp, nval)						\
({									\
	typeof(pcp) *__p = raw_cpu_ptr(&(pcp)), __old = *__p;		\
									\
	*__p = (nval);							\
	__old;								\
})
#define raw_cpu_cmpxchg(pcp, oval, nval)				\
({									\
	typeof(pcp) *__p = raw_cpu_ptr(&(pcp)), __old = *__p;		\
									\
	if (__old == (oval))						\
		*__p = (nval);						\
	__old;								\
})

#define __this_cpu_read(pcp)		raw_cpu_read(pcp)
#define __this_cpu_write(pcp, val)	raw_cpu_write(pcp, val)
#define __this_cpu_add(pcp, val)	raw_cpu_add(pcp, val)
#define __this_cpu_sub(pcp, val)	raw_cpu_sub(pcp, val)
#define __this_cpu_inc(pcp)		raw_cpu_inc(pcp)
#define __this_cpu_dec(pcp)		raw_cpu_dec(pcp)
#define __this_cpu_and(pcp, val)	raw_cpu_and(pcp, val)
#define __this_cpu_or(pcp, val)		raw_cpu_or(pcp, val)
#define __this_cpu_xchg(pcp, val)	raw_cpu_xchg(pcp, val)
#define __this_cpu_cmpxchg(pcp, o, n)	raw_cpu_cmpxchg(pcp, o, n)
#define __this_cpu_add_return(pcp, val)	raw_cpu_add_return(pcp, val)
#define __this_cpu_sub_return(pcp, val)	raw_cpu_add_return(pcp, -(typeof(pcp))(val))
#define __this_cpu_inc_return(pcp)	raw_cpu_add_return(pcp, 1)
#define __this_cpu_dec_return(pcp)	raw_cpu_add_return(pcp, -1)

#endif
