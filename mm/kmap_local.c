// SPDX-License-Identifier: MIT
/*
 * Addresses for a short while: kmap_local_page() and kmap_atomic().
 *
 * Each thread has eight slots, pages of address space, and uses them as a stack; interrupts go on
 * where the thread they interrupt stands.
 *
 *	task_struct		window of the thread, from a multiple of 64 KiB on
 *	kmap_next ------+	+-----+-----+-----+-----+-----+-----+-----+-----+
 *	kmap_bias:      |	|  A  |  B  | old |  -  |  -  |  -  |  -  |  -  |
 *	  address / 1024|	+-----+-----+-----+-----+-----+-----+-----+-----+
 *	  + bias = entry+---------------------^ next
 *
 * As the slots are the thread's, not the CPU's, a map needs nothing done when its thread is
 * preempted or goes to another CPU, and its address stays. (Linux has slots for each CPU, and
 * moves maps at each switch.) The window lies with the thread's stack: mm/vm_stack.c.
 *
 * Ending a map only moves kmap_next back. The entry stays, and if the next map in that slot is of
 * the same page it costs nothing; else the entry is emptied, the TLBs of all CPUs forget the
 * address, and the entry is filled again. So no CPU ever has a stale TLB entry for a slot in use.
 * A pair takes 23 instructions for a page that comes again, and 61 for another: the flush.
 *
 * The price is that a use after kunmap_local() goes unseen, and that a page may have an address
 * in a slot that nobody uses. With kmap_debug=on, ending a map empties the entry and the TLBs at
 * once, so that such a use faults. The fast paths take no notice of the switch. A strict thread's
 * kmap_next is not an address of a slot, but KMAP_STRICT and the number of maps: to kmap it looks
 * like a full window, to kunmap like another page than the last one, and both go the slow way.
 *
 * kmap_local_flush_unused() takes the left-over entries of all threads away, for those who want to
 * know who can write a page. It stops the other CPUs for that: then what any thread says of
 * itself holds. A thread that is stopped between moving kmap_next and looking at the entry looks
 * at it afterwards, and fills it.
 *
 * Invariants
 *   1. A slot below kmap_next is valid and stays as it is; from there on it is empty, or left over;
 *      of a strict thread, or one that has ended, empty.
 *   2. kmap_next is where it was when a function, or an interrupt, returns; its bit KMAP_END is
 *      set only with all slots taken, or in a strict thread.
 *
 * Locking: none. Only its thread, and interrupts above it, touch a window.
 *
 * Book: "High Memory Mappings".
 */
#include <linux/highmem.h>

#include <asm/fixmap.h>
#include <asm/tlbflush.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/stop_machine.h>
#include <linux/string.h>

unsigned long kmap_entry_bias __ro_after_init;
EXPORT_SYMBOL(kmap_entry_bias);

static bool strict_threads;

static int __init parse_kmap_debug(char *value)
{
	return kstrtobool(value, &strict_threads);
}
early_param("kmap_debug", parse_kmap_debug);

static unsigned long window_of(unsigned long next)
{
	return next & ~(KMAP_WINDOW_ALIGN - 1);
}

static pte_t *entry_of(unsigned long slot)
{
	return kmap_entry_at(slot, current_kmap_bias);
}

/* --- the slow ways ---------------------------------------------------------------------------- */

void __kmap_local_fill(unsigned long slot, pte_t entry)
{
	replace_kernel_page(slot, entry, entry_of(slot));
}
EXPORT_SYMBOL(__kmap_local_fill);

/* The slot of a strict thread's map number @depth. */
static unsigned long strict_slot(unsigned long next, unsigned int depth)
{
	return window_of(next) + depth * PAGE_SIZE;
}

void *__kmap_local_full(pte_t entry)
{
	unsigned long next = current_kmap_next, slot;
	unsigned int depth = kmap_depth_of(next);

	if (depth == KMAP_LOCAL_SLOTS) {
		pr_emerg("kmap_local: more than %d maps of %s/%d and of interrupts at a time\n",
			 KMAP_LOCAL_SLOTS, current->comm, current->pid);
		BUG();
	}
	slot = strict_slot(next, depth);
	WRITE_ONCE(current_kmap_next, next + 1);
	barrier();
	set_table_entry(entry_of(slot), entry);
	return (void *)slot;
}
EXPORT_SYMBOL(__kmap_local_full);

