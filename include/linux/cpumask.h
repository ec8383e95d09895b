/* SPDX-License-Identifier: MIT */
/*
 * Sets of CPUs. NR_CPUS fits one word, so a set is that word; the calls are Linux's. Those named
 * after a single CPU's bit (cpumask_set_cpu) are atomic, the __ ones are not. Any context.
 *
 *   possible  the device tree describes it (and nr_cpus= allows it): its per-CPU data exists
 *   present   the same here: nothing is hot-plugged
 *   online    it schedules
 */
#ifndef _LINUX_CPUMASK_H
#define _LINUX_CPUMASK_H

#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/threads.h>
#include <linux/types.h>

typedef struct cpumask {
	DECLARE_BITMAP(bits, NR_CPUS);
} cpumask_t;

typedef struct cpumask cpumask_var_t[1];

static_assert(NR_CPUS <= 32, "a cpumask is one word");

extern struct cpumask __cpu_possible_mask;
extern struct cpumask __cpu_online_mask;
#define cpu_possible_mask	((const struct cpumask *)&__cpu_possible_mask)
#define cpu_present_mask	((const struct cpumask *)&__cpu_possible_mask)
#define cpu_online_mask		((const struct cpumask *)&__cpu_online_mask)
#define cpu_active_mask		((const struct cpumask *)&__cpu_online_mask)

/** One more than the highest possible CPU's number. */
extern unsigned int nr_cpu_ids;
/* Bits of a set, CPUs or not. */
#define nr_cpumask_bits		((unsigned int)NR_CPUS)

#define CPU_BITS_ALL		((unsigned long)((1ull << NR_CPUS) - 1))
#define CPU_MASK_ALL		((cpumask_t){ { CPU_BITS_ALL } })
#define CPU_MASK_NONE		((cpumask_t){ { 0 } })
#define CPU_MASK_CPU0		((cpumask_t){ { 1 } })

#define cpumask_bits(mask)	((mask)->bits)
#define cpumask_pr_args(mask)	nr_cpu_ids, cpumask_bits(mask)

static inline bool cpumask_test_cpu(int cpu, const struct cpumask *mask)
{
	return (mask->bits[0] >> cpu) & 1;
}

static inline void cpumask_set_cpu(unsigned int cpu, struct cpumask *mask)
{
	set_bit(cpu, mask->bits);
}

static inline void cpumask_clear_cpu(unsigned int cpu, struct cpumask *mask)
{
	clear_bit(cpu, mask->bits);
}

static inline void __cpumask_set_cpu(unsigned int cpu, struct cpumask *mask)
{
	mask->bits[0] |= 1ul << cpu;
}

static inline void __cpumask_clear_cpu(unsigned int cpu, struct cpumask *mask)
{
	mask->bits[0] &= ~(1ul << cpu);
}

static inline bool cpumask_test_and_set_cpu(unsigned int cpu, struct cpumask *mask)
{
	return test_and_set_bit(cpu, mask->bits);
}

static inline bool cpumask_test_and_clear_cpu(unsigned int cpu, struct cpumask *mask)
{
	return test_and_clear_bit(cpu, mask->bits);
}

static inline void cpumask_clear(struct cpumask *dst)
{
	dst->bits[0] = 0;
}

static inline void cpumask_setall(struct cpumask *dst)
{
	dst->bits[0] = CPU_BITS_ALL;
}

static inline void cpumask_copy(struct cpumask *dst, const struct cpumask *src)
{
	dst->bits[0] = src->bits[0];
}

/** *@dst = *@a & *@b; true if anything is left. */
static inline bool cpumask_and(struct cpumask *dst, const struct cpumask *a,
			       const struct cpumask *b)
{
	return (dst->bits[0] = a->bits[0] & b->bits[0]) != 0;
}

static inline void cpumask_or(struct cpumask *dst, const struct cpumask *a,
			      const struct cpumask *b)
{
	dst->bits[0] = a->bits[0] | b->bits[0];
}

/** *@dst = *@a without *@b; true if anything is left. */
static inline bool cpumask_andnot(struct cpumask *dst, const struct cpumask *a,
				  const struct cpumask *b)
{
	return (dst->bits[0] = a->bits[0] & ~b->bits[0]) != 0;
}

static inline bool cpumask_equal(const struct cpumask *a, const struct cpumask *b)
{
	return a->bits[0] == b->bits[0];
}

static inline bool cpumask_empty(const struct cpumask *mask)
{
	return mask->bits[0] == 0;
}

/** True if every bit is set, those that no CPU stands for as well. */
static inline bool cpumask_full(const struct cpumask *mask)
{
	return mask->bits[0] == CPU_BITS_ALL;
}

static inline bool cpumask_intersects(const struct cpumask *a, const struct cpumask *b)
{
	return (a->bits[0] & b->bits[0]) != 0;
}

static inline bool cpumask_subset(const struct cpumask *a, const struct cpumask *b)
{
	return (a->bits[0] & ~b->bits[0]) == 0;
}

static inline unsigned int cpumask_weight(const struct cpumask *mask)
{
	return hweight_long(mask->bits[0]);
}

