// SPDX-License-Identifier: MIT
/*
 * Writing the kernel's page tables: entries, ranges, and the L2 tables that hold them.
 *
 *   swapper_pg_dir           L2 table, 1 KiB: four of them in one page
 *   +----------+             +--------------+
 *   | section  |             | small page   |
 *   | table  --+-----------> | large page   |  x 16
 *   | 0        |             | 0, or a note |  faults; bits 31-2 are free for software
 *   +----------+             +--------------+
 *
 * An L2 table is made when the first page of its megabyte is mapped. It stays for good: tables are
 * neither counted nor freed. So whoever holds the address of an entry may keep it, no lock guards
 * a walk, and a megabyte that once had pages is never mapped by a section again. All of vmalloc's
 * space has tables of at most 1/1024 of its size.
 *
 * Invariants
 *   1. An L1 entry goes from empty to a table once, or from empty to a section and back.
 *   2. An L2 entry goes from faulting to valid to faulting; never from one valid address or size to
 *      another (break before make, ARM ARM B3.10.1).
 *   3. Attribute bits come from mem_types[] only.
 *
 * A data access sees a new entry once the store has reached the point where the table walk looks
 * and a dsb has passed; only instruction fetches want an isb as well. Entries of one call share
 * the dsb.
 *
 * Locking: callers own their address range; two ranges may share an L2 table, whose words are
 * independent. table_lock is for making tables: interrupts off, innermost.
 */
#include <asm/cacheflush.h>
#include <asm/cp15.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>

/* ID_MMFR3[23:20]: 0 where the table walk does not look into the L1 data cache (B4.1.93). */
#define MMFR3_COHERENT_WALK	(0xf << 20)
static bool walk_needs_clean __ro_after_init = true;

/* Where tables come from: memblock first, then the page allocator. */
static bool tables_from_pages __ro_after_init;
static DEFINE_RAW_SPINLOCK(table_lock);
static void *spare_tables;		/* made and not used yet, linked by their first words */
static unsigned long nr_table_pages;

void __init pgtable_init(void)
{
	walk_needs_clean = !(read_id_mmfr3() & MMFR3_COHERENT_WALK);
}

void __init pgtable_use_page_allocator(void)
{
	tables_from_pages = true;
}

unsigned long pgtable_pages(void)
{
	return READ_ONCE(nr_table_pages);
}

/* --- entries ---------------------------------------------------------------------------------- */

/* Without the dsb that ends a series of these. */
static __always_inline void write_entry(u32 *entry, u32 val)
{
	WRITE_ONCE(*entry, val);
	if (walk_needs_clean)
		asm volatile("mcr p15, 0, %0, c7, c11, 1" : : "r" (entry) : "memory"); /* DCCMVAU */
}

void set_table_entry(u32 *entry, u32 val)
{
	write_entry(entry, val);
	dsb();
}

/* The sixteen entries of a large page lie in one cache line. */
static void write_large(pte_t *pte, u32 val)
{
	unsigned int i;

	for (i = 0; i < LARGE_PAGE_SIZE / PAGE_SIZE; i++)
		WRITE_ONCE(pte[i], val);
	if (walk_needs_clean)
		asm volatile("mcr p15, 0, %0, c7, c11, 1" : : "r" (pte) : "memory");
}

/* --- tables ----------------------------------------------------------------------------------- */

static void *take_spare_locked(void)
{
	void **table = spare_tables;

	if (table)
		spare_tables = *table;
	return table;
}

static void add_spares_locked(unsigned long page)
{
	unsigned long table;

	SetPageTable(virt_to_page(page));
	nr_table_pages++;
	for (table = page; table < page + PAGE_SIZE; table += PTE_TABLE_SIZE) {
		*(void **)table = spare_tables;
		spare_tables = (void *)table;
	}
}

