// SPDX-License-Identifier: MIT
/*
 * Clocks, read from where the boot loader left them.
 *
 * There is no clock framework: nothing here changes a rate while the system runs. Three questions
 * are answered from the tree and the clock registers.
 *
 *  - How fast is a clock? Fixed clocks say so themselves, factors and multiplexers lead on to a
 *    parent. A PLL is not computed: whoever needs its rate has "clock-frequency" in its own node.
 *  - Is the module clocked? On the AM335x each module has a CLKCTRL register; until its MODULEMODE
 *    is 2 and its IDLEST 0, an access to the module aborts.
 *  - Which source does a timer count? A multiplexer in CM_DPLL; "assigned-clocks" chooses.
 *
 * Mainline trees give the registers of such clocks as an offset below a bus without "ranges"; then
 * the base is the nearest node above whose own "reg" can be translated.
 *
 * All of it is start-up code in one thread. References: AM335x TRM, "PRCM"; the bindings of
 * ti,mux-clock, ti,clkctrl, fixed-factor-clock.
 */
#include <linux/of_clk.h>

#include <asm/page.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/of_address.h>
#include <linux/printk.h>

#define MAX_CLOCK_DEPTH		8	/* clocks between a device and its oscillator */
#define MAX_CLOCK_PAGES		4	/* distinct pages with clock registers */
#define IDLE_POLLS		100000	/* reads of CLKCTRL until a module counts as dead */

/* CLKCTRL: AM335x TRM, "CM_PER Registers" */
#define CLKCTRL_MODULEMODE	GENMASK(1, 0)
#define CLKCTRL_MODULE_ON	2
#define CLKCTRL_IDLEST		GENMASK(17, 16)

/* Clock registers that are mapped already, by page. */
static struct {
	phys_addr_t phys;
	void __iomem *virt;
} clock_pages[MAX_CLOCK_PAGES];

static void __iomem *map_clock_register(phys_addr_t phys)
{
	phys_addr_t page = phys & PAGE_MASK;
	int i;

	for (i = 0; i < MAX_CLOCK_PAGES; i++) {
		if (!clock_pages[i].virt) {
			clock_pages[i].phys = page;
			clock_pages[i].virt = ioremap(page, PAGE_SIZE);
		}
		if (!clock_pages[i].virt)
			return NULL;
		if (clock_pages[i].phys == page)
			return clock_pages[i].virt + (phys - page);
	}
	return NULL;
}

/* The physical address of the first register that @np names, or 0. */
static phys_addr_t clock_register(struct device_node *np)
{
	struct resource res;
	u32 offset;

	/* A clock below a "ti,clksel" node shares that node's register. */
	if (of_device_is_compatible(np->parent, "ti,clksel"))
		np = np->parent;
	if (!of_address_to_resource(np, 0, &res))
		return res.start;
	if (of_property_read_u32(np, "reg", &offset))
		return 0;
	for (np = np->parent; np; np = np->parent) {
		if (!of_address_to_resource(np, 0, &res) && offset < resource_size(&res))
			return res.start + offset;
	}
	return 0;
}

/* -- Multiplexers -------------------------------------------------------------------------- */

struct mux {
	void __iomem *reg;
	u32 shift;
	u32 mask;	/* before shifting */
	int parents;
};

static int open_mux(struct device_node *np, struct mux *mux)
{
	phys_addr_t phys = clock_register(np);

	mux->parents = of_count_phandle_with_args(np, "clocks", "#clock-cells");
	mux->shift = 0;
	of_property_read_u32(np, "ti,bit-shift", &mux->shift);
	if (mux->parents < 1 || mux->parents > 32 || mux->shift > 31 || !phys || (phys & 3)) {
		of_report(np, NULL, "not a usable clock multiplexer");
		return -EINVAL;
	}
	mux->mask = mux->parents > 1 ? GENMASK(fls(mux->parents - 1) - 1, 0) : 0;
	mux->reg = map_clock_register(phys);
	return mux->reg ? 0 : -ENOMEM;
}

static int mux_get_parent(const struct mux *mux)
{
	return (readl(mux->reg) >> mux->shift) & mux->mask;
}

static void mux_set_parent(const struct mux *mux, int index)
{
	u32 val = readl(mux->reg) & ~(mux->mask << mux->shift);

	writel(val | ((u32)index << mux->shift), mux->reg);
	readl(mux->reg);
}

/* -- Rates --------------------------------------------------------------------------------- */

/* The clock that @np's list calls entry @index; NULL if there is none. */
static struct device_node *clock_source(struct device_node *np, const char *list, int index)
{
	struct of_phandle_args ref;

