// SPDX-License-Identifier: MIT
/*
 * Per-CPU memory.
 *
 * A per-CPU pointer is an address at which nothing lies; the copy of CPU c lies
 * __per_cpu_offset[c] bytes further on. For the static variables the pointer is their address in
 * the image. Memory comes in chunks, of one unit for each CPU, and within a chunk the units are
 * as far apart as in every other, so that one table of offsets serves them all:
 *
 *	chunk 0       | unit of CPU 0      | unit of CPU 1      | ...
 *	              | static | dynamic   | static | dynamic   |
 *	              ^base                ^base + unit_size
 *	chunk 1       | dynamic            | dynamic            | ...
 *
 *	__per_cpu_offset[c] = base of chunk 0 + c * unit_size - __per_cpu_start
 *	per-CPU pointer     = address in CPU 0's unit - __per_cpu_offset[0]
 *
 * A unit is divided into granules of 8 bytes. Two bitmaps a chunk say which are taken, and which
 * is the last one of its object; all units of a chunk are divided alike.
 *
 * Invariants (pcpu_validate() checks 2 to 5)
 *   1. Units are whole pages: no cache line belongs to two CPUs.
 *   2. Taken granules are a sequence of objects: a granule that is last is taken, and behind the
 *      last taken one of a run there is a last bit.
 *   3. chunk->free is the number of granules that are not taken.
 *   4. No granule below chunk->hint is free.
 *   5. No run of free granules is longer than chunk->longest.
 *   6. Chunk 0 stays; any other goes when it is empty.
 *
 * Locking: pcpu_lock guards chunks and bitmaps; any context, interrupts off, so that the
 * preemption counter is left alone; the page allocator is not called inside. Only the making of a
 * chunk may sleep.
 */
#include <linux/percpu.h>

#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm/page.h>

#define GRANULE		8u
#define MAX_GRANULES	(PCPU_UNIT_SIZE / GRANULE)

/* What chunk 0 holds for alloc_percpu() behind the static variables, at least. */
#define DYNAMIC_RESERVE	4096

struct pcpu_chunk {
	struct list_head list;
	void *base;			/* CPU 0's unit */
	unsigned int reserved;		/* granules in front that are not for allocation */
	unsigned int free;
	unsigned int hint;		/* no granule below it is free */
	unsigned int longest;		/* no longer run of granules is free */
	DECLARE_BITMAP(taken, MAX_GRANULES);
	DECLARE_BITMAP(last, MAX_GRANULES);
};

static_assert(sizeof(struct pcpu_chunk) <= PAGE_SIZE);

static DEFINE_RAW_SPINLOCK(pcpu_lock);
static LIST_HEAD(chunks);
static struct pcpu_chunk chunk0;
static unsigned int unit_order;		/* of all units of a chunk together */

/* --- start-up ------------------------------------------------------------------------------- */

static void init_chunk(struct pcpu_chunk *chunk, void *base, unsigned int reserved)
{
	chunk->base = base;
	chunk->reserved = reserved;
	chunk->hint = reserved;
	chunk->free = MAX_GRANULES - reserved;
	chunk->longest = chunk->free;
	bitmap_zero(chunk->taken, MAX_GRANULES);
	bitmap_zero(chunk->last, MAX_GRANULES);
	bitmap_set(chunk->taken, 0, reserved);
	if (reserved)
		__set_bit(reserved - 1, chunk->last);
}

void __init setup_per_cpu_areas(void)
{
	size_t size = __per_cpu_end - __per_cpu_start;
	unsigned int cpu;
	void *base;

	if (size + DYNAMIC_RESERVE > PCPU_UNIT_SIZE)
		panic("per-CPU variables take %zu bytes, more than a unit of %u allows", size,
		      PCPU_UNIT_SIZE);
	base = memblock_alloc(nr_cpu_ids * PCPU_UNIT_SIZE, PAGE_SIZE);
	if (!base)
		panic("no memory for per-CPU areas");
	for_each_possible_cpu(cpu) {
		memcpy(base + cpu * PCPU_UNIT_SIZE, __per_cpu_start, size);
		__per_cpu_offset[cpu] = (unsigned long)base + cpu * PCPU_UNIT_SIZE -
					(unsigned long)__per_cpu_start;
	}
	set_my_cpu_offset(__per_cpu_offset[raw_smp_processor_id()]);
	init_chunk(&chunk0, base, DIV_ROUND_UP(size, GRANULE));
	list_add(&chunk0.list, &chunks);
	unit_order = get_order(nr_cpu_ids * PCPU_UNIT_SIZE);
	pr_info("percpu: %u units of %u KiB, %zu bytes of static variables\n", nr_cpu_ids,
		PCPU_UNIT_SIZE / 1024, size);
}

