/* SPDX-License-Identifier: MIT */
/*
 * Access to device registers.
 *
 * readX()/writeX() order the access against normal memory: a writel() comes after every store
 * before it, a readl() before every load after it, so that a buffer handed to a device, or taken
 * from one, is the buffer meant. The _relaxed forms are ordered among themselves only (Device
 * memory keeps program order to one peripheral: ARM ARM DDI 0406C A3.8.3). A posted write may
 * still be under way when writel() returns; reading a register of the same device back ends it.
 */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <asm/barrier.h>
#include <linux/compiler.h>
#include <linux/types.h>

/* One load or store each, of exactly that width, with no write-back addressing. */
static inline u8 __raw_readb(const volatile void __iomem *addr)
{
	u8 val;

	asm volatile("ldrb %0, %1" : "=r" (val) : "Qo" (*(const volatile u8 *)addr));
	return val;
}

static inline u16 __raw_readw(const volatile void __iomem *addr)
{
	u16 val;

	asm volatile("ldrh %0, %1" : "=r" (val) : "Q" (*(const volatile u16 *)addr));
	return val;
}

static inline u32 __raw_readl(const volatile void __iomem *addr)
{
	u32 val;

	asm volatile("ldr %0, %1" : "=r" (val) : "Qo" (*(const volatile u32 *)addr));
	return val;
}

static inline void __raw_writeb(u8 val, volatile void __iomem *addr)
{
	asm volatile("strb %1, %0" : "=Qo" (*(volatile u8 *)addr) : "r" (val));
}

static inline void __raw_writew(u16 val, volatile void __iomem *addr)
{
	asm volatile("strh %1, %0" : "=Q" (*(volatile u16 *)addr) : "r" (val));
}

static inline void __raw_writel(u32 val, volatile void __iomem *addr)
{
	asm volatile("str %1, %0" : "=Qo" (*(volatile u32 *)addr) : "r" (val));
}

#define readb_relaxed(addr)		__raw_readb(addr)
#define readw_relaxed(addr)		__raw_readw(addr)
#define readl_relaxed(addr)		__raw_readl(addr)
#define writeb_relaxed(val, addr)	__raw_writeb(val, addr)
#define writew_relaxed(val, addr)	__raw_writew(val, addr)
#define writel_relaxed(val, addr)	__raw_writel(val, addr)

static inline u8 readb(const volatile void __iomem *addr)
{
	u8 val = __raw_readb(addr);

	rmb();
	return val;
}

static inline u16 readw(const volatile void __iomem *addr)
{
	u16 val = __raw_readw(addr);

	rmb();
	return val;
}

static inline u32 readl(const volatile void __iomem *addr)
{
	u32 val = __raw_readl(addr);

	rmb();
	return val;
}

static inline void writeb(u8 val, volatile void __iomem *addr)
{
	wmb();
	__raw_writeb(val, addr);
}

static inline void writew(u16 val, volatile void __iomem *addr)
{
	wmb();
	__raw_writew(val, addr);
}

static inline void writel(u32 val, volatile void __iomem *addr)
{
	wmb();
	__raw_writel(val, addr);
}

#endif
