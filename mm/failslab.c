// SPDX-License-Identifier: MIT
/*
 * failslab=: allocations of objects that fail on purpose. While it is on, no cache uses magazines,
 * so that every allocation comes past here.
 */
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#include "slab.h"

bool failslab_on;
static struct fault_attr failslab = FAULT_ATTR_INITIALIZER;

static int __init parse_failslab(char *value)
{
	int err = setup_fault_attr(&failslab, value);

	if (err)
		return err;
	failslab.verbose = true;
	failslab_on = true;
	return 0;
}
early_param("failslab", parse_failslab);

bool should_failslab(const struct kmem_cache *c, gfp_t flags)
{
	/* What the allocator itself needs does not count: its failures look like its user's. */
	if (c == &slab_desc_cache || c == &magazine_cache || (flags & __GFP_NOFAIL))
		return false;
	if (!should_fail(&failslab, c->object_size))
		return false;
	if (failslab.verbose && !(flags & __GFP_NOWARN))
		pr_info("failslab: an allocation from %s made to fail\n", c->name);
	return true;
}

void failslab_set(const struct fault_attr *attr)
{
	mutex_lock(&slab_mutex);
	if (attr)
		failslab = *attr;
	WRITE_ONCE(failslab_on, attr != NULL);
	update_all_caches();
	mutex_unlock(&slab_mutex);
}
