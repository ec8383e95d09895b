// SPDX-License-Identifier: MIT
/*
 * Reading the page tables back: for an oops, and for the proof that nothing is writable and
 * executable.
 *
 * The W^X check looks at physical pages, not only at entries: an executable page must have no
 * writable mapping anywhere. It walks the tables for executable ranges first, of which there are
 * few, and then all mappings against those.
 */
#include <asm/pgtable.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/printk.h>

/* One mapping, decoded. */
struct mapping {
	unsigned long virt;
	phys_addr_t phys;
	unsigned long size;
	bool writable, executable;
};

static struct mapping decode_section(unsigned long virt, pgd_t pgd)
{
	return (struct mapping) {
		.virt = virt, .phys = pgd & SECTION_MASK, .size = SECTION_SIZE,
		.writable = !(pgd & PMD_SECT_RDONLY), .executable = !(pgd & PMD_SECT_XN),
	};
}

static struct mapping decode_page(unsigned long virt, pte_t pte)
{
	struct mapping map = { .virt = virt, .size = PAGE_SIZE, .writable = !(pte & PTE_RDONLY) };

	if (pte_is_small(pte)) {
		map.phys = pte & PAGE_MASK;
		map.executable = !(pte & PTE_SMALL_XN);
	} else {
		map.phys = (pte & LARGE_PAGE_MASK) | (virt & ~LARGE_PAGE_MASK);
		map.executable = !(pte & PTE_LARGE_XN);
	}
	return map;
}

/* Calls @fn for each valid entry, a page's sixteen entries of a large page one by one. */
static void walk_mappings(void (*fn)(const struct mapping *map, void *arg), void *arg)
{
	unsigned int i, j;

	for (i = 0; i < PTRS_PER_PGD; i++) {
		pgd_t pgd = READ_ONCE(swapper_pg_dir[i]);
		unsigned long virt = (unsigned long)i << SECTION_SHIFT;
		struct mapping map;
		pte_t *table;

		if (pgd_is_section(pgd)) {
			map = decode_section(virt, pgd);
			fn(&map, arg);
		}
		if (!pgd_is_table(pgd))
			continue;
		table = pgd_page_vaddr(pgd);
		for (j = 0; j < PTRS_PER_PTE; j++) {
			pte_t pte = READ_ONCE(table[j]);

			if (!(pte & PTE_TYPE_MASK))
				continue;
			map = decode_page(virt + j * PAGE_SIZE, pte);
			fn(&map, arg);
		}
	}
}

/* Physical ranges that some entry makes executable; adjacent ones merged. */
#define MAX_EXEC_RANGES	16

struct wx_state {
	struct { phys_addr_t start, end; } exec[MAX_EXEC_RANGES];
	unsigned int nr_exec, entries, violations;
};

static void note_executable(const struct mapping *map, void *arg)
{
	struct wx_state *state = arg;
	unsigned int i;

	if (!map->executable)
		return;
	for (i = 0; i < state->nr_exec; i++) {
		if (state->exec[i].end == map->phys) {
			state->exec[i].end += map->size;
			return;
		}
	}
	if (state->nr_exec == MAX_EXEC_RANGES) {
		pr_err("W^X: more than %u executable ranges\n", MAX_EXEC_RANGES);
		state->violations++;
		return;
	}
	state->exec[i].start = map->phys;
	state->exec[i].end = map->phys + map->size;
	state->nr_exec++;
}

static void check_writable(const struct mapping *map, void *arg)
{
	struct wx_state *state = arg;
	phys_addr_t last = map->phys + map->size - 1;
	unsigned int i;

	state->entries++;
	if (!map->writable)
		return;
	for (i = 0; i < state->nr_exec; i++) {
		if (map->phys < state->exec[i].end && last >= state->exec[i].start) {
			pr_err("W^X: %08lx is writable, and its memory %pa executable\n", map->virt,
			       &map->phys);
			state->violations++;
		}
	}
}

unsigned int ptdump_check_wx(void)
{
	struct wx_state state = { };

	walk_mappings(note_executable, &state);
	walk_mappings(check_writable, &state);
	pr_info("W^X: %u entries, %u violations\n", state.entries, state.violations);
	return state.violations;
}

struct writable_search {
	phys_addr_t start, end;
	unsigned long found;
};

static void match_writable(const struct mapping *map, void *arg)
{
	struct writable_search *search = arg;

	if (map->writable && map->phys < search->end && map->phys + map->size - 1 >= search->start)
		search->found = map->virt;
}

unsigned long ptdump_find_writable(phys_addr_t start, phys_addr_t end)
{
	struct writable_search search = { .start = start, .end = end };

	walk_mappings(match_writable, &search);
	return search.found;
}

static const char *access_name(bool writable, bool executable)
{
	if (writable)
		return executable ? "rwx" : "rw-";
	return executable ? "r-x" : "r--";
}

static const char *type_name(u32 bits, u32 sect)
{
	unsigned int i;

	for (i = 0; i < NR_MEM_TYPES; i++)
		if (bits == (sect ? mem_types[i].sect : mem_types[i].small))
			return mem_types[i].name;
	return sect ? "section" : "page";
}

static void show_mapping(const struct mapping *map, const char *type)
{
	printk(KERN_CONT ", %s %pa %s\n", type, &map->phys,
	       access_name(map->writable, map->executable));
}

void show_pte(unsigned long addr)
{
	pgd_t pgd = READ_ONCE(*pgd_offset_k(addr));
	struct mapping map;
	pte_t pte;

	printk(KERN_ALERT "[%08lx] *pgd=%08x", addr, pgd);
	if (pgd_is_section(pgd)) {
		map = decode_section(addr & SECTION_MASK, pgd);
		show_mapping(&map, type_name(pgd & ~SECTION_MASK, true));
		return;
	}
	if (!pgd_is_table(pgd) || !virt_addr_valid(phys_to_virt(pgd & PMD_TABLE_MASK))) {
		printk(KERN_CONT ", not mapped\n");
		return;
	}
	pte = READ_ONCE(*pte_offset_kernel(addr));
	printk(KERN_CONT " *pte=%08x", pte);
	if (!(pte & PTE_TYPE_MASK)) {
		printk(KERN_CONT ", not mapped\n");
		return;
	}
	map = decode_page(addr & PAGE_MASK, pte);
	show_mapping(&map, pte_is_small(pte) ? type_name(pte & ~PAGE_MASK, false) : "large page");
}
