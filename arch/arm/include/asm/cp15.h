/* SPDX-License-Identifier: MIT */
/*
 * System control registers of ARMv7-A, each by its name in the ARM ARM (DDI 0406C, chapter B4.1)
 * or, for what only the Cortex-A8 has, in its TRM (DDI 0344K, chapter 3.2).
 */
#ifndef _ASM_CP15_H
#define _ASM_CP15_H

/* SCTLR, B4.1.130 */
#define SCTLR_M		(1 << 0)	/* MMU */
#define SCTLR_A		(1 << 1)	/* alignment checking */
#define SCTLR_C		(1 << 2)	/* data and unified caches */
#define SCTLR_Z		(1 << 11)	/* branch prediction */
#define SCTLR_I		(1 << 12)	/* instruction cache */
#define SCTLR_V		(1 << 13)	/* vectors at 0xffff0000 */
#define SCTLR_TRE	(1 << 28)	/* TEX remap */
#define SCTLR_AFE	(1 << 29)	/* AP[0] is the access flag */
#define SCTLR_TE	(1 << 30)	/* exceptions in Thumb state */

/* ACTLR of the Cortex-A8, TRM 3.2.26 */
#define A8_ACTLR_L2EN	(1 << 1)

/* MIDR, B4.1.105: implementer and primary part number */
#define MIDR_PART_MASK	0xff00fff0
#define MIDR_CORTEX_A8	0x4100c080
#define MIDR_CORTEX_A15	0x4100c0f0

/* MPIDR, B4.1.106 */
#define MPIDR_MP	(1u << 31)	/* has the multiprocessing extensions */
#define MPIDR_U		(1u << 30)	/* the only CPU of its system all the same */

/* TTBR0, B4.1.154: how the table walk looks at memory. Bit 0 has two meanings. */
#define TTBR_RGN_WBWA	(1 << 3)	/* outer write-back write-allocate */
#define TTBR_C		(1 << 0)	/* inner cacheable, where there is no multiprocessing */
#define TTBR_S		(1 << 1)
#define TTBR_NOS	(1 << 5)
#define TTBR_IRGN_WBWA	(1 << 6)	/* inner write-back write-allocate, where there is */

#define DACR_CLIENT	1		/* domain 0: permissions are checked, B4.1.43 */

/* PMCR, B4.1.117 and PMCNTENSET, B4.1.116 */
#define PMCR_E		(1 << 0)
#define PMCR_C		(1 << 2)
#define PMCNTEN_C	(1u << 31)

#ifdef __ASSEMBLY__
/* read_cp15 r0, SCTLR: the operands by the register's name */
#define CP15_SCTLR	c1, c0, 0
#else
#include <linux/types.h>

#define __cp15_accessors(name, crn, op1, crm, op2)				\
static inline u32 read_##name(void)						\
{										\
	u32 val;								\
										\
	asm volatile("mrc p15, " #op1 ", %0, " #crn ", " #crm ", " #op2		\
		     : "=r" (val));						\
	return val;								\
}										\
static inline void write_##name(u32 val)					\
{										\
	asm volatile("mcr p15, " #op1 ", %0, " #crn ", " #crm ", " #op2		\
		     : : "r" (val) : "memory");					\
}

__cp15_accessors(midr, c0, 0, c0, 0)
__cp15_accessors(mpidr, c0, 0, c0, 5)
__cp15_accessors(ctr, c0, 0, c0, 1)
__cp15_accessors(id_pfr0, c0, 0, c1, 0)
__cp15_accessors(id_pfr1, c0, 0, c1, 1)
__cp15_accessors(id_mmfr3, c0, 0, c1, 7)
__cp15_accessors(id_isar0, c0, 0, c2, 0)
__cp15_accessors(clidr, c0, 1, c0, 1)
__cp15_accessors(ccsidr, c0, 1, c0, 0)
__cp15_accessors(csselr, c0, 2, c0, 0)
__cp15_accessors(sctlr, c1, 0, c0, 0)
__cp15_accessors(actlr, c1, 0, c0, 1)
__cp15_accessors(ttbr0, c2, 0, c0, 0)
__cp15_accessors(ttbcr, c2, 0, c0, 2)
__cp15_accessors(dacr, c3, 0, c0, 0)
__cp15_accessors(dfsr, c5, 0, c0, 0)
__cp15_accessors(ifsr, c5, 0, c0, 1)
__cp15_accessors(dfar, c6, 0, c0, 0)
__cp15_accessors(ifar, c6, 0, c0, 2)
__cp15_accessors(par, c7, 0, c4, 0)
__cp15_accessors(ats1cpr, c7, 0, c8, 0)
__cp15_accessors(ats1cpw, c7, 0, c8, 1)
__cp15_accessors(prrr, c10, 0, c2, 0)
__cp15_accessors(nmrr, c10, 0, c2, 1)
__cp15_accessors(pmccntr, c9, 0, c13, 0)
__cp15_accessors(tpidrprw, c13, 0, c0, 4)
__cp15_accessors(tpidruro, c13, 0, c0, 3)
#endif
#endif