/* --- inside a chunk ------------------------------------------------------------------------- */

static __always_inline void *to_pcpu_ptr(const struct pcpu_chunk *chunk, unsigned int granule)
{
	return chunk->base + granule * GRANULE - __per_cpu_offset[0];
}

/* Takes one granule; there is one. */
static __always_inline unsigned int take_one(struct pcpu_chunk *chunk)
{
	unsigned int word = chunk->hint / BITS_PER_LONG, at;

	while (!~chunk->taken[word])
		word++;
	at = word * BITS_PER_LONG + __builtin_ctzl(~chunk->taken[word]);
	chunk->taken[word] |= BIT_MASK(at);
	chunk->last[word] |= BIT_MASK(at);
	chunk->free--;
	chunk->hint = at + 1;
	return at;
}

/*
 * Takes @n granules at a multiple of @align granules, and says where; MAX_GRANULES if there is no
 * room.
 */
static unsigned int take_granules(struct pcpu_chunk *chunk, unsigned int n, unsigned int align)
{
	unsigned int at;

	if (min(chunk->free, chunk->longest) < n)
		return MAX_GRANULES;
	at = bitmap_find_next_zero_area(chunk->taken, MAX_GRANULES, chunk->hint, n, align - 1);
	if (at + n > MAX_GRANULES) {
		chunk->longest = min(chunk->longest, n + align - 2);
		return MAX_GRANULES;
	}
	bitmap_set(chunk->taken, at, n);
	__set_bit(at + n - 1, chunk->last);
	chunk->free -= n;
	if (at == chunk->hint)
		chunk->hint = at + n;
	return at;
}

static noinline void give_many(struct pcpu_chunk *chunk, unsigned int at)
{
	unsigned int end = find_next_bit(chunk->last, MAX_GRANULES, at) + 1;

	bitmap_clear(chunk->taken, at, end - at);
	__clear_bit(end - 1, chunk->last);
	chunk->free += end - at;
}

static __always_inline void give_granules(struct pcpu_chunk *chunk, unsigned int at)
{
	unsigned int word = at / BITS_PER_LONG;

	if (likely(chunk->last[word] & BIT_MASK(at))) {
		chunk->taken[word] &= ~BIT_MASK(at);
		chunk->last[word] &= ~BIT_MASK(at);
		chunk->free++;
	} else {
		give_many(chunk, at);
	}
	chunk->hint = min(chunk->hint, at);
	chunk->longest = chunk->free;
}

static void clear_object(void *ptr, size_t size)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		memset(per_cpu_ptr((char *)ptr, cpu), 0, size);
}

static __always_inline void clear_counter(void *ptr)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		*per_cpu_ptr((u64 *)ptr, cpu) = 0;
}

/* --- chunks --------------------------------------------------------------------------------- */

static struct pcpu_chunk *create_chunk(gfp_t gfp)
{
	struct pcpu_chunk *chunk = (void *)__get_free_page(gfp);
	void *base;

	if (!chunk)
		return NULL;
	base = (void *)__get_free_pages(gfp, unit_order);
	if (!base) {
		free_page((unsigned long)chunk);
		return NULL;
	}
	init_chunk(chunk, base, 0);
	return chunk;
}

static void destroy_chunk(struct pcpu_chunk *chunk)
{
	free_pages((unsigned long)chunk->base, unit_order);
	free_page((unsigned long)chunk);
}

/* True if an object begins at granule @at. */
static __always_inline bool is_object(const struct pcpu_chunk *chunk, unsigned int at)
{
	unsigned int before = at - 1;

	if (at < chunk->reserved || !test_bit(at, chunk->taken))
		return false;
	return !at || !test_bit(before, chunk->taken) || test_bit(before, chunk->last);
}

/*
 * The chunk in which @ptr is an object, and its first granule; NULL if there is none. pcpu_lock
 * held.
 */
static __always_inline struct pcpu_chunk *find_chunk(const void *ptr, unsigned int *granule)
{
	unsigned long addr = (unsigned long)ptr + __per_cpu_offset[0];
	struct pcpu_chunk *chunk;

	list_for_each_entry(chunk, &chunks, list) {
		unsigned long distance = addr - (unsigned long)chunk->base;

		if (distance >= PCPU_UNIT_SIZE)
			continue;
		*granule = distance / GRANULE;
		return !(distance % GRANULE) && is_object(chunk, *granule) ? chunk : NULL;
	}
	return NULL;
}

/* --- the interface -------------------------------------------------------------------------- */

