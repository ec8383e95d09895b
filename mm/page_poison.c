// SPDX-License-Identifier: MIT
/*
 * page_poison=on: free pages hold a pattern. A page that does not, when it is allocated, was
 * written to after it was freed: the damaged bytes are shown, and the block is withdrawn.
 *
 * A page freed before the switch was thrown holds anything, so each poisoned block says so itself:
 * its head has the pattern's mark in page->private, which nobody else writes while the block is
 * free. A block may be split and merged meanwhile; only pages whose own descriptor has the mark are
 * looked at.
 */
#define pr_fmt(fmt) fmt

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "page_alloc.h"

/* Another one after each time the switch was off: marks from before say nothing. */
static unsigned long poison_mark = 0x706f6900ul;	/* "poi" and a number */

void page_poison_forget(void)
{
	poison_mark++;
}

static void poison_page(struct page *page)
{
	unsigned long flags = 0;

	memset(map_page_atomic(page, &flags), PAGE_POISON, PAGE_SIZE);
	unmap_page_atomic(page, flags);
	page->private = poison_mark;
}

void poison_pages(struct page *page, unsigned int order)
{
	struct page *end = page + (1ul << order);

	for (; page < end; page++)
		poison_page(page);
}

/* Shows the first to the last damaged byte, at most 64 of them. */
static void dump_damage(const struct page *page, const u8 *bytes, size_t first)
{
	size_t last = PAGE_SIZE - 1;

	while (bytes[last] == PAGE_POISON)
		last--;
	pr_alert("page pfn %#lx: bytes %#zx to %#zx were written after it was freed\n",
		 page_to_pfn(page), first, last);
	print_hex_dump(KERN_ALERT, "", DUMP_PREFIX_OFFSET, 16, 1, bytes + round_down(first, 16),
		       min_t(size_t, 64, PAGE_SIZE - round_down(first, 16)), true);
}

static bool check_page(struct page *page)
{
	unsigned long flags = 0;
	u8 *bytes, *damage;

	if (page->private != poison_mark)
		return true;
	page->private = 0;
	bytes = map_page_atomic(page, &flags);
	damage = memchr_inv(bytes, PAGE_POISON, PAGE_SIZE);
	if (unlikely(damage))
		dump_damage(page, bytes, damage - bytes);
	unmap_page_atomic(page, flags);
	return !damage;
}

bool unpoison_pages(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1ul << order; i++) {
		if (!check_page(page + i))
			goto damaged;
	}
	return true;
damaged:
	withdraw_free_page(page, order, "its poison is damaged");
	return false;
}
