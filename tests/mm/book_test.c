// SPDX-License-Identifier: MIT
/*
 * The chapter's code as it stands in the book, in the chapter's order, with its names old and new.
 * What another suite shows already is not repeated: docs/book.md has the whole table.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

/* ---- Pages ---- */

static void pages_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	/* "page_count() returns a positive nonzero integer when the page is in use" */
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&page->_count), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&page->_mapcount), -1);
	KUNIT_EXPECT_NULL(test, page->mapping);
	get_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	put_page(page);
	__free_page(page);
	/* "internally _count is negative one when the page is free" */
	KUNIT_EXPECT_EQ(test, page_count(page), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&page->_count), -1);
	/* "physical memory is divided into 262,144 distinct pages", per gibibyte */
	KUNIT_EXPECT_EQ(test, (1ul << 30) / PAGE_SIZE, 262144ul);
}

/* ---- Zones ---- */

static void zones_test(struct kunit *test)
{
	static const struct {
		gfp_t gfp;
		enum zone_type highest;
	} rows[] = {
		{ GFP_KERNEL | GFP_DMA, ZONE_DMA },
		{ GFP_KERNEL, ZONE_NORMAL },
		{ GFP_HIGHUSER, ZONE_HIGHMEM },
	};
	struct page *page;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		page = alloc_pages(rows[i].gfp, 2);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_LE(test, page_zonenum(page), rows[i].highest);
		/* "Allocations can't cross zones." */
		KUNIT_EXPECT_PTR_EQ(test, page_zone(page), page_zone(page + 3));
		/* Not permanently mapped: no address. */
		KUNIT_EXPECT_EQ(test, PageHighMem(page), !page_address(page));
		__free_pages(page, 2);
	}
	KUNIT_EXPECT_STREQ(test, contig_page_data.node_zones[ZONE_DMA].name, "DMA");
	KUNIT_EXPECT_STREQ(test, contig_page_data.node_zones[ZONE_NORMAL].name, "Normal");
	KUNIT_EXPECT_STREQ(test, contig_page_data.node_zones[ZONE_HIGHMEM].name, "HighMem");
}

/* ---- Getting Pages ---- */

/* The usage example. */
static int get_and_free_eight_pages(void)
{
	unsigned long page;

	page = __get_free_pages(GFP_KERNEL, 3);
	if (!page) {
		/* insufficient memory: you must handle this error! */
		return -ENOMEM;
	}

	/* 'page' is now the address of the first of eight contiguous pages ... */
	memset((void *)page, 0x5a, 8 * PAGE_SIZE);

	free_pages(page, 3);
	/* our pages are now freed and we should no longer access the address stored in 'page' */
	return 0;
}

static void getting_pages_test(struct kunit *test)
{
	struct page *page;
	unsigned long addr;

	KUNIT_EXPECT_EQ(test, get_and_free_eight_pages(), 0);

	addr = __get_free_page(GFP_KERNEL);
	KUNIT_ASSERT_NE(test, addr, 0ul);
	KUNIT_EXPECT_PTR_EQ(test, page_address(virt_to_page((void *)addr)), (void *)addr);
	memset((void *)addr, 0x5a, PAGE_SIZE);
	free_page(addr);

	addr = get_zeroed_page(GFP_KERNEL);
	KUNIT_ASSERT_NE(test, addr, 0ul);
	KUNIT_EXPECT_NULL(test, memchr_inv((void *)addr, 0, PAGE_SIZE));
	free_page(addr);

	page = alloc_pages(GFP_ATOMIC, 3);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_to_pfn(page + 7), page_to_pfn(page) + 7);
	__free_pages(page, 3);
}

/* "Create module that allocates pages in increasing orders (0 to 10)", and by flags. */
static void page_stress_test(struct kunit *test)
{
	static const gfp_t flags[] = { GFP_KERNEL, GFP_ATOMIC, GFP_NOWAIT, GFP_NOIO, GFP_NOFS };
	unsigned int order, i;
	unsigned long addr;

	for (order = 0; order < MAX_ORDER; order++) {
		for (i = 0; i < ARRAY_SIZE(flags); i++) {
			addr = __get_free_pages(flags[i] | __GFP_NOWARN, order);
			KUNIT_EXPECT_NE_MSG(test, addr, 0ul, "order %u, flags %u", order, i);
			KUNIT_EXPECT_EQ(test, addr & ((PAGE_SIZE << order) - 1), 0ul);
			free_pages(addr, order);
		}
	}
	KUNIT_EXPECT_EQ(test, __get_free_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER), 0ul);
}

/* ---- kmalloc(), kfree(), gfp_mask flags ---- */

struct dog {
	unsigned long tail_length;
	unsigned long weight;
	unsigned int age;
};

#define BUF_SIZE	100

