/* SPDX-License-Identifier: MIT */
/*
 * Short-descriptor translation tables (ARM ARM, DDI 0406C, B3.5) with TEX remap and the access
 * flag.
 *
 *   L1: 4096 words, 1 MiB each: fault, a section, or an L2 table
 *   L2:  256 words, 4 KiB each: fault, a small page, or 1/16 of a 64 KiB large page
 *
 * What an entry says about memory comes from one table, mem_types[] (mmu.c): nobody puts attribute
 * bits together by hand. TEX[0], C and B form the index n into PRRR and NMRR, which say what the
 * memory type is. The S bit is set everywhere; PRRR.NS1 makes it mean nothing on a CPU without the
 * multiprocessing extensions, where shared would mean uncached (Cortex-A8).
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/memory.h>

#define PTRS_PER_PGD		4096
#define PTRS_PER_PTE		256
#define PTE_TABLE_SIZE		(PTRS_PER_PTE * 4)

#define SECTION_SHIFT		20
#define SECTION_SIZE		(_AC(1, UL) << SECTION_SHIFT)
#define SECTION_MASK		(~(SECTION_SIZE - 1))
#define LARGE_PAGE_SIZE		_AC(0x10000, UL)
#define LARGE_PAGE_MASK		(~(LARGE_PAGE_SIZE - 1))
/* The same as orders of pages. */
#define SECTION_ORDER		8
#define LARGE_PAGE_ORDER	4

/* B3.5.1: first-level descriptors */
#define PMD_TYPE_MASK		3
#define PMD_TYPE_FAULT		0
#define PMD_TYPE_TABLE		1
#define PMD_TYPE_SECT		2
#define PMD_TABLE_MASK		0xfffffc00
#define PMD_SECT_B		(1 << 2)
#define PMD_SECT_C		(1 << 3)
#define PMD_SECT_XN		(1 << 4)
#define PMD_SECT_AF		(1 << 10)
#define PMD_SECT_TEX0		(1 << 12)
#define PMD_SECT_RDONLY		(1 << 15)	/* AP[2] */
#define PMD_SECT_S		(1 << 16)

/* Second-level descriptors */
#define PTE_TYPE_MASK		3
#define PTE_TYPE_FAULT		0
#define PTE_TYPE_LARGE		1
#define PTE_TYPE_SMALL		2		/* bit 0 is XN */
#define PTE_SMALL_XN		(1 << 0)
#define PTE_B			(1 << 2)
#define PTE_C			(1 << 3)
#define PTE_AF			(1 << 4)
#define PTE_SMALL_TEX0		(1 << 6)
#define PTE_RDONLY		(1 << 9)	/* AP[2] */
#define PTE_S			(1 << 10)
#define PTE_LARGE_TEX0		(1 << 12)
#define PTE_LARGE_XN		(1 << 15)

/* PRRR and NMRR fields, B4.1.127 and B4.1.110; n is the index TEX[0]:C:B */
#define PRRR_TYPE(n, type)	((type) << (2 * (n)))
#define PRRR_STRONGLY_ORDERED	0
#define PRRR_DEVICE		1
#define PRRR_NORMAL		2
#define PRRR_DS0		(1 << 16)
#define PRRR_DS1		(1 << 17)
#define PRRR_NS1		(1 << 19)
#define PRRR_INNER_ONLY(n)	(1u << (24 + (n)))
#define NMRR_NONCACHED		0
#define NMRR_WBWA		1
#define NMRR_BOTH(n, policy)	((policy) << (2 * (n)) | (policy) << (2 * (n) + 16))

#define ATTR_STRONGLY_ORDERED	0	/* TEX[0] C B = 0 0 0 */
#define ATTR_DEVICE		1	/* 0 0 1 */
#define ATTR_NONCACHED		2	/* 0 1 0 */
#define ATTR_WBWA		7	/* 1 1 1 */