/* Puts a spare table at an empty L1 entry; false if there is none. Others may be faster. */
static bool install_spare(pgd_t *pgd)
{
	unsigned long flags;
	bool done = true;
	void *table;

	raw_spin_lock_irqsave(&table_lock, flags);
	if (!*pgd) {
		table = take_spare_locked();
		done = table != NULL;
		if (done) {
			*(u32 *)table = 0;
			flush_dcache_range(table, table + PTE_TABLE_SIZE);
			set_table_entry(pgd, virt_to_phys(table) | PMD_TYPE_TABLE);
		}
	}
	raw_spin_unlock_irqrestore(&table_lock, flags);
	return done;
}

static int make_table(pgd_t *pgd)
{
	unsigned long page, flags;
	void *table;

	if (!tables_from_pages) {
		table = memblock_alloc(PTE_TABLE_SIZE, PTE_TABLE_SIZE);
		if (!table)
			return -ENOMEM;
		flush_dcache_range(table, table + PTE_TABLE_SIZE);
		set_table_entry(pgd, virt_to_phys(table) | PMD_TYPE_TABLE);
		return 0;
	}
	while (!install_spare(pgd)) {
		page = get_zeroed_page(preemptible() ? GFP_KERNEL : GFP_ATOMIC);
		if (!page)
			return -ENOMEM;
		raw_spin_lock_irqsave(&table_lock, flags);
		add_spares_locked(page);
		raw_spin_unlock_irqrestore(&table_lock, flags);
	}
	return 0;
}

void replace_kernel_page(unsigned long addr, pte_t new, pte_t *pte)
{
	if (*pte) {
		write_entry(pte, 0);
		flush_tlb_kernel_page(addr);
	}
	write_entry(pte, new);
	dsb();
}

pte_t *pte_make_kernel(unsigned long addr)
{
	pgd_t *pgd = pgd_offset_k(addr);

	return !*pgd && make_table(pgd) ? NULL : pte_offset_kernel(addr);
}

/* --- mapping ---------------------------------------------------------------------------------- */

/* One entry, or the sixteen of a large page; returns the bytes mapped, 0 without memory. */
static inline unsigned long map_step(unsigned long virt, phys_addr_t phys, unsigned long size,
				     const struct mem_type_desc *type)
{
	pgd_t *pgd = pgd_offset_k(virt);
	pte_t *pte;

	if (size >= SECTION_SIZE && !((virt | phys) & ~SECTION_MASK) && !*pgd) {
		write_entry(pgd, phys | type->sect);
		return SECTION_SIZE;
	}
	pte = pte_alloc_kernel(virt);
	if (unlikely(!pte))
		return 0;
	WARN_ON(*pte & PTE_TYPE_MASK);
	if (size >= LARGE_PAGE_SIZE && !((virt | phys) & ~LARGE_PAGE_MASK)) {
		write_large(pte, phys | type->large);
		return LARGE_PAGE_SIZE;
	}
	write_entry(pte, phys | type->small);
	return PAGE_SIZE;
}

int map_kernel_range_nosync(unsigned long virt, phys_addr_t phys, unsigned long size,
			    enum mem_type type)
{
	unsigned long done = 0, step;

	while (done < size) {
		step = map_step(virt + done, phys + done, size - done, &mem_types[type]);
		if (unlikely(!step)) {
			unmap_kernel_range(virt, done);
			return -ENOMEM;
		}
		done += step;
	}
	return 0;
}

int map_kernel_range(unsigned long virt, phys_addr_t phys, unsigned long size, enum mem_type type)
{
	int err = map_kernel_range_nosync(virt, phys, size, type);

	/* The walk sees the entries before the first access through them. ARM ARM B3.10.1 */
	dsb();
	isb();
	return err;
}

/* The type whose bits for entries of one kind, @field bytes into its description, are @bits. */
static enum mem_type type_of(u32 bits, size_t field)
{
	enum mem_type type;

