// SPDX-License-Identifier: MIT
/* The suites, in the order they are run. */
#include <linux/stddef.h>

#include "bench.h"

const struct bench_suite *const bench_suites[] = {
	&page_alloc_bench,
	&sched_bench,
	&slab_bench,
	&vmalloc_bench,
	&highmem_bench,
	NULL
};
