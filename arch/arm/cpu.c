// SPDX-License-Identifier: MIT
/* Which CPU this is, and what it needs turned on. Manual: ARM ARM, DDI 0406C, chapter B4.1. */
#include <asm/cacheflush.h>
#include <asm/cp15.h>
#include <asm/setup.h>
#include <asm/tlbflush.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <marrow/fault.h>

#define CLIDR_UNIFIED	4	/* type of a level: one cache for instructions and data */

bool __cpu_is_mp __ro_after_init;

static const char * __init cpu_name(u32 midr)
{
	static const struct { u32 part; const char *name; } names[] __initconst = {
		{ 0x4100c050, "Cortex-A5" },	{ 0x4100c070, "Cortex-A7" },
		{ MIDR_CORTEX_A8, "Cortex-A8" }, { 0x4100c090, "Cortex-A9" },
		{ MIDR_CORTEX_A15, "Cortex-A15" }, { 0x4100c0e0, "Cortex-A17" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].part == (midr & MIDR_PART_MASK))
			return names[i].name;
	return "ARMv7";
}

/* Size in KiB of a cache; CSSELR: level from 0 in bits 3:1, bit 0 set for instructions. */
static unsigned int __init cache_kib(unsigned int level, bool insn)
{
	u32 ccsidr;

	write_csselr(level << 1 | insn);
	asm volatile("isb");
	ccsidr = read_ccsidr();
	return ((ccsidr >> 13 & 0x7fff) + 1) * ((ccsidr >> 3 & 0x3ff) + 1) *
	       (16u << (ccsidr & 7)) / 1024;
}

static void __init enable_a8_l2(void *arg)
{
	write_actlr(read_actlr() | A8_ACTLR_L2EN);
}

/*
 * The Cortex-A8's L2 is on if the ACTLR says so too (TRM 3.2.26). The boot ROM of an AM335x
 * leaves it on, and only the secure world may change that; so the attempt may be an undefined
 * instruction.
 */
static void __init a8_l2_init(void)
{
	if (read_actlr() & A8_ACTLR_L2EN)
		return;
	flush_dcache_all();
	if (catch_fault(enable_a8_l2, NULL, NULL) || !(read_actlr() & A8_ACTLR_L2EN))
		pr_warn("CPU: the L2 cache is off, and the secure world keeps it so\n");
}

void __init cpu_setup(void)
{
	u32 midr = read_midr(), mpidr = read_mpidr(), pfr1 = read_id_pfr1();

	__cpu_is_mp = (mpidr & (MPIDR_MP | MPIDR_U)) == MPIDR_MP;
	if ((midr & MIDR_PART_MASK) == MIDR_CORTEX_A8)
		a8_l2_init();

	pr_info("CPU: %s r%up%u [%08x], %s\n", cpu_name(midr), midr >> 20 & 0xf, midr & 0xf, midr,
		__cpu_is_mp ? "multiprocessing extensions" : "alone");
	pr_info("CPU: L1 %uK instructions, %uK data%s%s%s\n", cache_kib(0, true),
		cache_kib(0, false), pfr1 >> 16 & 0xf ? ", generic timer" : "",
		pfr1 >> 4 & 0xf ? ", security" : "", pfr1 >> 12 & 0xf ? ", virtualization" : "");
	if ((read_clidr() >> 3 & 7) == CLIDR_UNIFIED && cache_kib(1, false))
		pr_info("CPU: L2 %uK\n", cache_kib(1, false));
	if (boot_flags & BOOT_HYP)
		pr_info("CPU: entered in HYP mode, now in SVC mode\n");
}