#define PRRR_VALUE	(PRRR_TYPE(ATTR_STRONGLY_ORDERED, PRRR_STRONGLY_ORDERED) |	\
			 PRRR_TYPE(ATTR_DEVICE, PRRR_DEVICE) |				\
			 PRRR_TYPE(ATTR_NONCACHED, PRRR_NORMAL) |			\
			 PRRR_TYPE(ATTR_WBWA, PRRR_NORMAL) |				\
			 PRRR_DS0 | PRRR_DS1 | PRRR_INNER_ONLY(ATTR_NONCACHED) |	\
			 PRRR_INNER_ONLY(ATTR_WBWA))
#define NMRR_VALUE	(NMRR_BOTH(ATTR_NONCACHED, NMRR_NONCACHED) |			\
			 NMRR_BOTH(ATTR_WBWA, NMRR_WBWA))

#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#include <linux/types.h>

typedef u32 pgd_t;
typedef u32 pte_t;

/** What a range of the address space is for; mem_types[] says what its entries look like. */
enum mem_type {
	MT_MEMORY_RW,		/* RAM: lowmem, data, vmalloc */
	MT_MEMORY_RO,		/* constants */
	MT_MEMORY_RX,		/* code */
	MT_MEMORY_NONCACHED,	/* RAM, write-combining */
	MT_DEVICE,		/* registers */
	MT_STRONGLY_ORDERED,
	NR_MEM_TYPES
};

/**
 * struct mem_type_desc - the attribute bits of a memory type, by size of entry
 * @name:  for the dump of the page tables
 */
struct mem_type_desc {
	const char *name;
	u32 sect, large, small;
};

extern const struct mem_type_desc mem_types[NR_MEM_TYPES];

/* Linux's name for it, and its names for the types. */
typedef enum mem_type pgprot_t;

#define PAGE_KERNEL		MT_MEMORY_RW
#define PAGE_KERNEL_RO		MT_MEMORY_RO
#define PAGE_KERNEL_EXEC	MT_MEMORY_RX	/* not writable: W^X */
#define PAGE_KERNEL_RX		MT_MEMORY_RX
#define pgprot_writecombine(prot)	MT_MEMORY_NONCACHED
#define pgprot_noncached(prot)		MT_STRONGLY_ORDERED
#define pgprot_device(prot)		MT_DEVICE

#define swapper_pg_dir		((pgd_t *)SWAPPER_PG_DIR_VADDR)

#define pgd_index(addr)		((unsigned long)(addr) >> SECTION_SHIFT)
#define pte_index(addr)		(((unsigned long)(addr) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))

/** The L1 entry of a kernel address. */
static inline pgd_t *pgd_offset_k(unsigned long addr)
{
	return swapper_pg_dir + pgd_index(addr);
}

static inline bool pgd_is_table(pgd_t pgd)
{
	return (pgd & PMD_TYPE_MASK) == PMD_TYPE_TABLE;
}

static inline bool pgd_is_section(pgd_t pgd)
{
	return (pgd & PMD_TYPE_MASK) == PMD_TYPE_SECT;
}

/** The L2 table that an L1 entry points at; it must be a table. */
static inline pte_t *pgd_page_vaddr(pgd_t pgd)
{
	return phys_to_virt(pgd & PMD_TABLE_MASK);
}

static inline bool pte_is_small(pte_t pte)
{
	return pte & PTE_TYPE_SMALL;
}

static inline bool pte_is_large(pte_t pte)
{
	return (pte & PTE_TYPE_MASK) == PTE_TYPE_LARGE;
}

/** Writes one table entry so that the table walk sees it (not yet the TLB). Any context. */
void set_table_entry(u32 *entry, u32 val);

/** The L2 entry of a kernel address, or NULL where there is no L2 table. Any context. */
static inline pte_t *pte_offset_kernel(unsigned long addr)
{
	pgd_t pgd = READ_ONCE(*pgd_offset_k(addr));

	return pgd_is_table(pgd) ? pgd_page_vaddr(pgd) + pte_index(addr) : NULL;
}

