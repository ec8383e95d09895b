// SPDX-License-Identifier: MIT
/*
 * Is the RAM of the device tree really there?
 *
 * A tree that promises more RAM than the board has would be found out much later, by data that
 * changes. So the last page of each bank is written and read back through an uncached mapping,
 * and compared with the page that shares all its address bits but the highest: that is where a
 * write past the end shows up on a board whose RAM repeats itself. If that fails, the bank is
 * halved until it answers.
 */
#include <asm/setup.h>
#include <asm/fixmap.h>
#include <asm/page.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <marrow/fault.h>

#define PATTERN		0x5ca1ab1e

/* One access to a word of RAM; a bus that does not answer gives an abort. */
static bool __init ram_read(phys_addr_t phys, u32 *val)
{
	bool ok;

	__set_fixmap(FIX_PROBE, phys, MT_MEMORY_NONCACHED);
	ok = !probe_ioread32((void *)(__fix_to_virt(FIX_PROBE) + offset_in_page(phys)), val);
	clear_fixmap(FIX_PROBE);
	return ok;
}

static bool __init ram_write(phys_addr_t phys, u32 val)
{
	bool ok;

	__set_fixmap(FIX_PROBE, phys, MT_MEMORY_NONCACHED);
	ok = !probe_iowrite32((void *)(__fix_to_virt(FIX_PROBE) + offset_in_page(phys)), val);
	clear_fixmap(FIX_PROBE);
	return ok;
}

static bool __init ram_holds(phys_addr_t phys, u32 pattern)
{
	u32 val;

	return ram_write(phys, pattern) && ram_read(phys, &val) && val == pattern;
}

/* The last word of [start, end), and the word below it that it would be an alias of. */
static bool __init ram_answers(phys_addr_t start, phys_addr_t end)
{
	phys_addr_t last = end - sizeof(u32), offset = last - start;
	phys_addr_t alias = last - (1ul << ilog2(offset));
	u32 old, alias_old, alias_now;
	bool ok;

	if (!ram_read(last, &old) || !ram_read(alias, &alias_old))
		return false;
	ok = ram_holds(last, PATTERN ^ alias_old) && ram_holds(last, ~PATTERN ^ alias_old) &&
	     ram_read(alias, &alias_now) && alias_now == alias_old;
	ram_write(last, old);
	return ok;
}

phys_addr_t __init ram_find_end(phys_addr_t start, phys_addr_t end)
{
	while (end > start && !ram_answers(start, end))
		end = start + ((end - start) / 2 & PAGE_MASK);
	return end;
}
