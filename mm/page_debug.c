// SPDX-License-Identifier: MIT
/*
 * The debugging switches: what is done to blocks between the lists and their owners while one is
 * on.
 *
 *   page_poison=on     free pages are filled with a pattern, looked at when allocated again
 *   page_owner=on      notes who allocated each block
 *   init_on_alloc=on   new pages and objects are zeros, asked for or not
 *   init_on_free=on    freed pages and objects become zeros at once
 *   debug_atomic_sleep=on   an allocation that may sleep is reported where it must not, always.
 *                      Without it that is noticed only where the long way is taken: it would be a
 *                      tenth of the fast paths
 *
 * All of them can be switched while the system runs. mm/page_alloc.c says why the fast paths do not
 * look here.
 */
#define pr_fmt(fmt) fmt

#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/string.h>
#include <asm/fixmap.h>

#include "page_alloc.h"

unsigned int page_debug;

static int __init set_switch(char *value, unsigned int bit)
{
	bool on;

	if (kstrtobool(value, &on))
		return -EINVAL;
	page_debug = on ? page_debug | bit : page_debug & ~bit;
	return 0;
}

static int __init parse_page_poison(char *value)
{
	return set_switch(value, PAGE_DEBUG_POISON);
}
early_param("page_poison", parse_page_poison);

static int __init parse_init_on_alloc(char *value)
{
	return set_switch(value, PAGE_DEBUG_INIT_ALLOC);
}
early_param("init_on_alloc", parse_init_on_alloc);

static int __init parse_init_on_free(char *value)
{
	return set_switch(value, PAGE_DEBUG_INIT_FREE);
}
early_param("init_on_free", parse_init_on_free);

static int __init parse_debug_atomic_sleep(char *value)
{
	return set_switch(value, PAGE_DEBUG_SLEEP);
}
early_param("debug_atomic_sleep", parse_debug_atomic_sleep);

void page_debug_change(unsigned int set, unsigned int clear)
{
	unsigned int now = (page_debug | set) & ~clear;

	if (now)
		pcp_set_open(false);
	if (clear & PAGE_DEBUG_POISON)
		page_poison_forget();
	WRITE_ONCE(page_debug, now);
	if ((set | clear) & PAGE_DEBUG_OBJECTS)
		slab_debug_changed();
	if (!now)
		pcp_set_open(true);
}

bool page_debug_alloc(struct page *page, unsigned int order, gfp_t gfp)
{
	if ((page_debug & PAGE_DEBUG_POISON) && !unpoison_pages(page, order))
		return false;
	if ((page_debug & PAGE_DEBUG_INIT_ALLOC) && !(gfp & __GFP_ZERO))
		clear_pages(page, order);
	if (page_debug & PAGE_DEBUG_OWNER)
		page_owner_set(page, order, gfp);
	return true;
}

void page_debug_free(struct page *page, unsigned int order)
{
	if (likely(!page_debug))
		return;
	if (page_debug & PAGE_DEBUG_OWNER)
		page_owner_reset(page, order);
	if (page_debug & PAGE_DEBUG_INIT_FREE)
		clear_pages(page, order);
	if (page_debug & PAGE_DEBUG_POISON)
		poison_pages(page, order);
}

/* ---- the bytes of a page, wherever it is ---- */

static inline enum fixed_addresses map_slot(void)
{
	return FIX_PAGE_ATOMIC + raw_smp_processor_id();
}

/* A highmem page is mapped into a slot of this CPU's, with interrupts off until it is unmapped. */
void *map_page_atomic(struct page *page, unsigned long *flags)
{
	if (likely(!PageHighMem(page)))
		return lowmem_page_address(page);
	local_irq_save(*flags);
	__set_fixmap(map_slot(), page_to_phys(page), MT_MEMORY_RW);
	return (void *)__fix_to_virt(map_slot());
}

void unmap_page_atomic(struct page *page, unsigned long flags)
{
	if (likely(!PageHighMem(page)))
		return;
	clear_fixmap(map_slot());
	local_irq_restore(flags);
}

void clear_pages(struct page *page, unsigned int order)
{
	struct page *end = page + (1ul << order);

	for (; page < end; page++)
		clear_highpage(page);
}
