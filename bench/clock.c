// SPDX-License-Identifier: MIT
/*
 * The clock of the benchmarks, chosen at run time: PMCCNTR, the cycle counter of ARMv7's
 * performance monitors (ARM DDI 0406C, C12.8), where it counts; else ktime_get_ns(). QEMU's
 * Cortex-A8 has a counter that stays 0.
 *
 * The counter has 32 bits and may wrap between two readings: a sample must take less than 2^32
 * cycles, about 4 s at 1 GHz.
 */
#include <linux/ktime.h>
#include <linux/timekeeping.h>

#include "bench.h"

#define PMCR_E			(1u << 0)	/* counters on (C12.8.6) */
#define PMCR_D			(1u << 3)	/* count only every 64th cycle (C12.8.6) */
#define PMCNTENSET_C		(1u << 31)	/* the cycle counter on (C12.8.3) */

static inline u32 read_cycles(void)
{
	u32 cycles;

	/* The barriers keep what is measured between the two readings. */
	asm volatile("isb\n\tmrc p15, 0, %0, c9, c13, 0\n\tisb" : "=r" (cycles) : : "memory");
	return cycles;
}

static void start_counter(void)
{
	u32 control;

	asm volatile("mrc p15, 0, %0, c9, c12, 0" : "=r" (control));
	control = (control | PMCR_E) & ~PMCR_D;
	asm volatile("mcr p15, 0, %0, c9, c12, 0" : : "r" (control));
	asm volatile("mcr p15, 0, %0, c9, c12, 1\n\tisb" : : "r" (PMCNTENSET_C) : "memory");
}

static u64 cycles_of(void (*run)(unsigned long n, unsigned long arg), unsigned long n,
		     unsigned long arg)
{
	u32 start = read_cycles();

	run(n, arg);
	return (u32)(read_cycles() - start);
}

static u64 ns_of(void (*run)(unsigned long n, unsigned long arg), unsigned long n,
		 unsigned long arg)
{
	u64 start = ktime_get_ns();

	run(n, arg);
	return ktime_get_ns() - start;
}

static const struct bench_clock in_cycles = {
	.unit = "cycles",
	.time_of = cycles_of,
	.single = true,
};

static const struct bench_clock in_ns = {
	.unit = "ns",
	.time_of = ns_of,
};

static bool counter_counts(void)
{
	u32 start = read_cycles();
	int tries;

	for (tries = 0; tries < 1000; tries++)
		if (read_cycles() != start)
			return true;
	return false;
}

const struct bench_clock *bench_clock_init(void)
{
	start_counter();
	return counter_counts() ? &in_cycles : &in_ns;
}