/* One granule of the first chunk that has one. */
static __always_inline void *take_counter(void)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;
	void *ptr = NULL;

	local_irq_save(flags);
	arch_spin_lock(&pcpu_lock);
	list_for_each_entry(chunk, &chunks, list)
		if (likely(chunk->free)) {
			ptr = to_pcpu_ptr(chunk, take_one(chunk));
			break;
		}
	arch_spin_unlock(&pcpu_lock);
	local_irq_restore(flags);
	return ptr;
}

static void *take_object(unsigned int n, unsigned int align)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;
	void *ptr = NULL;
	unsigned int at;

	local_irq_save(flags);
	arch_spin_lock(&pcpu_lock);
	list_for_each_entry(chunk, &chunks, list) {
		at = take_granules(chunk, n, align);
		if (at >= MAX_GRANULES)
			continue;
		ptr = to_pcpu_ptr(chunk, at);
		break;
	}
	arch_spin_unlock(&pcpu_lock);
	local_irq_restore(flags);
	return ptr;
}

static bool add_chunk(gfp_t gfp)
{
	struct pcpu_chunk *chunk = create_chunk(gfp);
	unsigned long flags;

	if (!chunk)
		return false;
	raw_spin_lock_irqsave(&pcpu_lock, flags);
	list_add_tail(&chunk->list, &chunks);
	raw_spin_unlock_irqrestore(&pcpu_lock, flags);
	return true;
}

static noinline void *alloc_object(size_t size, size_t align, gfp_t gfp)
{
	unsigned int n = DIV_ROUND_UP(size, GRANULE);
	void *ptr;

	if (WARN_ON(!size || size > PCPU_UNIT_SIZE || align > PAGE_SIZE || (align & (align - 1))))
		return NULL;
	align = align > GRANULE ? align / GRANULE : 1;
	while (!(ptr = take_object(n, align)))
		if (!add_chunk(gfp))
			return NULL;
	clear_object(ptr, n * GRANULE);
	return ptr;
}

/* Most objects are counters: they take a shorter way, unless a new chunk is wanted. */
void *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
{
	void *ptr;

	if (unlikely(size - 1 >= GRANULE || align > GRANULE || (align & (align - 1))))
		return alloc_object(size, align, gfp);
	ptr = take_counter();
	if (unlikely(!ptr))
		return alloc_object(size, align, gfp);
	clear_counter(ptr);
	return ptr;
}

void *__alloc_percpu(size_t size, size_t align)
{
	return __alloc_percpu_gfp(size, align, GFP_KERNEL);
}

void free_percpu(void *ptr)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;
	bool gone = false;
	unsigned int at;

	if (!ptr)
		return;
	local_irq_save(flags);
	arch_spin_lock(&pcpu_lock);
	chunk = find_chunk(ptr, &at);
	if (likely(chunk)) {
		give_granules(chunk, at);
		gone = chunk->free == MAX_GRANULES && chunk != &chunk0;
		if (unlikely(gone))
			list_del(&chunk->list);
	}
	arch_spin_unlock(&pcpu_lock);
	local_irq_restore(flags);
	WARN(!chunk, "free_percpu(%p): no such object", ptr);
	if (unlikely(gone))
		destroy_chunk(chunk);
}

bool is_kernel_percpu_address(unsigned long addr)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		unsigned long start = (unsigned long)__per_cpu_start + __per_cpu_offset[cpu];

		if (addr - start < __per_cpu_end - __per_cpu_start)
			return true;
	}
	return false;
}

phys_addr_t per_cpu_ptr_to_phys(void *addr)
{
	return virt_to_phys(addr);
}

/* --- the validator -------------------------------------------------------------------------- */

static const char *check_chunk(const struct pcpu_chunk *chunk)
{
	unsigned int i, n_free = 0, run = 0;

	for (i = 0; i < MAX_GRANULES; i++) {
		bool taken = test_bit(i, chunk->taken), last = test_bit(i, chunk->last);

		n_free += !taken;
		run = taken ? 0 : run + 1;
		if (run > chunk->longest)
			return "a longer run is free than is known";
		if (last && !taken)
			return "a last granule is not taken";
		if (taken && !last && (i + 1 == MAX_GRANULES || !test_bit(i + 1, chunk->taken)))
			return "an object has no last granule";
		if (!taken && i < chunk->hint)
			return "a granule below the hint is free";
	}
	return n_free == chunk->free ? NULL : "the number of free granules is wrong";
}

const char *pcpu_validate(void)
{
	const char *problem = NULL;
	struct pcpu_chunk *chunk;
	unsigned long flags;

	raw_spin_lock_irqsave(&pcpu_lock, flags);
	list_for_each_entry(chunk, &chunks, list) {
		problem = check_chunk(chunk);
		if (problem)
			break;
	}
	raw_spin_unlock_irqrestore(&pcpu_lock, flags);
	return problem;
}