	for (type = 0; type < NR_MEM_TYPES - 1; type++)
		if (*(const u32 *)((const char *)&mem_types[type] + field) == bits)
			break;
	return type;
}

unsigned long pgtable_lookup(unsigned long addr, phys_addr_t *phys, enum mem_type *type)
{
	pgd_t pgd = READ_ONCE(*pgd_offset_k(addr));
	pte_t pte;

	if (pgd_is_section(pgd)) {
		*phys = (pgd & SECTION_MASK) | (addr & ~SECTION_MASK);
		*type = type_of(pgd & ~SECTION_MASK, offsetof(struct mem_type_desc, sect));
		return SECTION_SIZE;
	}
	pte = pgd_is_table(pgd) ? READ_ONCE(pgd_page_vaddr(pgd)[pte_index(addr)]) : 0;
	if (pte_is_small(pte)) {
		*phys = (pte & PAGE_MASK) | (addr & ~PAGE_MASK);
		*type = type_of(pte & ~PAGE_MASK, offsetof(struct mem_type_desc, small));
		return PAGE_SIZE;
	}
	if (!pte_is_large(pte))
		return 0;
	*phys = (pte & LARGE_PAGE_MASK) | (addr & ~LARGE_PAGE_MASK);
	*type = type_of(pte & ~LARGE_PAGE_MASK, offsetof(struct mem_type_desc, large));
	return LARGE_PAGE_SIZE;
}

/* --- unmapping -------------------------------------------------------------------------------- */

unsigned long pgtable_clear(unsigned long addr, phys_addr_t *phys)
{
	pgd_t *pgd = pgd_offset_k(addr);
	pte_t *pte, old;

	if (unlikely(!pgd_is_table(*pgd))) {
		if (!pgd_is_section(*pgd))
			return 0;
		*phys = *pgd & SECTION_MASK;
		write_entry(pgd, 0);
		return SECTION_SIZE;
	}
	pte = pgd_page_vaddr(*pgd) + pte_index(addr);
	old = *pte;
	if (likely(pte_is_small(old))) {
		*phys = old & PAGE_MASK;
		write_entry(pte, 0);
		return PAGE_SIZE;
	}
	if (!pte_is_large(old))
		return 0;
	*phys = old & LARGE_PAGE_MASK;
	write_large(pte, 0);
	return LARGE_PAGE_SIZE;
}

void unmap_kernel_range_noflush(unsigned long virt, unsigned long size)
{
	unsigned long addr = virt, end = virt + size;
	phys_addr_t phys;

	while (addr < end)
		addr += pgtable_clear(addr, &phys) ?: PAGE_SIZE;
}

void unmap_kernel_range(unsigned long virt, unsigned long size)
{
	unmap_kernel_range_noflush(virt, size);
	flush_tlb_kernel_range(virt, virt + size);
}

/* --- protection ------------------------------------------------------------------------------- */

/* The whole entry at @addr with the bits of @desc; its memory and its size stay. */
static unsigned long change_entry(unsigned long addr, const struct mem_type_desc *desc)
{
	pgd_t *pgd = pgd_offset_k(addr);
	pte_t *pte;

	if (pgd_is_section(*pgd)) {
		write_entry(pgd, (*pgd & SECTION_MASK) | desc->sect);
		return SECTION_SIZE;
	}
	pte = pte_offset_kernel(addr);
	if (pte_is_large(*pte)) {
		write_large(pte, (*pte & LARGE_PAGE_MASK) | desc->large);
		return LARGE_PAGE_SIZE;
	}
	write_entry(pte, (*pte & PAGE_MASK) | desc->small);
	return PAGE_SIZE;
}

/* Permissions may change in place (B3.10.1 wants break before make for memory, size and type). */
void change_kernel_range(unsigned long start, unsigned long end, enum mem_type type)
{
	unsigned long addr;

	for (addr = start; addr < end;)
		addr += change_entry(addr, &mem_types[type]);
	flush_tlb_kernel_range(start, end);
}
