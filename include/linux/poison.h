/* SPDX-License-Identifier: MIT */
/* Values that betray a stale pointer, and memory that is used after it was freed. */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

/* Where a list entry leads once it is deleted: to page 0, which is never mapped. */
#define LIST_POISON1	((void *)0x100)
#define LIST_POISON2	((void *)0x122)

/* Bytes of a free page, with page_poison=on. */
#define PAGE_POISON	0xaa

/* Bytes of start-up code and data after they were freed. */
#define POISON_FREE_INITMEM	0xcc

/* Objects, with slab_debug=: new ones (the book's 0xa5a5a5a5), freed ones, their last byte. */
#define POISON_FRESH	0xa5
#define POISON_FREE	0x6b
#define POISON_END	0x5a

/* Red zones around objects that are free, and that are in use. */
#define SLUB_RED_INACTIVE	0xbb
#define SLUB_RED_ACTIVE		0xcc

#endif /* _LINUX_POISON_H */
