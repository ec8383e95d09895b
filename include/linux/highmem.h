/* SPDX-License-Identifier: MIT */
/*
 * Pages that have no address of their own. mm/highmem.c and mm/kmap_local.c have the theory.
 *
 *	kmap()			thread context, may sleep; the address is good for everybody
 *	kmap_local_page()	any context; good for the caller until kunmap_local(), last
 *				mapped first; it may sleep and change CPUs meanwhile
 *	kmap_atomic()		the same, and the caller must not sleep
 *
 * For a lowmem page all of them give the address that it has anyway.
 */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <asm/current.h>
#include <asm/kmap.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>

/* --- local maps ------------------------------------------------------------------------------- */

/** Adding this to 128 times the address of a descriptor gives the page's entry. */
extern unsigned long kmap_entry_bias;

/** Out of line: makes a slot that holds something else hold @entry. */
void __kmap_local_fill(unsigned long slot, pte_t entry);
/** No slot is left (reported), or the thread is a strict one. */
void *__kmap_local_full(pte_t entry);
/** It is not the last map (reported), or the thread is a strict one, or it is a lowmem page. */
void __kunmap_local_other(const void *addr);

/* The L2 entry that maps a page as normal memory: descriptors are 32 bytes, pages 4096. */
static __always_inline pte_t __kmap_entry(const struct page *page)
{
	return ((unsigned long)page << (PAGE_SHIFT - 5)) + kmap_entry_bias;
}

static __always_inline void *__kmap_local_entry(pte_t entry)
{
	unsigned long slot = current_kmap_next;

	if (unlikely(slot & KMAP_END))
		return __kmap_local_full(entry);
	/* An interrupt takes the next slot, from here on. */
	WRITE_ONCE(current_kmap_next, slot + PAGE_SIZE);
	barrier();
	if (unlikely(READ_ONCE(*kmap_entry_at(slot, current_kmap_bias)) != entry))
		__kmap_local_fill(slot, entry);
	return (void *)slot;
}

/** Maps a page for the caller; any context. Up to KMAP_LOCAL_SLOTS, interrupts included. */
static __always_inline void *kmap_local_page(struct page *page)
{
	if (PageHighMem(page))
		return __kmap_local_entry(__kmap_entry(page));
	return lowmem_page_address(page);
}

/** The same as memory of type @prot; a lowmem page keeps its own type. */
void *kmap_local_page_prot(struct page *page, pgprot_t prot);
/** The same by page frame number; one that is no RAM is mapped as device registers. */
void *kmap_local_pfn(unsigned long pfn);

static __always_inline void __kunmap_local(const void *addr)
{
	unsigned long last = current_kmap_next - PAGE_SIZE;

	if (likely((unsigned long)addr - last < PAGE_SIZE)) {
		barrier();
		WRITE_ONCE(current_kmap_next, last);
	} else {
		__kunmap_local_other(addr);
	}
}

/** Ends the map made last, at any address in it. Any other but a lowmem address is reported. */
#define kunmap_local(addr)					\
do {								\
	BUILD_BUG_ON(__same_type((addr), struct page *));	\
	__kunmap_local(addr);					\
} while (0)

static __always_inline void *kmap_atomic(struct page *page)
{
	preempt_disable();
	return kmap_local_page(page);
}

static __always_inline void *kmap_atomic_pfn(unsigned long pfn)
{
	preempt_disable();
	return kmap_local_pfn(pfn);
}

static __always_inline void __kunmap_atomic(const void *addr)
{
	__kunmap_local(addr);
	preempt_enable();
}

#define kunmap_atomic(addr)					\
do {								\
	BUILD_BUG_ON(__same_type((addr), struct page *));	\
	__kunmap_atomic(addr);					\
} while (0)

/** Gives a thread its window at @window, where the L2 table is. Before it runs. */
void kmap_window_init(struct task_struct *t, unsigned long window);
/** Takes away what a thread that has ended left in its window. Maps it still had are reported. */
void kmap_window_release(struct task_struct *t);
/** How many local maps @t has. */
static inline unsigned int kmap_local_depth(const struct task_struct *t)
{
	return kmap_depth_of(t->kmap_next);
}

