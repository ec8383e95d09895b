// SPDX-License-Identifier: MIT
/* The address space under load: a reference model, exhaustion, several CPUs, stale TLB entries. */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <marrow/fault.h>

#include "../../mm/vmap.h"

static u32 random_state = 12345;

static u32 next_random(void)
{
	random_state = random_state * 1664525 + 1013904223;
	return random_state >> 8;
}

static bool add_stack(struct vmap_area *area, void *sum)
{
	if (area->vm.flags & VM_STACK)
		*(unsigned long *)sum += area->end - area->start;
	return true;
}

/* What is free, and what is stacks: those come and go with the threads of others. */
static unsigned long free_space(void)
{
	struct vmap_stats stats;

	vm_unmap_aliases();
	vmap_get_stats(&stats);
	vmap_for_each(add_stack, &stats.free_bytes);
	return stats.free_bytes;
}

static unsigned long free_before;

static int settle(struct kunit *test)
{
	free_before = free_space();
	return 0;
}

/* A thread that has just ended may still be about to give its stack back. */
static void check_settled(struct kunit *test)
{
	int tries = 0;

	while (free_space() != free_before && ++tries < 20)
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, free_space(), free_before);
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
}

/* --- a model ---------------------------------------------------------------------------------- */

/*
 * The model is a map of the space, a number for each page: whose area the page belongs to, its
 * guard included, or 0. An area that is handed out must lie in pages that are nobody's.
 */
#define AREAS		100000		/* are made over the run */
#define LIVE		8192		/* at a time, at the most */
#define MODEL_PAGES	(VMALLOC_TOTAL >> PAGE_SHIFT)

static struct model_area { unsigned long start, end; } *areas;
static u16 *owner;

static unsigned long model_page(unsigned long addr)
{
	return (addr - VMALLOC_START) >> PAGE_SHIFT;
}

/* Enters the pages of area @n, with its guard, as @now; they must all be @then before. */
static bool model_change(unsigned int n, u16 then, u16 now)
{
	unsigned long page = model_page(areas[n].start) - 1, end = model_page(areas[n].end);
	bool as_expected = true;

	for (; page < end; page++) {
		as_expected &= owner[page] == then;
		owner[page] = now;
	}
	return as_expected;
}

static bool note_used(struct vmap_area *area, void *unused)
{
	unsigned long page = model_page(area->start), end = model_page(area->end);

	for (; page < end; page++)
		owner[page] = U16_MAX;
	return true;
}

/* Where the model says that area @n lies, find_vm_area() must say so, from its first byte on. */
static void check_found(struct kunit *test, unsigned int n)
{
	unsigned long start = areas[n].start, end = areas[n].end;
	struct vm_struct *vm = find_vm_area((void *)(start + next_random() % (end - start)));

	KUNIT_ASSERT_NOT_NULL(test, vm);
	KUNIT_EXPECT_EQ(test, (unsigned long)vm->addr, start);
	KUNIT_EXPECT_EQ(test, get_vm_area_size(vm), (size_t)(end - start));
	vm = find_vm_area((void *)(start - 1));
	KUNIT_EXPECT_TRUE(test, !vm || (unsigned long)vm->addr < start);
}

/* Mostly small, some with an alignment, a few of a megabyte and more. */
static void take_area(struct kunit *test, unsigned int n)
{
	unsigned long pages = next_random() % 1024 ? next_random() % 5 + 1 : next_random() % 300;
	unsigned long align = next_random() % 8 ? PAGE_SIZE : PAGE_SIZE << next_random() % 9;
	struct vmap_area *area;

	area = vmap_area_alloc((pages + 1) * PAGE_SIZE, align, align, VM_MAP, NULL, GFP_KERNEL);
	if (!area)
		return;			/* no room: the space is as full as it gets */
	areas[n].start = (unsigned long)area->vm.addr;
	areas[n].end = areas[n].start + (pages + 1) * PAGE_SIZE;
	KUNIT_EXPECT_EQ(test, areas[n].start & (align - 1), 0ul);
	KUNIT_EXPECT_EQ(test, area->end, areas[n].end);
	if (!model_change(n, 0, n + 1))
		KUNIT_FAIL(test, "[%lx, %lx) overlaps another area", areas[n].start, areas[n].end);
}

