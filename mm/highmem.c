// SPDX-License-Identifier: MIT
/*
 * Addresses for pages that have none: kmap().
 *
 * Lowmem has an address for every page, highmem for none. Who wants to touch a highmem page gets
 * a slot, a page of address space, and the slot's entry is made to point at it. For a short while
 * a thread's own slots serve (mm/kmap_local.c); kmap() has 512 slots for everybody, each with a
 * word that counts its users, and a page.
 *
 *	word 0          free
 *	count 1         mapped, not used: kmap() of its page takes it, of another evicts it
 *	count n > 1     used n - 1 times
 *
 * A page's home is the slot its number picks. There the word holds what is left of the descriptor's
 * address beside the count, so the common kmap() is a comparison and an increment of one word,
 * without a lock. A page whose home is taken goes elsewhere, with no tag in the word, and is
 * found by search.
 *
 * The common case is one load-exclusive and one store-exclusive, around a comparison of the tag
 * (asm/kmap.h); it is tried once, and whatever hinders it is left to the slow functions here. With
 * a loaded word and a cmpxchg() of it, which compares again, a pair was 12 instructions longer.
 *
 * Invariants
 *   1. A word is 0 exactly when the slot's entry is empty, which is when its page is NULL. A
 *      page has one slot at most.
 *   2. The TLBs hold nothing of a slot whose word is 0.
 *   3. nr_displaced counts the slots with a page that is not at home.
 *   4. When somebody sleeps for a slot, every slot was in use with PKMAP_WAITED set in its word
 *      after the sleeper had put itself on the queue: the kunmap() that ends the last use of a
 *      slot sees the bit and wakes.
 *
 * Locking: pkmap_lock guards everything but the counts of words that are not 0: kmap() and
 * kunmap() change those alone. It is innermost, in thread context only.
 *
 * Book: "High Memory Mappings".
 */
#include <linux/highmem.h>

#include <asm/tlbflush.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

u32 pkmap_words[LAST_PKMAP];
EXPORT_SYMBOL(pkmap_words);

static DEFINE_SPINLOCK(pkmap_lock);
static DECLARE_WAIT_QUEUE_HEAD(pkmap_wait);
static const struct page *pkmap_pages[LAST_PKMAP];
static unsigned int nr_displaced;
static unsigned int next_slot;		/* where the search for a slot away from home goes on */

#define NO_SLOT	LAST_PKMAP

static inline unsigned int users_of(u32 word)
{
	return word & PKMAP_COUNT_MASK;
}

/* The slot of a page, or NO_SLOT. */
static unsigned int find_slot_locked(const struct page *page)
{
	unsigned int slot = pkmap_home(page);

	if (pkmap_pages[slot] == page)
		return slot;
	if (!nr_displaced)
		return NO_SLOT;
	for (slot = 0; slot < LAST_PKMAP; slot++)
		if (pkmap_pages[slot] == page)
			break;
	return slot;
}

/* Takes a slot away that nobody uses; false if somebody does. Its TLB entries remain. */
static bool evict_locked(unsigned int slot)
{
	const struct page *page = pkmap_pages[slot];
	u32 word = READ_ONCE(pkmap_words[slot]);

	if (users_of(word) != PKMAP_UNUSED || cmpxchg(&pkmap_words[slot], word, 0) != word)
		return false;
	set_table_entry(pte_offset_kernel(PKMAP_ADDR(slot)), 0);
	nr_displaced -= pkmap_home(page) != slot;
	pkmap_pages[slot] = NULL;
	return true;
}

static bool slot_can_be_had_locked(unsigned int slot)
{
	if (!pkmap_words[slot])
		return true;
	if (!evict_locked(slot))
		return false;
	flush_tlb_kernel_page(PKMAP_ADDR(slot));
	return true;
}

/* An empty slot for @page, at home if possible; NO_SLOT if all are used. */
static unsigned int take_slot_locked(const struct page *page)
{
	unsigned int slot = pkmap_home(page), i;

	if (slot_can_be_had_locked(slot))
		return slot;
	for (i = 0; i < LAST_PKMAP; i++) {
		slot = next_slot++ % LAST_PKMAP;
		if (slot_can_be_had_locked(slot))
			return slot;
	}
	return NO_SLOT;
}

static void add_user_locked(unsigned int slot)
{
	u32 word;

	do {
		word = READ_ONCE(pkmap_words[slot]);
	} while (cmpxchg(&pkmap_words[slot], word, word + 1) != word);
}

static void fill_slot_locked(unsigned int slot, const struct page *page)
{
	bool home = pkmap_home(page) == slot;
	u32 tag = home ? (unsigned long)page >> PKMAP_TAG_SHIFT << PKMAP_TAG_SHIFT : 0;

	pkmap_pages[slot] = page;
	nr_displaced += !home;
	set_table_entry(pte_offset_kernel(PKMAP_ADDR(slot)),
			page_to_phys(page) | mem_types[MT_MEMORY_RW].small);
	/* From here on others may use it without the lock. */
	smp_store_release(&pkmap_words[slot], tag | (PKMAP_UNUSED + 1));
}

/* The slot that @page is mapped at now, or NO_SLOT if there is none to be had. */
static unsigned int map_locked(const struct page *page)
{
	unsigned int slot = find_slot_locked(page);

	if (slot != NO_SLOT) {
		add_user_locked(slot);
		return slot;
	}
	slot = take_slot_locked(page);
	if (slot != NO_SLOT)
		fill_slot_locked(slot, page);
	return slot;
}