/**
 * kmap_local_set_debug - whether kunmap_local() of the running thread unmaps at once
 *
 * kmap_debug=on on the command line is the same for all threads. The thread must have no maps.
 * Returns what it was before.
 */
bool kmap_local_set_debug(bool on);

/** Takes the entries away that ended local maps of any thread have left. May sleep. Slow. */
void kmap_local_flush_unused(void);

/** Start-up, once there are page descriptors. */
void kmap_local_init(void);

/* --- permanent maps --------------------------------------------------------------------------- */

#define LAST_PKMAP		((PKMAP_END - PKMAP_BASE) / PAGE_SIZE)
#define PKMAP_ADDR(nr)		(PKMAP_BASE + ((unsigned long)(nr) << PAGE_SHIFT))
#define PKMAP_NR(virt)		(((virt) - PKMAP_BASE) >> PAGE_SHIFT)

extern u32 pkmap_words[LAST_PKMAP];

/** Out of line: all that the inline functions do not do. */
void *kmap_high(struct page *page);
void kunmap_high(const struct page *page);

/* The slot a page is mapped at if that is free: neighbours have different ones. */
static __always_inline unsigned int pkmap_home(const struct page *page)
{
	return (unsigned long)page / sizeof(*page) % LAST_PKMAP;
}

static inline bool pkmap_is_home_of(u32 word, const struct page *page)
{
	return !((word ^ (unsigned long)page) >> PKMAP_TAG_SHIFT);
}

/** Maps a page at an address that is good everywhere; sleeps while all 512 slots are taken. */
static __always_inline void *kmap(struct page *page)
{
	unsigned int home = pkmap_home(page);

	might_sleep();
	if (!PageHighMem(page))
		return lowmem_page_address(page);
	if (likely(pkmap_try_get(&pkmap_words[home], page)))
		return (void *)PKMAP_ADDR(home);
	return kmap_high(page);
}

/** Ends it. One too many is reported. Thread context; does not sleep. */
static __always_inline void kunmap(struct page *page)
{
	if (PageHighMem(page) && unlikely(!pkmap_try_put(&pkmap_words[pkmap_home(page)], page)))
		kunmap_high(page);
}

/** Takes all slots away that nobody uses, and their TLB entries. Thread context. */
void kmap_flush_unused(void);
/** The page that kmap(), kmap_local_page() or lowmem has at @addr. Any context. */
struct page *kmap_to_page(void *addr);

/** For the tests: slots in use, slots mapped but not used. */
void pkmap_get_stats(unsigned int *used, unsigned int *unused);
/** Prints each violated invariant; returns their number. Thread context, nobody else busy. */
int highmem_validate(void);

/* --- contents of pages; any context ----------------------------------------------------------- */

static inline void clear_highpage(struct page *page)
{
	void *addr = kmap_local_page(page);

	clear_page(addr);
	kunmap_local(addr);
}

static inline void copy_highpage(struct page *to, struct page *from)
{
	void *source = kmap_local_page(from);
	void *dest = kmap_local_page(to);

	copy_page(dest, source);
	kunmap_local(dest);
	kunmap_local(source);
}

static inline void memcpy_from_page(char *to, struct page *page, size_t offset, size_t len)
{
	char *from = kmap_local_page(page);

	VM_WARN_ON_ONCE(offset + len > PAGE_SIZE);
	memcpy(to, from + offset, len);
	kunmap_local(from);
}

static inline void memcpy_to_page(struct page *page, size_t offset, const char *from, size_t len)
{
	char *to = kmap_local_page(page);

	VM_WARN_ON_ONCE(offset + len > PAGE_SIZE);
	memcpy(to + offset, from, len);
	kunmap_local(to);
}

static inline void memset_page(struct page *page, size_t offset, int val, size_t len)
{
	char *addr = kmap_local_page(page);

	VM_WARN_ON_ONCE(offset + len > PAGE_SIZE);
	memset(addr + offset, val, len);
	kunmap_local(addr);
}

static inline void zero_user_segment(struct page *page, unsigned int start, unsigned int end)
{
	memset_page(page, start, 0, end - start);
}

static inline void zero_user(struct page *page, unsigned int start, unsigned int size)
{
	memset_page(page, start, 0, size);
}

#define memzero_page(page, offset, len)	memset_page(page, offset, 0, len)

#endif