	if (of_parse_phandle_with_args(np, list, "#clock-cells", index, &ref))
		return NULL;
	return ref.np;
}

static u64 scale_rate(struct device_node *np, u64 rate)
{
	u32 mult = 1, div = 1;

	of_property_read_u32(np, "clock-mult", &mult);
	of_property_read_u32(np, "clock-div", &div);
	if (!div) {
		of_report(np, "clock-div", "is zero");
		return 0;
	}
	return div_u64(rate * mult, div);
}

/* Goes from @np towards the oscillator, then applies the factors met on the way. */
static unsigned long clock_rate(struct device_node *np)
{
	struct device_node *factors[MAX_CLOCK_DEPTH];
	int depth, nr_factors = 0, index = 0;
	struct mux mux;
	u32 hz = 0;
	u64 rate;

	for (depth = 0; np && depth < MAX_CLOCK_DEPTH; depth++) {
		if (!of_property_read_u32(np, "clock-frequency", &hz))
			break;
		index = 0;
		if (of_device_is_compatible(np, "fixed-factor-clock"))
			factors[nr_factors++] = np;
		else if (!of_device_is_compatible(np, "ti,mux-clock") || open_mux(np, &mux))
			return 0;
		else
			index = mux_get_parent(&mux);
		np = clock_source(np, "clocks", index);
	}
	for (rate = hz; nr_factors > 0 && rate; )
		rate = scale_rate(factors[--nr_factors], rate);
	return rate <= ULONG_MAX ? rate : 0;
}

unsigned long of_clk_get_rate(struct device_node *np, int index)
{
	return clock_rate(clock_source(np, "clocks", index));
}

unsigned long of_clk_get_rate_by_name(struct device_node *np, const char *name)
{
	int index = of_property_match_string(np, "clock-names", name);

	return of_clk_get_rate(np, index > 0 ? index : 0);
}

/* -- Gates and defaults -------------------------------------------------------------------- */

static int open_gate(struct device_node *np, const struct of_phandle_args *ref)
{
	struct resource res;
	void __iomem *reg;
	int polls;
	u32 val;

	if (ref->args_count != 2 || (ref->args[0] & 3) || ref->args[0] >= 0x1000 ||
	    of_address_to_resource(ref->np, 0, &res)) {
		of_report(np, "clocks", "%s has no such gate", ref->np->full_name);
		return -EINVAL;
	}
	reg = map_clock_register(res.start + ref->args[0]);
	if (!reg)
		return -ENOMEM;
	val = readl(reg);
	if ((val & CLKCTRL_MODULEMODE) != CLKCTRL_MODULE_ON)
		writel((val & ~CLKCTRL_MODULEMODE) | CLKCTRL_MODULE_ON, reg);
	for (polls = 0; polls < IDLE_POLLS; polls++) {
		if (!(readl(reg) & CLKCTRL_IDLEST))
			return 0;
	}
	of_report(np, "clocks", "gate %s+%#x does not open", ref->np->full_name, ref->args[0]);
	return -ETIMEDOUT;
}

static int open_gates(struct device_node *np)
{
	struct of_phandle_args ref;
	int i, err = 0;

	for (i = 0; !of_parse_phandle_with_args(np, "clocks", "#clock-cells", i, &ref); i++) {
		/* A second argument other than 0 is an optional clock inside the module. */
		if (of_device_is_compatible(ref.np, "ti,clkctrl") && !ref.args[1])
			err = open_gate(np, &ref) ?: err;
	}
	return err;
}

int of_clk_enable(struct device_node *np)
{
	int err = 0;

	if (of_device_is_compatible(np->parent, "ti,sysc"))
		err = open_gates(np->parent);
	return open_gates(np) ?: err;
}

/* Makes @parent the source of the multiplexer @np. */
static void choose_source(struct device_node *np, struct device_node *parent)
{
	struct mux mux;
	int i;

	if (!of_device_is_compatible(np, "ti,mux-clock") || open_mux(np, &mux))
		return;
	for (i = 0; i < mux.parents; i++) {
		if (clock_source(np, "clocks", i) != parent)
			continue;
		if (mux_get_parent(&mux) != i)
			mux_set_parent(&mux, i);
		return;
	}
	of_report(np, "clocks", "%s is not among its sources", parent->full_name);
}

void of_clk_set_defaults(struct device_node *np)
{
	struct device_node *clock, *parent;
	int i;

	for (i = 0; ; i++) {
		clock = clock_source(np, "assigned-clocks", i);
		parent = clock_source(np, "assigned-clock-parents", i);
		if (!clock || !parent)
			return;
		choose_source(clock, parent);
	}
}
