// SPDX-License-Identifier: MIT
/*
 * The sets of CPUs: filled from the device tree by smp_init_cpus(), and by each CPU as it comes up.
 */
#include <linux/cpumask.h>

#include <linux/cache.h>
#include <linux/cpu.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>

struct cpumask __cpu_possible_mask __read_mostly = { { 1 } };
struct cpumask __cpu_online_mask __read_mostly = { { 1 } };
unsigned int nr_cpu_ids __read_mostly = 1;
unsigned int setup_max_cpus = NR_CPUS;
unsigned int setup_nr_cpus = NR_CPUS;

const struct cpumask cpu_bit_masks[NR_CPUS] = {
	{ { 1 << 0 } }, { { 1 << 1 } }, { { 1 << 2 } }, { { 1 << 3 } },
	{ { 1 << 4 } }, { { 1 << 5 } }, { { 1 << 6 } }, { { 1 << 7 } },
};

static_assert(ARRAY_SIZE(cpu_bit_masks) == 8, "one for each CPU");

/* The caller says so if the value is not good. */
static int __init set_limit(char *value, unsigned int *limit)
{
	unsigned int n;

	if (kstrtouint(value, 0, &n) || n < 1)
		return -EINVAL;
	*limit = min_t(unsigned int, n, NR_CPUS);
	return 0;
}

static int __init setup_maxcpus(char *value)
{
	return set_limit(value, &setup_max_cpus);
}
early_param("maxcpus", setup_maxcpus);

static int __init setup_nrcpus(char *value)
{
	return set_limit(value, &setup_nr_cpus);
}
early_param("nr_cpus", setup_nrcpus);
