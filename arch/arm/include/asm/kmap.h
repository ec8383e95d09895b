/* SPDX-License-Identifier: MIT */
/*
 * What the fast paths of kmap_local_page() and kmap() are made of. mm/kmap_local.c and
 * mm/highmem.c have the theory.
 *
 * Each thread has KMAP_LOCAL_SLOTS pages of address space of its own, at a multiple of 64 KiB. The
 * address behind the last slot is the first one that has KMAP_END set.
 */
#ifndef _ASM_KMAP_H
#define _ASM_KMAP_H

#include <asm/barrier.h>
#include <asm/pgtable.h>
#include <asm/thread_info.h>

#define KMAP_LOCAL_SLOTS	8
#define KMAP_WINDOW_ALIGN	LARGE_PAGE_SIZE
#define KMAP_END		(KMAP_LOCAL_SLOTS * PAGE_SIZE)
/* In a thread that unmaps at once: KMAP_END, and a bit that is not in the address of a slot. */
#define KMAP_STRICT		(KMAP_END + 0x2000)

/* In the task_struct: the address of the next free slot, and what makes that its entry's. */
#define current_kmap_next	__current_field(unsigned long, TSK_KMAP_NEXT)
#define current_kmap_bias	__current_field(unsigned long, TSK_KMAP_BIAS)

/* An entry is 4 bytes for 4096. */
#define KMAP_ENTRY_SHIFT	(PAGE_SHIFT - 2)

static __always_inline pte_t *kmap_entry_at(unsigned long slot, unsigned long bias)
{
	return (pte_t *)((slot >> KMAP_ENTRY_SHIFT) + bias);
}

static inline bool kmap_is_strict(unsigned long next)
{
	return (next & KMAP_STRICT) == KMAP_STRICT;
}

/* How many maps there are when the next one has the address @next. */
static inline unsigned int kmap_depth_of(unsigned long next)
{
	if (kmap_is_strict(next))
		return next % PAGE_SIZE;
	return next % KMAP_WINDOW_ALIGN / PAGE_SIZE;
}

/* --- the words of kmap() ---------------------------------------------------------------------- */

/*
 * A slot's word: bits 31-14 are those of the descriptor's address if the page is in its home
 * slot, and 0 elsewhere; bit 13: somebody waits for a slot; bits 12-0: 1 for being mapped, and 1
 * for each kmap().
 */
#define PKMAP_TAG_SHIFT		14
#define PKMAP_WAITED		(1u << 13)
#define PKMAP_COUNT_MASK	(PKMAP_WAITED - 1)
#define PKMAP_UNUSED		1u

/**
 * pkmap_try_get - one user more, if the word has the tag of @page
 *
 * One try, without order: false if it is another's, or if somebody came in between. Any context.
 */
static __always_inline bool pkmap_try_get(u32 *word, const void *page)
{
	u32 count, tmp;

	asm goto("ldrex	%[count], %[word]\n\t"
		 "eor	%[tmp], %[count], %[page]\n\t"
		 "lsrs	%[tmp], %[tmp], %[tag]\n\t"
		 "bne	%l[other]\n\t"
		 "add	%[count], %[count], #1\n\t"
		 "strex	%[tmp], %[count], %[word]\n\t"
		 "teq	%[tmp], #0\n\t"
		 "bne	%l[other]"
		 : [count] "=&r" (count), [tmp] "=&r" (tmp), [word] "+Q" (*word)
		 : [page] "r" (page), [tag] "I" (PKMAP_TAG_SHIFT)
		 : "cc", "memory" : other);
	return true;
other:
	return false;
}

/**
 * pkmap_try_put - one user less, if the word has the tag of @page, a user, and nobody waits
 *
 * The waiting bit goes to the sign, so one signed comparison looks at it and at the count. One
 * try, after all that came before. Any context.
 */
static __always_inline bool pkmap_try_put(u32 *word, const void *page)
{
	u32 count, tmp;

	smp_mb();
	asm goto("ldrex	%[count], %[word]\n\t"
		 "eor	%[tmp], %[count], %[page]\n\t"
		 "lsrs	%[tmp], %[tmp], %[tag]\n\t"
		 "bne	%l[other]\n\t"
		 "lsl	%[tmp], %[count], %[shift]\n\t"
		 "cmp	%[tmp], %[one]\n\t"
		 "blt	%l[other]\n\t"
		 "sub	%[count], %[count], #1\n\t"
		 "strex	%[tmp], %[count], %[word]\n\t"
		 "teq	%[tmp], #0\n\t"
		 "bne	%l[other]"
		 : [count] "=&r" (count), [tmp] "=&r" (tmp), [word] "+Q" (*word)
		 : [page] "r" (page), [tag] "I" (PKMAP_TAG_SHIFT), [shift] "I" (31 - 13),
		   [one] "I" ((PKMAP_UNUSED + 1) << (31 - 13))
		 : "cc", "memory" : other);
	return true;
other:
	return false;
}

#endif
