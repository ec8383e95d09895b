/* SPDX-License-Identifier: MIT */
/* Faults that are expected: a test that provokes one, a probe of an address that may not answer. */
#ifndef _MARROW_FAULT_H
#define _MARROW_FAULT_H

#include <linux/types.h>

enum fault_kind {
	FAULT_UNDEFINED = 1,
	FAULT_PREFETCH,
	FAULT_DATA,
};

/**
 * struct fault_info - what an expected fault was
 * @kind:	which exception
 * @addr:	the address that faulted (DFAR or IFAR; the pc for an undefined instruction)
 * @fsr:	fault status (DFSR or IFSR; 0 for an undefined instruction)
 * @pc:		the instruction
 */
struct fault_info {
	enum fault_kind kind;
	unsigned long addr;
	unsigned long fsr;
	unsigned long pc;
};

/**
 * catch_fault - run @fn(@arg) and survive the exception it takes
 *
 * Returns 1 and fills @info (unless NULL) if @fn took an undefined instruction, a prefetch abort or
 * a data abort; @fn is then left where it stood, its stack frames dropped. Returns 0 if @fn came
 * back by itself. Any context; @fn must not sleep. Calls nest. An exception taken by an interrupt
 * meanwhile is not caught.
 */
int catch_fault(void (*fn)(void *arg), void *arg, struct fault_info *info);

/**
 * probe_ioread32 - read a register that may not be there
 *
 * Returns 0 and the value in *@val, or -EFAULT if the read aborted. Any context.
 */
int probe_ioread32(const volatile void *addr, u32 *val);

/** The same for a write; a posted write may abort too late to be caught on real hardware. */
int probe_iowrite32(volatile void *addr, u32 val);

#endif