static void kmalloc_test(struct kunit *test)
{
	struct dog *p;
	char *buf;
	void *ptr;

	p = kmalloc(sizeof(struct dog), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_GE(test, ksize(p), sizeof(struct dog));
	p->age = 3;
	kfree(p);

	/* As in an interrupt handler. */
	preempt_disable();
	buf = kmalloc(BUF_SIZE, GFP_ATOMIC);
	preempt_enable();
	KUNIT_ASSERT_NOT_NULL(test, buf);
	kfree(buf);

	ptr = kmalloc(BUF_SIZE, GFP_KERNEL | GFP_DMA);
	KUNIT_ASSERT_NOT_NULL(test, ptr);
	KUNIT_EXPECT_EQ(test, page_zonenum(virt_to_page(ptr)), ZONE_DMA);
	kfree(ptr);

	kfree(NULL);	/* "is checked and safe" */

	/* "Use kzalloc() by default." */
	ptr = kzalloc(sizeof(struct dog), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, ptr);
	KUNIT_EXPECT_NULL(test, memchr_inv(ptr, 0, sizeof(struct dog)));
	kfree_sensitive(ptr);
}

static void gfp_flags_test(struct kunit *test)
{
	/* Type flags are made of action and zone modifiers, the book's names among them. */
	KUNIT_EXPECT_EQ(test, GFP_KERNEL, __GFP_WAIT | __GFP_IO | __GFP_FS);
	KUNIT_EXPECT_EQ(test, GFP_NOFS, __GFP_WAIT | __GFP_IO);
	KUNIT_EXPECT_EQ(test, GFP_NOIO, __GFP_WAIT);
	KUNIT_EXPECT_EQ(test, GFP_ATOMIC & __GFP_DIRECT_RECLAIM, 0u);
	KUNIT_EXPECT_TRUE(test, GFP_ATOMIC & __GFP_HIGH);
	KUNIT_EXPECT_EQ(test, GFP_DMA, __GFP_DMA);
	KUNIT_EXPECT_TRUE(test, gfpflags_allow_blocking(GFP_NOIO));
	KUNIT_EXPECT_FALSE(test, gfpflags_allow_blocking(GFP_ATOMIC));
	KUNIT_EXPECT_FALSE(test, gfpflags_allow_blocking(GFP_NOWAIT));
}

/* ---- vmalloc() ---- */

static void vmalloc_test(struct kunit *test)
{
	char *buf;
	int i;

	buf = vmalloc(16 * PAGE_SIZE); /* get 16 pages */
	KUNIT_ASSERT_NOT_NULL(test, buf);
	/* "at least a 16*PAGE_SIZE bytes of virtually contiguous block of memory" */
	memset(buf, 0x5a, 16 * PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(buf));
	for (i = 0; i < 16; i++)
		KUNIT_EXPECT_EQ(test, page_count(vmalloc_to_page(buf + i * PAGE_SIZE)), 1);
	vfree(buf);
}

/* ---- Slab Layer ---- */

struct my_object {
	int id;
	char name[16];
};

/* Writes the line of /proc/slabinfo that begins with @name: how many objects it says are active. */
static int active_objects(struct kunit *test, const char *name)
{
	size_t size = 4 * PAGE_SIZE;
	char *text = vmalloc(size), *line;
	int active = -1;

	KUNIT_ASSERT_NOT_NULL(test, text);
	slabinfo_text(text, size);
	line = strnstr(text, name, size);
	if (line)
		active = simple_strtoul(skip_spaces(line + strlen(name)), NULL, 10);
	vfree(text);
	return active;
}

/* "Slab Cache Monitor" */
static void slab_monitor_test(struct kunit *test)
{
	struct my_object *objects[20];
	struct kmem_cache *my_cache;
	int i;

	KUNIT_EXPECT_EQ(test, active_objects(test, "my_cache "), -1);
	my_cache = kmem_cache_create("my_cache", sizeof(struct my_object), 0, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, my_cache);
	KUNIT_EXPECT_EQ(test, active_objects(test, "my_cache "), 0);
	for (i = 0; i < 20; i++) {
		objects[i] = kmem_cache_alloc(my_cache, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, objects[i]);
		objects[i]->id = i;
	}
	KUNIT_EXPECT_GE(test, active_objects(test, "my_cache "), 20);
	for (i = 0; i < 20; i++)
		kmem_cache_free(my_cache, objects[i]);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(my_cache), 0);
	KUNIT_EXPECT_EQ(test, active_objects(test, "my_cache "), -1);
}

/* ---- Statically Allocating on the Stack ---- */

/* A few hundred bytes of locals are fair; how deep the stack was is known afterwards. */
static noinline u8 use_stack(unsigned int seed)
{
	volatile u8 locals[300];

	memset((void *)locals, seed, sizeof(locals));
	return locals[seed % sizeof(locals)];
}

