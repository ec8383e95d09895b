// SPDX-License-Identifier: MIT
/*
 * From a node's "reg" to the address that the CPU uses.
 *
 * An address in "reg" is one on the node's own bus. Each bus node says with "ranges" how its
 * addresses look one level up; a translation goes up bus by bus until the root:
 *
 *      serial@0       reg = <0x0 0x1000>                 0x00000000
 *      target-module  ranges = <0x0 0x9000 0x1000>       0x00009000
 *      segment        ranges = <0x9000 0x209000 0x1000>  0x00209000
 *      interconnect   ranges = <.. 0x200000 0x44e00000>  0x44e09000
 *
 * An empty "ranges" passes addresses unchanged. A bus without "ranges" has addresses of its own
 * (I2C, clock registers): no translation, and no complaint. Buses of more than two address cells
 * (PCI) are not translated.
 */
#include <linux/of_address.h>

#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define MAX_ADDR_CELLS	2
#define MAX_SIZE_CELLS	2

const __be32 *of_get_address(const struct device_node *np, int index, u64 *size,
			     unsigned int *flags)
{
	int na = of_n_addr_cells(np), ns = of_n_size_cells(np);
	const __be32 *reg;
	int len;

	reg = of_get_property(np, "reg", &len);
	if (!reg || index < 0 || na < 1 || na > MAX_ADDR_CELLS || ns > MAX_SIZE_CELLS)
		return NULL;
	len /= sizeof(*reg);
	if (index >= len / (na + ns))
		return NULL;
	reg += index * (na + ns);
	if (size)
		*size = of_read_number(reg + na, ns);
	if (flags)
		*flags = IORESOURCE_MEM;
	return reg;
}

/* Carries @addr, of @na cells on @bus with sizes of @ns cells, to the bus above it. */
static u64 translate_one(const struct device_node *bus, int na, int ns, u64 addr)
{
	int pna = of_n_addr_cells(bus), len, entry = na + pna + ns;
	const __be32 *range = of_get_property(bus, "ranges", &len);
	u64 start, size;

	if (!range)
		return OF_BAD_ADDR;
	if (len == 0)
		return addr;
	if (pna < 1 || pna > MAX_ADDR_CELLS)
		return OF_BAD_ADDR;
	len /= sizeof(*range);
	if (len % entry)
		of_report(bus, "ranges", "%d cells are not a whole number of %d-cell ranges", len,
			  entry);
	for (; len >= entry; len -= entry, range += entry) {
		start = of_read_number(range, na);
		size = of_read_number(range + na + pna, ns);
		if (addr >= start && addr - start < size)
			return of_read_number(range + na, pna) + (addr - start);
	}
	return OF_BAD_ADDR;
}

u64 of_translate_address(const struct device_node *np, const __be32 *addr_cells)
{
	int na = of_n_addr_cells(np), ns = of_n_size_cells(np);
	const struct device_node *bus = np->parent;
	u64 addr;

	if (!bus || na < 1 || na > MAX_ADDR_CELLS)
		return OF_BAD_ADDR;
	addr = of_read_number(addr_cells, na);
	for (; bus->parent && addr != OF_BAD_ADDR; bus = bus->parent) {
		if (na < 1 || na > MAX_ADDR_CELLS || ns > MAX_SIZE_CELLS)
			return OF_BAD_ADDR;
		addr = translate_one(bus, na, ns, addr);
		na = of_n_addr_cells(bus);
		ns = of_n_size_cells(bus);
	}
	return addr;
}

int of_address_to_resource(const struct device_node *np, int index, struct resource *r)
{
	const __be32 *cells;
	u64 addr, size;

	cells = of_get_address(np, index, &size, NULL);
	if (!cells)
		return -EINVAL;
	addr = of_translate_address(np, cells);
	if (addr == OF_BAD_ADDR || size == 0)
		return -EINVAL;
	if (addr > U32_MAX || size - 1 > U32_MAX - addr)
		return -ERANGE;
	*r = (struct resource) {
		.start = addr, .end = addr + size - 1,
		.name = np->full_name, .flags = IORESOURCE_MEM,
	};
	return 0;
}

const char *of_device_name(const struct device_node *np, char *buf)
{
	int len = strcspn(np->full_name, "@");
	struct resource res;

	if (np->full_name[len] == '\0' || of_address_to_resource(np, 0, &res))
		snprintf(buf, OF_DEVICE_NAME_MAX, "%s", np->full_name);
	else
		snprintf(buf, OF_DEVICE_NAME_MAX, "%.*s@%x", len, np->full_name,
			 (unsigned int)res.start);
	return buf;
}

void __iomem *of_iomap(struct device_node *np, int index)
{
	struct resource res;
	void __iomem *base;
	int err;

	err = of_address_to_resource(np, index, &res);
	if (err) {
		of_report(np, "reg", "entry %d %s", index,
			  err == -ERANGE ? "lies past 4 GiB" : "is missing or leads nowhere");
		return NULL;
	}
	base = ioremap(res.start, resource_size(&res));
	if (!base)
		of_report(np, "reg", "cannot map %#x bytes at %#x",
			  (unsigned int)resource_size(&res), (unsigned int)res.start);
	return base;
}