void __kunmap_local_other(const void *addr)
{
	unsigned long next = current_kmap_next, last;
	unsigned int depth = kmap_depth_of(next);

	if (virt_addr_valid(addr))
		return;
	last = strict_slot(next, depth - 1);
	if (kmap_is_strict(next) && depth && (unsigned long)addr - last < PAGE_SIZE) {
		set_table_entry(entry_of(last), 0);
		flush_tlb_kernel_page(last);
		WRITE_ONCE(current_kmap_next, next - 1);
		return;
	}
	if (depth)
		WARN(1, "kunmap_local(%px): not the map made last, which is %lx\n", addr, last);
	else
		WARN(1, "kunmap_local(%px): nothing is mapped\n", addr);
}
EXPORT_SYMBOL(__kunmap_local_other);

void *kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	if (!PageHighMem(page))
		return lowmem_page_address(page);
	return __kmap_local_entry(page_to_phys(page) | mem_types[prot].small);
}
EXPORT_SYMBOL(kmap_local_page_prot);

void *kmap_local_pfn(unsigned long pfn)
{
	enum mem_type type = pfn_valid(pfn) ? MT_MEMORY_RW : MT_DEVICE;

	if (pfn_valid(pfn) && !PageHighMem(pfn_to_page(pfn)))
		return pfn_to_virt(pfn);
	return __kmap_local_entry(PFN_PHYS(pfn) | mem_types[type].small);
}
EXPORT_SYMBOL(kmap_local_pfn);

/* --- windows ---------------------------------------------------------------------------------- */

/* Empties the entries from slot @first on; returns whether there were any. TLBs are not flushed. */
static bool empty_slots(const struct task_struct *t, unsigned int first)
{
	pte_t *pte = kmap_entry_at(window_of(t->kmap_next), t->kmap_bias);
	bool any = false;
	unsigned int i;

	for (i = first; i < KMAP_LOCAL_SLOTS; i++) {
		if (!pte[i])
			continue;
		set_table_entry(pte + i, 0);
		any = true;
	}
	return any;
}

void kmap_window_init(struct task_struct *t, unsigned long window)
{
	t->kmap_next = strict_threads ? window + KMAP_STRICT : window;
	t->kmap_bias = (unsigned long)pte_offset_kernel(window) - (window >> KMAP_ENTRY_SHIFT);
}

void kmap_window_release(struct task_struct *t)
{
	unsigned long window = window_of(t->kmap_next);

	if (kmap_local_depth(t))
		pr_warn("kmap_local: %s/%d has ended with %u pages mapped\n", t->comm, t->pid,
			kmap_local_depth(t));
	if (empty_slots(t, 0))
		flush_tlb_kernel_range(window, window + KMAP_LOCAL_SLOTS * PAGE_SIZE);
}

bool kmap_local_set_debug(bool on)
{
	unsigned long window = window_of(current_kmap_next);
	bool was = kmap_is_strict(current_kmap_next);

	if (WARN_ON(kmap_local_depth(current)))
		return was;
	empty_slots(current, 0);
	flush_tlb_kernel_range(window, window + KMAP_LOCAL_SLOTS * PAGE_SIZE);
	WRITE_ONCE(current_kmap_next, on ? window + KMAP_STRICT : window);
	return was;
}

/* The other CPUs are stopped: nobody moves his kmap_next meanwhile. */
static int empty_unused_slots(void *unused)
{
	struct task_struct *t;
	unsigned int cpu;
	bool any = false;

	for_each_process(t)
		any |= empty_slots(t, kmap_local_depth(t));
	for_each_online_cpu(cpu)
		any |= empty_slots(idle_task(cpu), kmap_local_depth(idle_task(cpu)));
	if (any)
		flush_tlb_all();
	return 0;
}

void kmap_local_flush_unused(void)
{
	stop_machine(empty_unused_slots, NULL, NULL);
}

void __init kmap_local_init(void)
{
	unsigned long window = __fix_to_virt(FIX_KMAP_BEGIN);

	/* Adding an address times 128 and this gives the physical address and the attributes. */
	kmap_entry_bias = PFN_PHYS(mem_map_base_pfn) + mem_types[MT_MEMORY_RW].small -
			  ((unsigned long)mem_map << (PAGE_SHIFT - 5));
	BUG_ON((unsigned long)mem_map % sizeof(struct page));
	BUG_ON(window % KMAP_WINDOW_ALIGN);
	kmap_window_init(&init_task, window);
}
