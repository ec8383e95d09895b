// SPDX-License-Identifier: MIT
/* fail_page_alloc=: page allocations that fail on purpose. */
#define pr_fmt(fmt) fmt

#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>

#include "page_alloc.h"

static struct fault_attr fail_page_alloc = FAULT_ATTR_INITIALIZER;
static atomic_t failures;

static int __init parse_fail_page_alloc(char *value)
{
	int err = setup_fault_attr(&fail_page_alloc, value);

	if (err)
		return err;
	fail_page_alloc.verbose = true;
	page_debug |= PAGE_DEBUG_FAIL;
	return 0;
}
early_param("fail_page_alloc", parse_fail_page_alloc);

bool should_fail_alloc_page(gfp_t gfp, unsigned int order)
{
	if ((gfp & __GFP_NOFAIL) || !should_fail(&fail_page_alloc, 1 << order))
		return false;
	atomic_inc(&failures);
	if (fail_page_alloc.verbose && !(gfp & __GFP_NOWARN)) {
		pr_info("fail_page_alloc: order %u, gfp %#x made to fail\n", order, gfp);
		dump_stack();
	}
	return true;
}

void fail_page_alloc_set(const struct fault_attr *attr)
{
	if (attr) {
		fail_page_alloc = *attr;
		page_debug_change(PAGE_DEBUG_FAIL, 0);
	} else {
		page_debug_change(0, PAGE_DEBUG_FAIL);
	}
}

unsigned int fail_page_alloc_count(void)
{
	return atomic_read(&failures);
}
