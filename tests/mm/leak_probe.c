// SPDX-License-Identifier: MIT
/* Each test case must end with as many free pages as it began with: KUnit asks here. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/init.h>

#include "../../mm/slab.h"

static unsigned long free_pages_everywhere(void)
{
	slab_shrink_all();
	drain_all_pages(NULL);
	return nr_free_pages();
}

static int __init leak_probe_init(void)
{
	kunit_leak_probe = free_pages_everywhere;
	return 0;
}
late_initcall(leak_probe_init);
