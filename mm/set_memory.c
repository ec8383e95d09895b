// SPDX-License-Identifier: MIT
/*
 * Changing the protection of ranges in vmalloc's space.
 *
 *		set_memory_ro			set_memory_x
 *	rw  ------------------->   ro   ------------------->   rx
 *	    <-------------------        <-------------------
 *		set_memory_rw			set_memory_nx
 *
 * There is no other way between the three, so no entry is writable and executable. The rest of
 * W^X is that the memory has no other address that can write it: set_memory_x() looks through all
 * page tables, and refuses. Addresses that nobody uses any more are no reason: slots of kmap() and
 * of local maps that are left over are emptied first, and lazily freed areas leave the TLBs. It
 * cannot look into the future; who maps such a page again breaks the rule, and ptdump_check_wx()
 * will say so.
 *
 * Only permissions change, which an entry may do while it is valid; the TLBs are emptied before
 * these functions return. The area is marked, so that vfree() takes the permissions back before
 * the pages go.
 */
#include "vmap.h"

#include <asm/cacheflush.h>
#include <asm/pgtable.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/set_memory.h>

/* All of [addr, end) is mapped by whole entries inside one area, each of one of the two types. */
static int check_range(unsigned long addr, unsigned long end, enum mem_type a, enum mem_type b)
{
	struct vm_struct *vm = find_vm_area((void *)addr);
	enum mem_type type;
	unsigned long size;
	phys_addr_t phys;

	if (addr & ~PAGE_MASK || end <= addr || !vm || !(vm->flags & (VM_ALLOC | VM_MAP)) ||
	    end > (unsigned long)vm->addr + get_vm_area_size(vm))
		return -EINVAL;
	for (; addr < end; addr += size) {
		size = pgtable_lookup(addr, &phys, &type);
		if (!size || addr & (size - 1) || size > end - addr)
			return -EINVAL;
		if (type != a && type != b)
			return -EPERM;
	}
	return 0;
}

static int change_type(unsigned long addr, int numpages, enum mem_type from, enum mem_type to)
{
	unsigned long end = addr + (unsigned long)numpages * PAGE_SIZE;
	int err;

	if (numpages <= 0)
		return -EINVAL;
	err = check_range(addr, end, from, to);
	if (err)
		return err;
	find_vm_area((void *)addr)->flags |= VM_FLUSH_RESET_PERMS;
	change_kernel_range(addr, end, to);
	return 0;
}

int set_memory_ro(unsigned long addr, int numpages)
{
	return change_type(addr, numpages, MT_MEMORY_RW, MT_MEMORY_RO);
}
EXPORT_SYMBOL(set_memory_ro);

int set_memory_rw(unsigned long addr, int numpages)
{
	return change_type(addr, numpages, MT_MEMORY_RO, MT_MEMORY_RW);
}
EXPORT_SYMBOL(set_memory_rw);

int set_memory_nx(unsigned long addr, int numpages)
{
	return change_type(addr, numpages, MT_MEMORY_RX, MT_MEMORY_RO);
}
EXPORT_SYMBOL(set_memory_nx);

void vmap_forget_writers(void)
{
	vm_unmap_aliases();
	kmap_flush_unused();
	kmap_local_flush_unused();
}

static bool somebody_writes(unsigned long addr, unsigned long end)
{
	enum mem_type type;
	phys_addr_t phys;

	for (; addr < end; addr += PAGE_SIZE) {
		pgtable_lookup(addr, &phys, &type);
		if (ptdump_find_writable(phys, phys + PAGE_SIZE))
			return true;
	}
	return false;
}

int set_memory_x(unsigned long addr, int numpages)
{
	unsigned long end = addr + (unsigned long)numpages * PAGE_SIZE;
	int err;

	might_sleep();
	err = numpages > 0 ? check_range(addr, end, MT_MEMORY_RO, MT_MEMORY_RX) : -EINVAL;
	if (err)
		return err;
	vmap_forget_writers();
	if (somebody_writes(addr, end))
		return -EPERM;
	err = change_type(addr, numpages, MT_MEMORY_RO, MT_MEMORY_RX);
	flush_icache_range(addr, end);
	return err;
}
EXPORT_SYMBOL(set_memory_x);
