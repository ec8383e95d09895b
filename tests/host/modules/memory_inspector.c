// SPDX-License-Identifier: MIT
/*
 * A module as a reader of the book writes it: its first idea to try, "Memory Inspector". Built into
 * an image with EXTRA=tests/host/modules, and judged by what it prints (tests/host/linux_tests.py).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static int kmalloc_kib = 32;
module_param(kmalloc_kib, int, 0444);
MODULE_PARM_DESC(kmalloc_kib, "what to ask kmalloc() for");

static int vmalloc_kib = 256;
module_param(vmalloc_kib, int, 0444);
MODULE_PARM_DESC(vmalloc_kib, "what to ask vmalloc() for");

static char *buf;
static char *area;

static int __init memory_inspector_init(void)
{
	unsigned long offset;

	buf = kmalloc(kmalloc_kib * 1024, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	for (offset = 0; offset < kmalloc_kib * 1024; offset += PAGE_SIZE)
		pr_info("kmalloc page at %#lx\n", (unsigned long)virt_to_phys(buf + offset));

	area = vmalloc(vmalloc_kib * 1024);
	if (!area) {
		kfree(buf);
		return -ENOMEM;
	}
	for (offset = 0; offset < vmalloc_kib * 1024; offset += PAGE_SIZE)
		pr_info("vmalloc page at %#lx\n", vmalloc_to_pfn(area + offset) << PAGE_SHIFT);
	return 0;
}

static void __exit memory_inspector_exit(void)
{
	vfree(area);
	kfree(buf);
}

module_init(memory_inspector_init);
module_exit(memory_inspector_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("shows which physical pages lie under kmalloc() and vmalloc()");
