// SPDX-License-Identifier: MIT
/*
 * Misuse of pages, and damage to free ones: who belongs to what, why it is wrong, and the report.
 *
 * A free that is refused changes nothing: what the page was, it stays, and no list ever sees it. A
 * free block that somebody has written to is withdrawn: it is never handed out again.
 */
#define pr_fmt(fmt) fmt

#include <linux/mm.h>
#include <linux/mmdebug.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include "page_alloc.h"

unsigned long bad_page_reports;

/* The head that a block of 2^@order pages around @page would have; NULL outside of the map. */
static struct page *head_at(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page) & ~((1ul << order) - 1);

	return pfn_valid(pfn) ? pfn_to_page(pfn) : NULL;
}

struct page *find_allocated_head(struct page *page)
{
	unsigned int order;
	struct page *head;

	for (order = 1; order < MAX_ORDER; order++) {
		head = head_at(page, order);
		if (!head || head == page)
			continue;
		if (page_ref_count(head) > 0 && !PageReserved(head))
			return block_order(head) >= order ? head : NULL;
	}
	return NULL;
}

struct page *find_buddy_head(struct page *page)
{
	unsigned int order;
	struct page *head;

	for (order = 0; order < MAX_ORDER; order++) {
		head = head_at(page, order);
		if (head && PageBuddy(head) && block_order(head) >= order)
			return head;
	}
	return NULL;
}

struct page *__compound_head(struct page *page)
{
	struct page *head = find_allocated_head(page);

	return head && PageHead(head) ? head : page;
}

const char *bad_free_reason(struct page *page, unsigned int order)
{
	if (!page_in_map(page) || !pfn_valid(page_to_pfn(page)))
		return "this is no page";
	if (PageHWPoison(page))
		return "a withdrawn page";
	if (PageReserved(page))
		return "a reserved page";
	if (page_ref_count(page) <= 0)
		return find_allocated_head(page) ? "a tail page" : "the page is free already";
	if (block_order(page) != order)
		return "not the order it was allocated with";
	if (page_ref_count(page) > 1)
		return NULL;
	if (page->flags & PAGE_FLAGS_CHECK_AT_FREE)
		return "its flags say it is in use";
	if (page->mapping)
		return "it still has a mapping";
	if (page_mapcount(page))
		return "it is still mapped";
	return NULL;
}

void dump_page(const struct page *page, const char *reason)
{
	pr_alert("page %px pfn %#lx zone %s order %u count %d mapcount %d flags %#lx\n",
		 page, page_to_pfn(page), page_zone(page)->name, block_order(page),
		 page_ref_count(page), page_mapcount(page), page->flags);
	pr_alert("mapping %px private %#lx index %#lx\n", page->mapping, page->private,
		 page->index);
	if (reason)
		pr_alert("page dumped because: %s\n", reason);
}

void report_bad_free(struct page *page, unsigned int order, const char *reason)
{
	bad_page_reports++;
	pr_alert("BUG: Bad page free in %s, order %u, CPU %d: %s\n", current->comm, order,
		 raw_smp_processor_id(), reason);
	if (page_in_map(page) && pfn_valid(page_to_pfn(page)))
		dump_page(page, NULL);
	else
		pr_alert("page %px, the descriptors are at %px + %lu\n", page, mem_map,
			 mem_map_nr_pages);
	dump_stack();
}

void withdraw_free_page(struct page *page, unsigned int order, const char *reason)
{
	bad_page_reports++;
	atomic_long_add(1 << order, &page_zone(page)->vm_stat[NR_HWPOISON]);
	pr_alert("BUG: Bad page state in %s, CPU %d: %s; withdrawn\n", current->comm,
		 raw_smp_processor_id(), reason);
	dump_page(page, NULL);
	dump_stack();
	page->flags = page_zone(page)->page_flags | BIT(PG_hwpoison) | order;
	init_page_count(page);
}

void reinstate_page(struct page *page, unsigned int order)
{
	if (WARN_ON(!PageHWPoison(page) || block_order(page) != order))
		return;
	atomic_long_sub(1 << order, &page_zone(page)->vm_stat[NR_HWPOISON]);
	page->flags &= ~BIT(PG_hwpoison);
	page->mapping = NULL;
	page_mapcount_reset(page);
	init_page_count(page);
	__free_pages(page, order);
}