/** Maps the small page @new at @addr, whose entry is @pte, after what was there. Any context. */
void replace_kernel_page(unsigned long addr, pte_t new, pte_t *pte);

/** Out of line: for pte_alloc_kernel() where there is no table. */
pte_t *pte_make_kernel(unsigned long addr);

/** The same, made if there is none: NULL without memory. Sleeps for it where that is allowed. */
static inline pte_t *pte_alloc_kernel(unsigned long addr)
{
	pgd_t pgd = READ_ONCE(*pgd_offset_k(addr));

	return likely(pgd_is_table(pgd)) ? pgd_page_vaddr(pgd) + pte_index(addr) :
					   pte_make_kernel(addr);
}

/**
 * map_kernel_range - enter [@virt, @virt + @size) into the kernel's page tables
 *
 * All page-aligned, and nothing may be mapped there yet. Sections and 64 KiB pages are used where
 * both addresses allow. Returns 0, or -ENOMEM with nothing mapped when there is no memory for an L2
 * table. No TLB maintenance is needed: what was not mapped is in no TLB. Any context (sleeps for a
 * table where that is allowed); callers of one range exclude each other.
 */
int map_kernel_range(unsigned long virt, phys_addr_t phys, unsigned long size, enum mem_type type);
/** One of several: the caller ends the series with a dsb(). */
int map_kernel_range_nosync(unsigned long virt, phys_addr_t phys, unsigned long size,
			    enum mem_type type);

/** The largest entry that can map @size bytes at @addr if the memory is aligned alike. */
static inline unsigned long pgtable_entry_size(unsigned long addr, unsigned long size)
{
	if (!(addr & ~SECTION_MASK) && size >= SECTION_SIZE && !*pgd_offset_k(addr))
		return SECTION_SIZE;
	return !(addr & ~LARGE_PAGE_MASK) && size >= LARGE_PAGE_SIZE ? LARGE_PAGE_SIZE : PAGE_SIZE;
}

/** Empties [@virt, @virt + @size) and the TLBs. It must not end inside a section or large page. */
void unmap_kernel_range(unsigned long virt, unsigned long size);
/** The same without the TLBs: the caller flushes them before the addresses are used again. */
void unmap_kernel_range_noflush(unsigned long virt, unsigned long size);

/**
 * pgtable_lookup - what is mapped at @addr
 *
 * Returns the size of the entry, with the physical address of @addr in *@phys and what the memory
 * is for in *@type; 0 if nothing is mapped. Any context.
 */
unsigned long pgtable_lookup(unsigned long addr, phys_addr_t *phys, enum mem_type *type);

/**
 * pgtable_clear - empty the entry at @addr, which lies at the entry's start
 *
 * Returns the size of what was mapped there, whose physical address is now in *@phys, or 0. The
 * TLBs are left to the caller. Any context.
 */
unsigned long pgtable_clear(unsigned long addr, phys_addr_t *phys);

/** Makes [start, end), mapped with whole entries, memory of @type. Any context. */
void change_kernel_range(unsigned long start, unsigned long end, enum mem_type type);

/** Pages that L2 tables have taken from the page allocator so far; they stay for good. */
unsigned long pgtable_pages(void);
/** Start-up: finds out how the table walk sees the caches; tables from memblock no more. */
void pgtable_init(void);
void pgtable_use_page_allocator(void);

/**
 * show_pte - say how @addr is mapped
 *
 * Prints the L1 and the L2 entry with their meaning, as part of an oops. Never faults. Any context.
 */
void show_pte(unsigned long addr);

/** Right after the MMU is on: takes the identity map away. */
void early_mmu_init(void);
/** The rest of the page tables: lowmem as in memblock, and kmap's L2 tables. */
void paging_init(void);

/** The address of some writable mapping of the memory [start, end), or 0. Slow. Any context. */
unsigned long ptdump_find_writable(phys_addr_t start, phys_addr_t end);
/** Walks all tables for executable memory that some entry can write; returns how many can. */
unsigned int ptdump_check_wx(void);
#endif
#endif
