// SPDX-License-Identifier: MIT
/*
 * page_owner=on: who allocated each block, by backtrace.
 *
 * A record of 32 bytes for each page; a page of records covers as many pages as a page of
 * descriptors does. Only the record of a block's head counts. The pages of records are allocated
 * when the switch is thrown, and found through a table by frame number.
 *
 * Locking: a record belongs to whoever owns its block. The report reads records while they change:
 * what it prints is a snapshot, each line of it possibly a little old. report_lock keeps a second
 * report off the table in which the first one is grouping.
 */
#define pr_fmt(fmt) fmt

#include <linux/page_owner.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include "page_alloc.h"

#define OWNER_FRAMES	5
/* The callers of stack_trace_save() up to __alloc_pages(): not what one wants to know. */
#define ALLOCATOR_FRAMES	5
#define RECORDS_PER_PAGE	(PAGE_SIZE / sizeof(struct owner_record))
#define MAX_RECORD_PAGES	((1ul << (32 - PAGE_SHIFT)) / RECORDS_PER_PAGE)
#define REPORT_GROUPS	64

struct owner_record {
	unsigned long frames[OWNER_FRAMES];
	gfp_t gfp;		/* 0: no owner known */
	u16 order;
	u16 pid;
	char comm[4];		/* enough to tell the threads apart, with the pid */
};

static_assert(sizeof(struct owner_record) == 32);

struct owner_group {
	unsigned long frames[OWNER_FRAMES];
	unsigned long blocks, pages;
};

static struct owner_record **record_pages;
static struct owner_group groups[REPORT_GROUPS];
static DEFINE_SPINLOCK(report_lock);

static bool owner_wanted __initdata;

static int __init parse_page_owner(char *value)
{
	return kstrtobool(value, &owner_wanted);
}
early_param("page_owner", parse_page_owner);

static struct owner_record *record_of(const struct page *page)
{
	unsigned long nr = page_to_pfn(page) - mem_map_base_pfn;
	struct owner_record *records = record_pages[nr / RECORDS_PER_PAGE];

	return records ? &records[nr % RECORDS_PER_PAGE] : NULL;
}

bool page_owner_enabled(void)
{
	return page_debug & PAGE_DEBUG_OWNER;
}

/* ---- noting ---- */

void page_owner_set(struct page *page, unsigned int order, gfp_t gfp)
{
	struct owner_record *r = record_of(page);

	if (!r)
		return;
	memset(r, 0, sizeof(*r));
	stack_trace_save(r->frames, OWNER_FRAMES, ALLOCATOR_FRAMES);
	r->order = order;
	r->pid = current->pid;
	memcpy(r->comm, current->comm, sizeof(r->comm));
	r->gfp = gfp | __GFP_MOVABLE;	/* never 0; a flag without effect */
}

void page_owner_reset(struct page *page, unsigned int order)
{
	struct owner_record *r = record_of(page);

	if (r)
		r->gfp = 0;
}

void page_owner_split(struct page *page, unsigned int order)
{
	struct owner_record *head, *tail;
	unsigned long i;

	if (likely(!page_owner_enabled()))
		return;
	head = record_of(page);
	if (!head)
		return;
	head->order = 0;
	for (i = 1; i < 1ul << order; i++) {
		tail = record_of(page + i);
		if (tail)
			*tail = *head;
	}
}

/* ---- switching ---- */

static unsigned long nr_record_pages(void)
{
	return DIV_ROUND_UP(mem_map_nr_pages, RECORDS_PER_PAGE);
}

static void free_records(void)
{
	unsigned long i;

	for (i = 0; record_pages && i < nr_record_pages(); i++)
		free_page((unsigned long)record_pages[i]);
	free_pages_exact(record_pages, nr_record_pages() * sizeof(*record_pages));
	record_pages = NULL;
}

int page_owner_enable(void)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN | __GFP_NORETRY;
	unsigned long i;

	if (page_owner_enabled())
		return 0;
	record_pages = alloc_pages_exact(nr_record_pages() * sizeof(*record_pages), gfp);
	if (!record_pages)
		return -ENOMEM;
	for (i = 0; i < nr_record_pages(); i++) {
		if (!pfn_valid(mem_map_base_pfn + i * RECORDS_PER_PAGE))
			continue;
		record_pages[i] = (struct owner_record *)__get_free_page(gfp);
		if (!record_pages[i])
			goto free_what_there_is;
	}
	page_debug_change(PAGE_DEBUG_OWNER, 0);
	return 0;