static void give_area(struct kunit *test, unsigned int n)
{
	if (next_random() % 8 == 0)
		check_found(test, n);
	KUNIT_EXPECT_TRUE(test, model_change(n, n + 1, 0));
	vunmap((void *)areas[n].start);
	areas[n].start = 0;
}

/* What the model has as nobody's and the allocator as used, or the other way round. */
static unsigned long count_differences(void)
{
	unsigned long page, addr, used = 0, differ = 0;
	struct vmap_area *area;

	for (page = 0; page < MODEL_PAGES; page++) {
		addr = VMALLOC_START + (page << PAGE_SHIFT);
		area = vmap_area_find(addr + PAGE_SIZE);
		if (area)
			used = model_page(area->end);
		differ += (page < used) != (owner[page] != 0);
	}
	return differ;
}

static void random_test(struct kunit *test)
{
	unsigned int made = 0, failed = 0, live = 0, most = 0, n;

	areas = vcalloc(LIVE, sizeof(*areas));
	owner = vcalloc(MODEL_PAGES, sizeof(*owner));
	KUNIT_ASSERT_TRUE(test, areas && owner);
	vmap_for_each(note_used, NULL);
	while (made < AREAS) {
		/* Up to the limit and down again, and so on. */
		n = next_random() % (made / 20000 & 1 ? LIVE / 64 : LIVE);
		if (areas[n].start) {
			give_area(test, n);
			live--;
		} else {
			take_area(test, n);
			live += areas[n].start != 0;
			failed += !areas[n].start;
			made += areas[n].start != 0;
		}
		most = max(most, live);
		if (made % 20000 == 0 && !areas[n].start) {
			KUNIT_ASSERT_EQ(test, vmap_validate(), 0);
			KUNIT_ASSERT_EQ(test, count_differences(), 0ul);
		}
	}
	kunit_info(test, "%u areas made, %u at a time, %u times no room", made, most, failed);
	KUNIT_EXPECT_EQ(test, count_differences(), 0ul);
	for (n = 0; n < LIVE; n++)
		if (areas[n].start)
			give_area(test, n);
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	vfree(owner);
	vfree(areas);
}

/* --- to the last page ------------------------------------------------------------------------- */

static struct vm_struct *take_large(unsigned long *size)
{
	struct vm_struct *vm;

	for (; *size >= PAGE_SIZE; *size /= 2) {
		vm = get_vm_area(*size, VM_MAP);
		if (vm)
			return vm;
	}
	return NULL;
}