/** The first CPU of the set after @n (-1 to begin); nr_cpu_ids or more if there is none. */
static inline unsigned int cpumask_next(int n, const struct cpumask *mask)
{
	unsigned long rest = n >= NR_CPUS - 1 ? 0 : mask->bits[0] & (~0ul << (n + 1));

	return rest ? __ffs(rest) : NR_CPUS;
}

static inline unsigned int cpumask_next_and(int n, const struct cpumask *a,
					    const struct cpumask *b)
{
	cpumask_t both = { { a->bits[0] & b->bits[0] } };

	return cpumask_next(n, &both);
}

static inline unsigned int cpumask_next_andnot(int n, const struct cpumask *a,
					       const struct cpumask *b)
{
	cpumask_t rest = { { a->bits[0] & ~b->bits[0] } };

	return cpumask_next(n, &rest);
}

/** The first CPU after @n that is not in the set. */
static inline unsigned int cpumask_next_zero(int n, const struct cpumask *mask)
{
	cpumask_t others = { { ~mask->bits[0] & CPU_BITS_ALL } };

	return cpumask_next(n, &others);
}

/** The last CPU of the set; nr_cpumask_bits if there is none. */
static inline unsigned int cpumask_last(const struct cpumask *mask)
{
	return mask->bits[0] ? __fls(mask->bits[0]) : NR_CPUS;
}

/**
 * The CPU after @n, going round from @start on; nr_cpumask_bits after the last. @wrapped says that
 * the walk has been past the end.
 */
static inline unsigned int cpumask_next_wrap(int n, const struct cpumask *mask, int start,
					     bool wrapped)
{
	unsigned int next = cpumask_next(n, mask);

	if (!wrapped && next >= NR_CPUS)
		return cpumask_next_wrap(-1, mask, start, true);
	return wrapped && next >= start ? NR_CPUS : next;
}

#define cpumask_first(mask)		cpumask_next(-1, (mask))
#define cpumask_first_zero(mask)	cpumask_next_zero(-1, (mask))
#define cpumask_first_and(a, b)		cpumask_next_and(-1, (a), (b))
#define cpumask_any(mask)		cpumask_first(mask)
#define cpumask_any_and(a, b)		cpumask_first_and((a), (b))

static inline const struct cpumask *cpumask_of(unsigned int cpu)
{
	extern const struct cpumask cpu_bit_masks[NR_CPUS];

	return &cpu_bit_masks[cpu];
}

#define for_each_cpu(cpu, mask) \
	for ((cpu) = cpumask_first(mask); (cpu) < NR_CPUS; (cpu) = cpumask_next((cpu), (mask)))
#define for_each_cpu_and(cpu, a, b) \
	for ((cpu) = cpumask_first_and(a, b); (cpu) < NR_CPUS; \
	     (cpu) = cpumask_next_and((cpu), (a), (b)))
#define for_each_cpu_andnot(cpu, a, b) \
	for ((cpu) = cpumask_next_andnot(-1, a, b); (cpu) < NR_CPUS; \
	     (cpu) = cpumask_next_andnot((cpu), (a), (b)))
#define for_each_cpu_not(cpu, mask) \
	for ((cpu) = cpumask_first_zero(mask); (cpu) < nr_cpu_ids; \
	     (cpu) = cpumask_next_zero((cpu), (mask)))
/* All of the set, from @start on and round. */
#define for_each_cpu_wrap(cpu, mask, start)					\
	for ((cpu) = cpumask_next_wrap((start) - 1, (mask), (start), false);	\
	     (cpu) < NR_CPUS;							\
	     (cpu) = cpumask_next_wrap((cpu), (mask), (start), (cpu) < (start)))
#define for_each_possible_cpu(cpu)	for_each_cpu((cpu), cpu_possible_mask)
#define for_each_present_cpu(cpu)	for_each_cpu((cpu), cpu_present_mask)
#define for_each_online_cpu(cpu)	for_each_cpu((cpu), cpu_online_mask)

#define cpu_possible(cpu)	cpumask_test_cpu((cpu), cpu_possible_mask)
#define cpu_present(cpu)	cpumask_test_cpu((cpu), cpu_present_mask)
#define cpu_online(cpu)		cpumask_test_cpu((cpu), cpu_online_mask)
#define cpu_active(cpu)		cpumask_test_cpu((cpu), cpu_active_mask)

#define num_possible_cpus()	cpumask_weight(cpu_possible_mask)
#define num_present_cpus()	cpumask_weight(cpu_present_mask)
#define num_online_cpus()	cpumask_weight(cpu_online_mask)
#define num_active_cpus()	cpumask_weight(cpu_active_mask)

static inline void set_cpu_possible(unsigned int cpu, bool possible)
{
	if (possible)
		cpumask_set_cpu(cpu, &__cpu_possible_mask);
	else
		cpumask_clear_cpu(cpu, &__cpu_possible_mask);
}

static inline void set_cpu_online(unsigned int cpu, bool online)
{
	if (online)
		cpumask_set_cpu(cpu, &__cpu_online_mask);
	else
		cpumask_clear_cpu(cpu, &__cpu_online_mask);
}

/* A set is small enough for the stack, so these never allocate. */
static inline bool alloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	return true;
}

static inline bool zalloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	cpumask_clear(*mask);
	return true;
}

static inline void free_cpumask_var(cpumask_var_t mask)
{
}

#endif
