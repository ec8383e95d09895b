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

#endif /* _LINUX_POISON_H */
