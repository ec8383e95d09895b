// SPDX-License-Identifier: MIT
/* memblock's tables, checked against the invariants in mm/memblock.c and written as text. */
#define pr_fmt(fmt) "memblock: " fmt

#include <linux/memblock.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#include "internal.h"

static int __init_memblock validate_region(const struct memblock_type *t, unsigned long i)
{
	const struct memblock_region *r = &t->regions[i], *next = r + 1;
	int bad = 0;

	if (!r->size || region_end(r) < r->base || region_end(r) > MEMBLOCK_PHYS_LIMIT) {
		pr_err("%s[%lu]: %#llx + %#llx is empty or too high\n", t->name, i,
		       (u64)r->base, (u64)r->size);
		bad++;
	}
	if (i + 1 == t->cnt)
		return bad;
	if (next->base < region_end(r)) {
		pr_err("%s[%lu]: overlaps the next, or not sorted\n", t->name, i);
		bad++;
	} else if (next->base == region_end(r) && next->flags == r->flags) {
		pr_err("%s[%lu]: touches the next, not merged\n", t->name, i);
		bad++;
	}
	return bad;
}

static int __init_memblock validate_type(const struct memblock_type *t)
{
	phys_addr_t sum = 0;
	unsigned long i;
	int bad = 0;

	if (t->cnt > t->max) {
		pr_err("%s: %lu regions, room for %lu\n", t->name, t->cnt, t->max);
		return 1;
	}
	for (i = 0; i < t->cnt; i++) {
		bad += validate_region(t, i);
		sum += t->regions[i].size;
	}
	if (sum != t->total_size) {
		pr_err("%s: total is %#llx, sum of the sizes %#llx\n", t->name,
		       (u64)t->total_size, (u64)sum);
		bad++;
	}
	return bad;
}

int __init_memblock mb_validate(const struct memblock *mb)
{
	int bad = validate_type(&mb->memory) + validate_type(&mb->reserved);
	unsigned long i;

	for (i = 0; i < mb->memory.cnt; i++) {
		if ((mb->memory.regions[i].base | mb->memory.regions[i].size) & ~PAGE_MASK) {
			pr_err("memory[%lu]: not whole pages\n", i);
			bad++;
		}
	}
	for (i = 0; i < mb->reserved.cnt; i++) {
		if (mb->reserved.regions[i].flags) {
			pr_err("reserved[%lu]: has flags\n", i);
			bad++;
		}
	}
	return bad;
}

static int __init_memblock dump_type(const struct memblock_type *t, char *buf, size_t size)
{
	const struct memblock_region *r;
	int len = 0;

	for (r = t->regions; r < t->regions + t->cnt; r++)
		len += scnprintf(buf + len, size - len, "%-8s [0x%08llx-0x%08llx) %7llu KiB%s\n",
				 t->name, (u64)r->base, (u64)region_end(r), (u64)r->size >> 10,
				 r->flags & MEMBLOCK_NOMAP ? " nomap" : "");
	return len;
}

int __init_memblock mb_dump(const struct memblock *mb, char *buf, size_t size)
{
	int len = dump_type(&mb->memory, buf, size);

	return len + dump_type(&mb->reserved, buf + len, size - len);
}

int __init_memblock memblock_validate(void)
{
	return mb_validate(&memblock);
}

int __init_memblock memblock_dump(char *buf, size_t size)
{
	return mb_dump(&memblock, buf, size);
}

static void __init_memblock print_type(const struct memblock_type *t)
{
	const struct memblock_region *r;

	for (r = t->regions; r < t->regions + t->cnt; r++)
		pr_info("%-8s [0x%08llx-0x%08llx) %7llu KiB%s\n", t->name, (u64)r->base,
			(u64)region_end(r), (u64)r->size >> 10,
			r->flags & MEMBLOCK_NOMAP ? " nomap" : "");
}

void __init_memblock memblock_dump_all(void)
{
	print_type(&memblock.memory);
	print_type(&memblock.reserved);
}
