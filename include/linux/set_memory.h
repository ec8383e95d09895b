/* SPDX-License-Identifier: MIT */
/*
 * Changing what vmalloc()ed and vmap()ped memory may be used for. Thread context; set_memory_x()
 * may sleep, and stops all CPUs for a moment.
 *
 * All return 0, -EINVAL (not whole pages of an area's mapping, or a large entry would have to be
 * broken up), or -EPERM: nothing is ever writable and executable, by whatever address. So memory
 * is made read-only first, then executable; and back, not executable first. Memory that has an
 * address in lowmem, or a map in use, can be written there, and is refused set_memory_x().
 */
#ifndef _LINUX_SET_MEMORY_H
#define _LINUX_SET_MEMORY_H

int set_memory_ro(unsigned long addr, int numpages);
int set_memory_rw(unsigned long addr, int numpages);
int set_memory_x(unsigned long addr, int numpages);
int set_memory_nx(unsigned long addr, int numpages);

#endif
