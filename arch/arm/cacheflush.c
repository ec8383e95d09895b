// SPDX-License-Identifier: MIT
/* Cache maintenance by address. Line sizes come from the CPU: ARM ARM B4.1.42, CTR. */
#include <asm/cacheflush.h>
#include <asm/cp15.h>

static unsigned long dcache_line_size(void)
{
	return 4ul << (read_ctr() >> 16 & 0xf);
}

static unsigned long icache_line_size(void)
{
	return 4ul << (read_ctr() & 0xf);
}

void flush_dcache_range(const void *start, const void *end)
{
	unsigned long line = dcache_line_size();
	unsigned long addr = (unsigned long)start & ~(line - 1);

	for (; addr < (unsigned long)end; addr += line)
		asm volatile("mcr p15, 0, %0, c7, c14, 1" : : "r" (addr) : "memory"); /* DCCIMVAC */
	dsb();
}

void flush_icache_range(unsigned long start, unsigned long end)
{
	unsigned long line = dcache_line_size(), addr;

	for (addr = start & ~(line - 1); addr < end; addr += line)
		asm volatile("mcr p15, 0, %0, c7, c11, 1" : : "r" (addr) : "memory"); /* DCCMVAU */
	dsb(ish);
	line = icache_line_size();
	for (addr = start & ~(line - 1); addr < end; addr += line)
		asm volatile("mcr p15, 0, %0, c7, c5, 1" : : "r" (addr) : "memory"); /* ICIMVAU */
	asm volatile("mcr p15, 0, %0, c7, c5, 6" : : "r" (0) : "memory");	/* BPIALL */
	dsb(ish);
	isb();
}