static void stack_test(struct kunit *test)
{
	unsigned long unused = stack_not_used(current);

	KUNIT_EXPECT_EQ(test, use_stack(7), 7);
	KUNIT_EXPECT_LE(test, stack_not_used(current), unused);
	KUNIT_EXPECT_GT(test, stack_not_used(current), 0ul);
	/* One page or two, the same for all, and mapped by vmalloc(). */
	KUNIT_EXPECT_TRUE(test, THREAD_SIZE == PAGE_SIZE || THREAD_SIZE == 2 * PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(current->stack));
}

/* ---- High Memory Mappings ---- */

/* A buffer the CPU cannot see: filled through one kind of mapping, read through the others. */
static void highmem_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	int preempt = preempt_count();
	u32 *vaddr;

	KUNIT_ASSERT_NOT_NULL(test, page);
	vaddr = kmap(page);
	*vaddr = 0xcafe;
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);
	kunmap(page);

	vaddr = kmap_atomic(page);
	KUNIT_EXPECT_EQ(test, *vaddr, 0xcafeu);
	KUNIT_EXPECT_NE(test, preempt_count(), preempt);
	kunmap_atomic(vaddr);
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);

	vaddr = kmap_local_page(page);
	KUNIT_EXPECT_EQ(test, *vaddr, 0xcafeu);
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);
	kunmap_local(vaddr);
	__free_page(page);
}

/* ---- Per-CPU Allocations ---- */

DECLARE_PER_CPU(unsigned long, widget_count);
DEFINE_PER_CPU(unsigned long, widget_count);

static void percpu_static_test(struct kunit *test)
{
	int preempt = preempt_count();
	unsigned int cpu;
	unsigned long sum = 0;

	for_each_possible_cpu(cpu)
		per_cpu(widget_count, cpu) = 0;
	get_cpu_var(widget_count)++;
	KUNIT_EXPECT_NE(test, preempt_count(), preempt);
	put_cpu_var(widget_count);
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);
	this_cpu_inc(widget_count);
	for_each_possible_cpu(cpu)
		sum += per_cpu(widget_count, cpu);
	KUNIT_EXPECT_EQ(test, sum, 2ul);
}

struct net_device_stats {
	unsigned long rx_packets, tx_packets;
};

/* "Counting Network Packets": the update path touches one copy, the read path sums all. */
static void percpu_runtime_test(struct kunit *test)
{
	struct net_device_stats *stats = alloc_percpu(struct net_device_stats);
	unsigned long rx = 0, tx = 0;
	unsigned int cpu;

	KUNIT_ASSERT_NOT_NULL(test, stats);
	get_cpu_ptr(stats)->rx_packets++;
	put_cpu_ptr(stats);
	preempt_disable();
	this_cpu_ptr(stats)->tx_packets += 2;
	preempt_enable();
	this_cpu_add(stats->rx_packets, 3);
	for_each_possible_cpu(cpu) {
		rx += per_cpu_ptr(stats, cpu)->rx_packets;
		tx += per_cpu_ptr(stats, cpu)->tx_packets;
	}
	KUNIT_EXPECT_EQ(test, rx, 4ul);
	KUNIT_EXPECT_EQ(test, tx, 2ul);
	free_percpu(stats);
}

/* "places each CPU's data far apart in memory, guaranteeing they never fall on the same line" */
static void percpu_reasons_test(struct kunit *test)
{
	u8 *flag = alloc_percpu(u8);
	unsigned int cpu;

	KUNIT_ASSERT_NOT_NULL(test, flag);
	for_each_possible_cpu(cpu) {
		if (cpu)
			KUNIT_EXPECT_GE(test, per_cpu_ptr(flag, cpu) - per_cpu_ptr(flag, cpu - 1),
					L1_CACHE_BYTES);
	}
	free_percpu(flag);
}

static struct kunit_case book_cases[] = {
	KUNIT_CASE(pages_test),
	KUNIT_CASE(zones_test),
	KUNIT_CASE(getting_pages_test),
	KUNIT_CASE(page_stress_test),
	KUNIT_CASE(kmalloc_test),
	KUNIT_CASE(gfp_flags_test),
	KUNIT_CASE(vmalloc_test),
	KUNIT_CASE(slab_monitor_test),
	KUNIT_CASE(stack_test),
	KUNIT_CASE(highmem_test),
	KUNIT_CASE(percpu_static_test),
	KUNIT_CASE(percpu_runtime_test),
	KUNIT_CASE(percpu_reasons_test),
	{}
};

static struct kunit_suite book_suite = {
	.name = "book",
	.test_cases = book_cases,
};
kunit_test_suite(book_suite);