free_what_there_is:
	free_records();
	return -ENOMEM;
}

void page_owner_disable(void)
{
	if (!page_owner_enabled())
		return;
	page_debug_change(0, PAGE_DEBUG_OWNER);
	free_records();
}

static int __init page_owner_init(void)
{
	int err = owner_wanted ? page_owner_enable() : 0;

	if (err)
		pr_err("page_owner: no memory for the records\n");
	return err;
}
early_initcall(page_owner_init);

/* ---- reporting ---- */

void dump_page_owner(struct page *page)
{
	struct owner_record *r = page_owner_enabled() ? record_of(page) : NULL;

	if (!r || !r->gfp) {
		pr_info("page_owner: nothing is known of pfn %#lx\n", page_to_pfn(page));
		return;
	}
	pr_info("page_owner: pfn %#lx order %u gfp %#x by %.4s %u:\n", page_to_pfn(page), r->order,
		r->gfp & ~__GFP_MOVABLE, r->comm, r->pid);
	stack_trace_print(r->frames, OWNER_FRAMES, 1);
}

/* The group of a record, or the last one, which takes what finds no room. */
static struct owner_group *group_of(const struct owner_record *r, unsigned int *used)
{
	unsigned int i;

	for (i = 0; i < *used; i++) {
		if (!memcmp(groups[i].frames, r->frames, sizeof(r->frames)))
			return &groups[i];
	}
	if (*used == REPORT_GROUPS - 1)
		return &groups[REPORT_GROUPS - 1];
	memcpy(groups[*used].frames, r->frames, sizeof(r->frames));
	return &groups[(*used)++];
}

static int larger_first(const void *a, const void *b)
{
	const struct owner_group *x = a, *y = b;

	return x->pages < y->pages ? 1 : x->pages > y->pages ? -1 : 0;
}

/* Fills groups[], largest first; returns how many. With report_lock. */
static unsigned int group_owners(void)
{
	unsigned int used = 0;
	unsigned long pfn, end = mem_map_base_pfn + mem_map_nr_pages;
	struct owner_record *r;
	struct owner_group *g;

	memset(groups, 0, sizeof(groups));
	for (pfn = mem_map_base_pfn; pfn < end; pfn++) {
		r = record_of(pfn_to_page(pfn));
		if (!r || !r->gfp)
			continue;
		g = group_of(r, &used);
		g->blocks++;
		g->pages += 1ul << r->order;
	}
	if (groups[REPORT_GROUPS - 1].blocks)
		used = REPORT_GROUPS;
	sort(groups, used, sizeof(groups[0]), larger_first, NULL);
	return used;
}

/* A backtrace that ended early has zeros behind it. */
static unsigned int group_depth(const struct owner_group *g)
{
	unsigned int depth = 0;

	while (depth < OWNER_FRAMES && g->frames[depth])
		depth++;
	return depth;
}

void page_owner_show_top(unsigned int nr)
{
	unsigned int i, used;

	if (!page_owner_enabled()) {
		pr_info("page_owner=on would tell who holds the memory\n");
		return;
	}
	if (!spin_trylock(&report_lock))
		return;
	used = group_owners();
	for (i = 0; i < min(nr, used); i++) {
		pr_info("page_owner: %lu pages in %lu blocks are held by\n", groups[i].pages,
			groups[i].blocks);
		stack_trace_print(groups[i].frames, group_depth(&groups[i]), 1);
	}
	spin_unlock(&report_lock);
}

static int group_text(const struct owner_group *g, char *buf, size_t size)
{
	int len = scnprintf(buf, size, "%lu pages in %lu blocks:\n", g->pages, g->blocks);
	unsigned int i;

	for (i = 0; i < group_depth(g); i++)
		len += scnprintf(buf + len, size - len, " %pB\n", (void *)g->frames[i]);
	return len + scnprintf(buf + len, size - len, "\n");
}

int page_owner_text(char *buf, size_t size)
{
	unsigned int i, used;
	int len;

	if (!page_owner_enabled() || !spin_trylock(&report_lock))
		return scnprintf(buf, size, "page_owner is off\n");
	used = group_owners();
	len = scnprintf(buf, size, "%u callers hold pages\n\n", used);
	for (i = 0; i < used; i++)
		len += group_text(&groups[i], buf + len, size - len);
	spin_unlock(&report_lock);
	return len;
}
