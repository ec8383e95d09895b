/* SPDX-License-Identifier: MIT */
/*
 * struct page.flags, and the accessors of the page flags
 *
 *    31 30 29                     4 3      0
 *   +-----+------------------------+--------+
 *   | zone|       page flags       | order  |
 *   +-----+------------------------+--------+
 *
 * The order is that of the block the page is the head of, whether the block is allocated, free in
 * the buddy lists, or parked in a per-CPU list. A tail has order 0 and no flags of the allocator's.
 * The zone never changes. Accessors are for any context; those that change a flag are atomic,
 * except the ones with two underscores.
 */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <linux/bitops.h>
#include <linux/mm_types.h>

#define PAGE_ORDER_MASK		0xful
#define PAGE_ZONE_SHIFT		30
#define PAGE_ZONE_MASK		(3ul << PAGE_ZONE_SHIFT)

enum pageflags {
	PG_locked = 4,
	PG_referenced,
	PG_uptodate,
	PG_dirty,
	PG_lru,
	PG_active,
	PG_workingset,
	PG_error,
	PG_slab,		/* holds objects of a slab cache */
	PG_owner_priv_1,
	PG_arch_1,
	PG_private,		/* page->private means something to its owner */
	PG_private_2,
	PG_writeback,
	PG_reclaim,
	PG_reserved,		/* never given to the page allocator, or not there at all */
	PG_head,		/* head of a compound block: allocated with __GFP_COMP */
	PG_buddy,		/* head of a block in the buddy free lists */
	PG_hwpoison,		/* withdrawn: found damaged, never to be allocated again */
	PG_table,		/* holds page tables */
	__NR_PAGEFLAGS
};

/* A page that is freed with one of these is still in use somewhere. */
#define PAGE_FLAGS_CHECK_AT_FREE						\
	(BIT(PG_locked) | BIT(PG_lru) | BIT(PG_active) | BIT(PG_slab) |		\
	 BIT(PG_private) | BIT(PG_private_2) | BIT(PG_writeback) |		\
	 BIT(PG_reserved) | BIT(PG_buddy) | BIT(PG_hwpoison) | BIT(PG_table))

#define TESTPAGEFLAG(uname, lname)						\
static inline int Page##uname(const struct page *page)				\
{										\
	return test_bit(PG_##lname, &page->flags);				\
}
#define SETPAGEFLAG(uname, lname)						\
static inline void SetPage##uname(struct page *page)				\
{										\
	set_bit(PG_##lname, &page->flags);					\
}										\
static inline void __SetPage##uname(struct page *page)				\
{										\
	__set_bit(PG_##lname, &page->flags);					\
}
#define CLEARPAGEFLAG(uname, lname)						\
static inline void ClearPage##uname(struct page *page)				\
{										\
	clear_bit(PG_##lname, &page->flags);					\
}										\
static inline void __ClearPage##uname(struct page *page)			\
{										\
	__clear_bit(PG_##lname, &page->flags);					\
}
#define TESTSETFLAG(uname, lname)						\
static inline int TestSetPage##uname(struct page *page)				\
{										\
	return test_and_set_bit(PG_##lname, &page->flags);			\
}
#define TESTCLEARFLAG(uname, lname)						\
static inline int TestClearPage##uname(struct page *page)			\
{										\
	return test_and_clear_bit(PG_##lname, &page->flags);			\
}
/* PageX(), SetPageX(), __SetPageX(), ClearPageX(), __ClearPageX(). */
#define PAGEFLAG(uname, lname)							\
	TESTPAGEFLAG(uname, lname) SETPAGEFLAG(uname, lname) CLEARPAGEFLAG(uname, lname)
/* And TestSetPageX(), TestClearPageX(). */
#define PAGEFLAG_ATOMIC(uname, lname)						\
	PAGEFLAG(uname, lname) TESTSETFLAG(uname, lname) TESTCLEARFLAG(uname, lname)

PAGEFLAG_ATOMIC(Locked, locked)
PAGEFLAG_ATOMIC(Referenced, referenced)
PAGEFLAG(Uptodate, uptodate)
PAGEFLAG_ATOMIC(Dirty, dirty)
PAGEFLAG_ATOMIC(LRU, lru)
PAGEFLAG_ATOMIC(Active, active)
PAGEFLAG(Workingset, workingset)
PAGEFLAG_ATOMIC(Error, error)
PAGEFLAG(Slab, slab)
PAGEFLAG(OwnerPriv1, owner_priv_1)
PAGEFLAG_ATOMIC(Private, private)
PAGEFLAG_ATOMIC(Private2, private_2)
PAGEFLAG_ATOMIC(Writeback, writeback)
PAGEFLAG_ATOMIC(Reclaim, reclaim)
PAGEFLAG(Reserved, reserved)
TESTPAGEFLAG(Head, head)
TESTPAGEFLAG(Buddy, buddy)
TESTPAGEFLAG(HWPoison, hwpoison)
PAGEFLAG(Table, table)

#endif