/* Asks the users of all slots to wake those who wait; false if there is a slot now. */
static bool ask_for_slot_locked(void)
{
	unsigned int slot;
	u32 word;

	for (slot = 0; slot < LAST_PKMAP; slot++) {
		do {
			word = READ_ONCE(pkmap_words[slot]);
			if (users_of(word) <= PKMAP_UNUSED)
				return false;
		} while (cmpxchg(&pkmap_words[slot], word, word | PKMAP_WAITED) != word);
	}
	return true;
}

void *kmap_high(struct page *page)
{
	DEFINE_WAIT(wait);
	unsigned int slot;
	bool sleep;

	for (;;) {
		spin_lock(&pkmap_lock);
		slot = map_locked(page);
		if (slot != NO_SLOT)
			break;
		prepare_to_wait(&pkmap_wait, &wait, TASK_UNINTERRUPTIBLE);
		sleep = ask_for_slot_locked();
		spin_unlock(&pkmap_lock);
		if (sleep)
			schedule();
		finish_wait(&pkmap_wait, &wait);
	}
	spin_unlock(&pkmap_lock);
	return (void *)PKMAP_ADDR(slot);
}
EXPORT_SYMBOL(kmap_high);

/* Returns true if somebody must be told that the slot can be had. */
static bool drop_user_locked(unsigned int slot)
{
	u32 word, left;

	do {
		word = READ_ONCE(pkmap_words[slot]);
		left = word - 1;
		if (users_of(left) == PKMAP_UNUSED)
			left &= ~PKMAP_WAITED;
	} while (cmpxchg(&pkmap_words[slot], word, left) != word);
	return (word & PKMAP_WAITED) && users_of(left) == PKMAP_UNUSED;
}

void kunmap_high(const struct page *page)
{
	unsigned int slot;
	bool used, wake = false;

	if (WARN_ON_ONCE(in_interrupt()))
		return;
	spin_lock(&pkmap_lock);
	slot = find_slot_locked(page);
	used = slot != NO_SLOT && users_of(pkmap_words[slot]) > PKMAP_UNUSED;
	if (used)
		wake = drop_user_locked(slot);
	spin_unlock(&pkmap_lock);
	WARN(!used, "kunmap of page %px, pfn %#lx, which is not mapped\n", page, page_to_pfn(page));
	if (wake)
		wake_up(&pkmap_wait);
}
EXPORT_SYMBOL(kunmap_high);

void kmap_flush_unused(void)
{
	unsigned int slot;
	bool flush = false;

	spin_lock(&pkmap_lock);
	for (slot = 0; slot < LAST_PKMAP; slot++)
		flush |= pkmap_words[slot] && evict_locked(slot);
	if (flush)
		flush_tlb_kernel_range(PKMAP_BASE, PKMAP_END);
	spin_unlock(&pkmap_lock);
}
EXPORT_SYMBOL(kmap_flush_unused);

void *kmap_high_get_address(const struct page *page)
{
	unsigned int slot = pkmap_home(page), i;

	/* Without the lock: for as long as the page is mapped, the answer is right. */
	for (i = 0; pkmap_pages[slot] != page; i++) {
		if (!nr_displaced || i == LAST_PKMAP)
			return NULL;
		slot = (slot + 1) % LAST_PKMAP;
	}
	if (users_of(READ_ONCE(pkmap_words[slot])) <= PKMAP_UNUSED)
		return NULL;
	return (void *)PKMAP_ADDR(slot);
}
EXPORT_SYMBOL(kmap_high_get_address);

struct page *kmap_to_page(void *addr)
{
	phys_addr_t phys;
	enum mem_type type;

	if (virt_addr_valid(addr))
		return virt_to_page(addr);
	if (!pgtable_lookup((unsigned long)addr, &phys, &type) || !pfn_valid(PHYS_PFN(phys)))
		return NULL;
	return phys_to_page(phys);
}
EXPORT_SYMBOL(kmap_to_page);

/* --- checking --------------------------------------------------------------------------------- */

void pkmap_get_stats(unsigned int *used, unsigned int *unused)
{
	unsigned int slot;

	*used = *unused = 0;
	for (slot = 0; slot < LAST_PKMAP; slot++) {
		*used += users_of(pkmap_words[slot]) > PKMAP_UNUSED;
		*unused += users_of(pkmap_words[slot]) == PKMAP_UNUSED;
	}
}

static const char *slot_fault(unsigned int slot)
{
	const struct page *page = pkmap_pages[slot];
	pte_t pte = *pte_offset_kernel(PKMAP_ADDR(slot));

	if (!pkmap_words[slot] != !page || !page != !pte)
		return "word, page and entry do not agree [1]";
	if (!page)
		return NULL;
	if ((pte & PAGE_MASK) != page_to_phys(page))
		return "the entry maps another page [1]";
	if (users_of(pkmap_words[slot]) < PKMAP_UNUSED)
		return "mapped with a count of 0 [1]";
	if (pkmap_home(page) == slot && !pkmap_is_home_of(pkmap_words[slot], page))
		return "at home with another page's tag [1]";
	return NULL;
}

int highmem_validate(void)
{
	unsigned int slot, displaced = 0;
	const char *what;
	int faults = 0;

	spin_lock(&pkmap_lock);
	for (slot = 0; slot < LAST_PKMAP; slot++) {
		what = slot_fault(slot);
		if (what) {
			pr_err("pkmap: slot %u: %s\n", slot, what);
			faults++;
		}
		displaced += pkmap_pages[slot] && pkmap_home(pkmap_pages[slot]) != slot;
	}
	if (displaced != nr_displaced) {
		pr_err("pkmap: %u slots away from home, counted %u [3]\n", nr_displaced, displaced);
		faults++;
	}
	spin_unlock(&pkmap_lock);
	return faults;
}