static void exhaust_test(struct kunit *test)
{
	unsigned long size = 1ul << 29;
	struct vm_struct *vm;
	void *list = NULL, *next;
	struct vmap_stats first, stats;
	unsigned int n = 0;

	vmap_get_stats(&first);
	/* phys_addr of an area without memory serves as the link of a list. */
	while ((vm = take_large(&size)) != NULL) {
		vm->phys_addr = (phys_addr_t)list;
		list = vm;
		n++;
	}
	vmap_get_stats(&stats);
	KUNIT_EXPECT_LE(test, stats.largest_free, PAGE_SIZE);
	KUNIT_EXPECT_NULL(test, vmalloc(PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	kunit_info(test, "%u areas fill the space", n);

	/* What waits for a purge is room, when there is no other. */
	KUNIT_ASSERT_NOT_NULL(test, list);
	vm = list;
	next = (void *)vm->phys_addr;
	size = get_vm_area_size(vm);
	free_vm_area(vm);
	vm = get_vm_area(size, VM_MAP);
	KUNIT_EXPECT_NOT_NULL(test, vm);
	list = vm ?: next;
	if (vm)
		vm->phys_addr = (phys_addr_t)next;

	/* One after the other back: pieces everywhere. Then the rest: whole again. */
	for (n = 0; list; list = next, n++) {
		next = (void *)((struct vm_struct *)list)->phys_addr;
		((struct vm_struct *)list)->phys_addr = 0;
		free_vm_area(list);
		if (n % 4 == 0)
			KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	}
	vm_unmap_aliases();
	vmap_get_stats(&stats);
	KUNIT_EXPECT_EQ(test, stats.largest_free, first.largest_free);
	KUNIT_EXPECT_EQ(test, stats.free_ranges, first.free_ranges);
}

/* Pieces of 64 KiB with as many holes: there is room, but not in one piece; then whole again. */
static void fragment_test(struct kunit *test)
{
	struct vmap_stats first, stats;
	struct vm_struct *vm;
	void *kept = NULL, *given = NULL, *next;
	unsigned int n;

	vmap_get_stats(&first);
	for (n = 0; (vm = get_vm_area(15 * PAGE_SIZE, VM_MAP)); n++) {
		void **list = n & 1 ? &kept : &given;

		vm->phys_addr = (phys_addr_t)*list;
		*list = vm;
	}
	for (vm = given; vm; vm = next) {
		next = (void *)vm->phys_addr;
		free_vm_area(vm);
	}
	vm_unmap_aliases();
	vmap_get_stats(&stats);
	KUNIT_EXPECT_GE(test, stats.free_bytes, n / 2 * LARGE_PAGE_SIZE);
	KUNIT_EXPECT_LT(test, stats.largest_free, 4 * LARGE_PAGE_SIZE);
	KUNIT_EXPECT_GE(test, stats.free_ranges, n / 2ul - 2);
	KUNIT_EXPECT_NULL(test, get_vm_area(SECTION_SIZE, VM_MAP));
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	for (vm = kept; vm; vm = next) {
		next = (void *)vm->phys_addr;
		free_vm_area(vm);
	}
	vm_unmap_aliases();
	vmap_get_stats(&stats);
	KUNIT_EXPECT_EQ(test, stats.largest_free, first.largest_free);
	KUNIT_EXPECT_EQ(test, stats.free_ranges, first.free_ranges);
}

/* A size that nobody asks for any more does not stay ready: its ranges merge with the others. */
static void ready_test(struct kunit *test)
{
	struct vmap_stats stats, now;
	struct vm_struct *vm;
	int i;

	vmap_get_stats(&stats);
	for (i = 0; i < 3000; i++) {
		vm = get_vm_area((i < 1500 ? 1 : 16) * PAGE_SIZE, VM_MAP);
		KUNIT_ASSERT_NOT_NULL(test, vm);
		free_vm_area(vm);
	}
	spin_lock(&vmap_space.lock);
	KUNIT_EXPECT_NULL(test, vmap_space.ready[2].first);
	KUNIT_EXPECT_NOT_NULL(test, vmap_space.ready[17].first);
	spin_unlock(&vmap_space.lock);
	vmap_get_stats(&now);
	KUNIT_EXPECT_GT(test, now.purges, stats.purges + 10);
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
}

/* What waits for a purge is purged before an allocation fails. */
static void purge_before_failure_test(struct kunit *test)
{
	struct vmap_stats stats;
	struct vm_struct *vm;
	int i;

	vmap_get_stats(&stats);
	for (i = 0; i < 20; i++) {
		vm = get_vm_area(stats.largest_free - 2 * PAGE_SIZE, VM_MAP);
		KUNIT_ASSERT_NOT_NULL(test, vm);
		free_vm_area(vm);
	}
}

/* --- several CPUs ----------------------------------------------------------------------------- */

#define HUNT_ROUNDS	200

static struct page *hunt_pages[2];
static u32 *hunt_addr;
static unsigned int hunt_round, hunt_seen[NR_CPUS];
static atomic_t hunt_wrong;
static bool hunt_over;

/* Reads what the hunter has mapped, as soon as it has: so that its CPU's TLB knows the address. */
static int hunt_reader(void *data)
{
	unsigned int *seen = data, round, last = 0;

	while (!READ_ONCE(hunt_over)) {
		round = smp_load_acquire(&hunt_round);
		if (round == last) {
			yield();
			continue;
		}
		if (READ_ONCE(*hunt_addr) != (round & 1))
			atomic_inc(&hunt_wrong);
		last = round;
		smp_store_release(seen, round);
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static bool all_have_seen(unsigned int round, const bool *reads)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (reads[cpu] && smp_load_acquire(&hunt_seen[cpu]) != round)
			return false;
	return true;
}

/* One page after the other, at addresses that come again: nobody may ever see the page before. */
static void stale_tlb_test(struct kunit *test)
{
	struct task_struct *readers[NR_CPUS] = { };
	bool reads[NR_CPUS] = { };
	unsigned int cpu, round, i;

	for (i = 0; i < 2; i++) {
		hunt_pages[i] = alloc_page(GFP_HIGHUSER);
		memset_page(hunt_pages[i], 0, 0, PAGE_SIZE);
		memcpy_to_page(hunt_pages[i], 0, (char *)&i, sizeof(i));
	}
	hunt_round = 0;
	hunt_over = false;
	atomic_set(&hunt_wrong, 0);
	for_each_online_cpu(cpu) {
		hunt_seen[cpu] = 0;
		readers[cpu] = kthread_run_on_cpu(hunt_reader, &hunt_seen[cpu], cpu, "hunt/%u");
		reads[cpu] = !IS_ERR(readers[cpu]);
	}
	for (round = 1; round <= HUNT_ROUNDS; round++) {
		hunt_addr = vmap(&hunt_pages[round & 1], 1, VM_MAP, PAGE_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, hunt_addr);
		smp_store_release(&hunt_round, round);
		while (!all_have_seen(round, reads))
			yield();
		vunmap(hunt_addr);
		if (round % 3 == 0)
			vm_unmap_aliases();	/* so that the next one has the same address */
	}
	WRITE_ONCE(hunt_over, true);
	for_each_online_cpu(cpu)
		if (reads[cpu])
			kthread_stop(readers[cpu]);
	KUNIT_EXPECT_EQ(test, atomic_read(&hunt_wrong), 0);
	__free_page(hunt_pages[0]);
	__free_page(hunt_pages[1]);
}

static atomic_t crowd_wrong;

/* Allocates, fills, looks, frees; its own pattern in all its areas. */
static int crowd_thread(void *data)
{
	unsigned int mark = (unsigned long)data + 1, round, i;
	unsigned long pages;
	u32 *areas[8];

	for (round = 0; round < 50; round++) {
		for (i = 0; i < ARRAY_SIZE(areas); i++) {
			pages = (round * 7 + i * 5 + mark) % 20 + 1;
			areas[i] = vmalloc(pages * PAGE_SIZE);
			if (areas[i])
				areas[i][0] = areas[i][pages * PAGE_SIZE / 4 - 1] = mark;
		}
		yield();
		for (i = 0; i < ARRAY_SIZE(areas); i++) {
			pages = (round * 7 + i * 5 + mark) % 20 + 1;
			if (!areas[i] || areas[i][0] != mark ||
			    areas[i][pages * PAGE_SIZE / 4 - 1] != mark)
				atomic_inc(&crowd_wrong);
			vfree(areas[i]);
		}
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void crowd_test(struct kunit *test)
{
	struct task_struct *threads[8];
	unsigned long i;

	atomic_set(&crowd_wrong, 0);
	for (i = 0; i < ARRAY_SIZE(threads); i++) {
		threads[i] = kthread_run(crowd_thread, (void *)i, "vmalloc/%lu", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, threads[i]);
	}
	schedule_timeout_uninterruptible(1);
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		kthread_stop(threads[i]);
	KUNIT_EXPECT_EQ(test, atomic_read(&crowd_wrong), 0);
}

/* --- the validator ---------------------------------------------------------------------------- */

static void validator_test(struct kunit *test)
{
	struct vm_struct *vm = get_vm_area(PAGE_SIZE, VM_MAP);

	KUNIT_ASSERT_NOT_NULL(test, vm);
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	vm->size += PAGE_SIZE;
	kunit_expect_splat_begin(test, "does not agree with its vm_struct");
	KUNIT_EXPECT_EQ(test, vmap_validate(), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	vm->size -= PAGE_SIZE;
	free_vm_area(vm);
}

static struct kunit_case vmap_test_cases[] = {
	KUNIT_CASE(random_test),
	KUNIT_CASE(exhaust_test),
	KUNIT_CASE(fragment_test),
	KUNIT_CASE(ready_test),
	KUNIT_CASE(purge_before_failure_test),
	KUNIT_CASE(stale_tlb_test),
	KUNIT_CASE(crowd_test),
	KUNIT_CASE(validator_test),
	{ }
};

static struct kunit_suite vmap_test_suite = {
	.name = "vmap",
	.init = settle,
	.exit = check_settled,
	.test_cases = vmap_test_cases,
};
kunit_test_suite(vmap_test_suite);
