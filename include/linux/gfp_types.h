/* SPDX-License-Identifier: MIT */
/*
 * gfp_t: how and from where to allocate
 *
 * Three kinds of bits: zone modifiers say where, action modifiers say what the allocator may do to
 * get the memory, and the type flags (GFP_KERNEL and so on) are the combinations to use. Names of
 * the book's time stand beside today's.
 */
#ifndef _LINUX_GFP_TYPES_H
#define _LINUX_GFP_TYPES_H

#include <linux/types.h>

/* Zone modifiers. The lowest two select the zone: gfp_zone(). */
#define __GFP_DMA		((__force gfp_t)0x00000001u)	/* from ZONE_DMA only */
#define __GFP_HIGHMEM		((__force gfp_t)0x00000002u)	/* from any zone, highest first */
#define __GFP_DMA32		((__force gfp_t)0x00000004u)	/* all memory here is below 4 GiB */
#define __GFP_MOVABLE		((__force gfp_t)0x00000008u)	/* a hint; pages do not move here */
#define GFP_ZONEMASK		(__GFP_DMA | __GFP_HIGHMEM | __GFP_DMA32 | __GFP_MOVABLE)

/* What the memory is and who pays for it: hints without effect here. */
#define __GFP_RECLAIMABLE	((__force gfp_t)0x00000010u)
#define __GFP_WRITE		((__force gfp_t)0x00000020u)
#define __GFP_HARDWALL		((__force gfp_t)0x00000040u)
#define __GFP_THISNODE		((__force gfp_t)0x00000080u)
#define __GFP_ACCOUNT		((__force gfp_t)0x00001000u)

/* What to do to the pages. */
#define __GFP_ZERO		((__force gfp_t)0x00000100u)	/* fill them with zeros */
#define __GFP_COMP		((__force gfp_t)0x00000200u)	/* make them one compound page */

/* What the allocator may do. */
#define __GFP_DIRECT_RECLAIM	((__force gfp_t)0x00000400u)	/* sleep, and reclaim itself */
#define __GFP_KSWAPD_RECLAIM	((__force gfp_t)0x00000800u)	/* wake kswapd */
#define __GFP_IO		((__force gfp_t)0x00002000u)	/* start I/O */
#define __GFP_FS		((__force gfp_t)0x00004000u)	/* call into a filesystem */
#define __GFP_RECLAIM		(__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)
#define __GFP_WAIT		__GFP_RECLAIM			/* the book's name */

/* How low the watermarks may be passed. */
#define __GFP_HIGH		((__force gfp_t)0x00008000u)	/* into the emergency reserve */
#define __GFP_MEMALLOC		((__force gfp_t)0x00010000u)	/* to the last page */
#define __GFP_NOMEMALLOC	((__force gfp_t)0x00020000u)	/* no reserve, whatever else says */

/* How hard to try. */
#define __GFP_NORETRY		((__force gfp_t)0x00040000u)	/* one light attempt to reclaim */
#define __GFP_RETRY_MAYFAIL	((__force gfp_t)0x00080000u)	/* while it helps; no OOM */
#define __GFP_NOFAIL		((__force gfp_t)0x00200000u)	/* for ever */
#define __GFP_REPEAT		__GFP_RETRY_MAYFAIL		/* the book's name */

#define __GFP_NOWARN		((__force gfp_t)0x00100000u)	/* fail silently */

#define __GFP_COLD		((__force gfp_t)0)		/* the book's; no effect since */
#define __GFP_NOTRACK		((__force gfp_t)0)

#define __GFP_BITS_SHIFT	22
/* From this bit on, flags want a second look. */
#define ___GFP_NOFAIL_SHIFT	21
#define __GFP_BITS_MASK		((__force gfp_t)((1u << __GFP_BITS_SHIFT) - 1))

/*
 * Type flags.
 *
 *   GFP_ATOMIC   interrupts, softirqs, under a spinlock: never sleeps, may use the reserve
 *   GFP_NOWAIT   the same without the reserve
 *   GFP_NOIO     sleeps, starts no I/O: for the code that does the I/O
 *   GFP_NOFS     sleeps, may start I/O, calls no filesystem: for filesystems
 *   GFP_KERNEL   thread context that may sleep: the normal one
 *   GFP_USER, GFP_HIGHUSER  for user space; the latter from high memory if there is some
 *   GFP_DMA      from ZONE_DMA; combine it with GFP_KERNEL or GFP_ATOMIC
 */
#define GFP_ATOMIC		(__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
#define GFP_NOWAIT		(__GFP_KSWAPD_RECLAIM)
#define GFP_NOIO		(__GFP_RECLAIM)
#define GFP_NOFS		(__GFP_RECLAIM | __GFP_IO)
#define GFP_KERNEL		(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_KERNEL_ACCOUNT	(GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_TEMPORARY		(GFP_KERNEL | __GFP_RECLAIMABLE)
#define GFP_USER		(GFP_KERNEL | __GFP_HARDWALL)
#define GFP_DMA			__GFP_DMA
#define GFP_DMA32		__GFP_DMA32
#define GFP_HIGHUSER		(GFP_USER | __GFP_HIGHMEM)
#define GFP_HIGHUSER_MOVABLE	(GFP_HIGHUSER | __GFP_MOVABLE)
#define GFP_TRANSHUGE_LIGHT							\
	((GFP_HIGHUSER_MOVABLE | __GFP_COMP | __GFP_NOMEMALLOC | __GFP_NOWARN) & ~__GFP_RECLAIM)
#define GFP_TRANSHUGE		(GFP_TRANSHUGE_LIGHT | __GFP_DIRECT_RECLAIM)

#endif
