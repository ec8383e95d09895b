// SPDX-License-Identifier: MIT
/*
 * The device tree: lookups, properties, addresses, interrupts, clocks, on a tree made for it; then
 * the same tree with bits flipped at random, which nothing may crash on.
 */
#include <linux/of.h>

#include <kunit/test.h>
#include <libfdt.h>
#include <linux/of_address.h>
#include <linux/of_clk.h>
#include <linux/of_irq.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/string.h>

#define TREE_SIZE	4096
#define MAX_NODES	64
#define FLIP_ROUNDS	300

enum { PH_INTC = 1, PH_GPIO, PH_OSC, PH_GATE, PH_HALF, PH_MISSING = 99 };

static u8 pristine[TREE_SIZE] __aligned(8);
static u8 damaged[TREE_SIZE] __aligned(8);
static struct device_node nodes[MAX_NODES];
static struct of_tree tree;

/* -- Making the tree ----------------------------------------------------------------------- */

static void put_cells(void *fdt, const char *name, const u32 *cells, int n)
{
	fdt32_t *value = NULL;
	int i;

	fdt_property_placeholder(fdt, name, n * sizeof(*value), (void **)&value);
	for (i = 0; i < n && value; i++)
		value[i] = cpu_to_fdt32(cells[i]);
}

#define CELLS(fdt, name, ...)						\
	put_cells(fdt, name, (const u32[]){ __VA_ARGS__ },		\
		  sizeof((const u32[]){ __VA_ARGS__ }) / sizeof(u32))
#define BYTES(fdt, name, bytes)	fdt_property(fdt, name, bytes, sizeof(bytes) - 1)

static void put_cell_counts(void *fdt, u32 address, u32 size)
{
	CELLS(fdt, "#address-cells", address);
	CELLS(fdt, "#size-cells", size);
}

static void put_providers(void *fdt)
{
	fdt_begin_node(fdt, "interrupt-controller@48200000");
	CELLS(fdt, "phandle", PH_INTC);
	CELLS(fdt, "#interrupt-cells", 1);
	fdt_property(fdt, "interrupt-controller", NULL, 0);
	CELLS(fdt, "reg", 0x48200000, 0x1000);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "gpio");
	CELLS(fdt, "phandle", PH_GPIO);
	CELLS(fdt, "#interrupt-cells", 2);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "oscillator");
	CELLS(fdt, "phandle", PH_OSC);
	fdt_property_string(fdt, "compatible", "fixed-clock");
	CELLS(fdt, "#clock-cells", 0);
	CELLS(fdt, "clock-frequency", 24000000);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "gate");
	CELLS(fdt, "phandle", PH_GATE);
	CELLS(fdt, "#clock-cells", 2);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "half");
	CELLS(fdt, "phandle", PH_HALF);
	fdt_property_string(fdt, "compatible", "fixed-factor-clock");
	CELLS(fdt, "#clock-cells", 0);
	CELLS(fdt, "clock-div", 2);
	CELLS(fdt, "clock-mult", 1);
	CELLS(fdt, "clocks", PH_OSC);
	fdt_end_node(fdt);
}

/* As mainline's AM335x has it: three levels of ranges above a UART. */
static void put_interconnect(void *fdt)
{
	fdt_begin_node(fdt, "interconnect@44c00000");
	put_cell_counts(fdt, 1, 1);
	CELLS(fdt, "ranges", 0, 0x44c00000, 0x100000, 0x100000, 0x44d00000, 0x100000,
	      0x200000, 0x44e00000, 0x100000);
	fdt_begin_node(fdt, "segment@200000");
	put_cell_counts(fdt, 1, 1);
	CELLS(fdt, "ranges", 0, 0x200000, 0x2000, 0x9000, 0x209000, 0x1000);

	fdt_begin_node(fdt, "target-module@9000");
	put_cell_counts(fdt, 1, 1);
	CELLS(fdt, "ranges", 0, 0x9000, 0x1000);
	fdt_begin_node(fdt, "serial@0");
	BYTES(fdt, "compatible", "test,uart\0ns16550a\0");
	CELLS(fdt, "reg", 0, 0x1000, 0xff0, 0x20, 0x1000, 0x10);
	CELLS(fdt, "interrupts", 72, 73);
	CELLS(fdt, "clocks", PH_OSC, PH_GATE, 7, 8, 0, PH_HALF);
	BYTES(fdt, "clock-names", "fck\0gate\0none\0half\0");
	fdt_property_string(fdt, "status", "okay");
	fdt_end_node(fdt);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "target-module@50000");	/* the segment does not map it */
	put_cell_counts(fdt, 1, 1);
	CELLS(fdt, "ranges", 0, 0x50000, 0x1000);
	fdt_begin_node(fdt, "lost@0");
	CELLS(fdt, "reg", 0, 0x1000);
	fdt_end_node(fdt);
	fdt_end_node(fdt);

	fdt_end_node(fdt);
	fdt_end_node(fdt);
}

static void put_other_buses(void *fdt)
{
	fdt_begin_node(fdt, "bus64");
	put_cell_counts(fdt, 2, 2);
	CELLS(fdt, "ranges", 1, 0, 0x80000000, 0, 0x10000000);
	fdt_begin_node(fdt, "device@100001000");
	CELLS(fdt, "reg", 1, 0x1000, 0, 0x100);
	fdt_end_node(fdt);
	fdt_begin_node(fdt, "device@200000000");
	CELLS(fdt, "reg", 2, 0, 0, 0x100);
	fdt_end_node(fdt);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "flat64");
	put_cell_counts(fdt, 2, 1);
	fdt_property(fdt, "ranges", NULL, 0);
	fdt_begin_node(fdt, "device@100000000");
	CELLS(fdt, "reg", 1, 0, 0x100);
	fdt_end_node(fdt);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "i2c");
	put_cell_counts(fdt, 1, 0);
	fdt_begin_node(fdt, "chip@50");
	CELLS(fdt, "reg", 0x50);
	CELLS(fdt, "interrupts-extended", PH_GPIO, 5, 8, PH_INTC, 9);
	fdt_end_node(fdt);
	fdt_end_node(fdt);

	fdt_begin_node(fdt, "off");
	fdt_property_string(fdt, "status", "disabled");
	fdt_begin_node(fdt, "below");
	fdt_end_node(fdt);
	fdt_end_node(fdt);
}

static void put_damage(void *fdt)
{
	fdt_begin_node(fdt, "damage");
	put_cell_counts(fdt, 1, 1);
	CELLS(fdt, "ranges", 0, 0x1000, 0x100, 7);
	BYTES(fdt, "compatible", "no end");
	CELLS(fdt, "reg", 0x10);
	BYTES(fdt, "interrupts", "\0\0\1");
	CELLS(fdt, "clocks", PH_MISSING);
	CELLS(fdt, "short-args", PH_GATE, 1);
	CELLS(fdt, "interrupts-empty", 0);
	BYTES(fdt, "names", "one\0two");
	BYTES(fdt, "odd", "12345");
	CELLS(fdt, "phandle", 0);
	fdt_begin_node(fdt, "inside@0");
	CELLS(fdt, "reg", 0x10, 0x20);
	CELLS(fdt, "interrupt-parent", PH_MISSING);
	CELLS(fdt, "interrupts", 1);
	fdt_end_node(fdt);
	fdt_begin_node(fdt, "zero-size");
	CELLS(fdt, "reg", 0x10, 0);
	fdt_end_node(fdt);
	fdt_end_node(fdt);
}

static int make_tree(void *fdt)
{
	fdt_create(fdt, TREE_SIZE);
	fdt_finish_reservemap(fdt);
	fdt_begin_node(fdt, "");
	put_cell_counts(fdt, 1, 1);
	BYTES(fdt, "compatible", "test,board\0test,family\0");
	CELLS(fdt, "interrupt-parent", PH_INTC);
	put_providers(fdt);
	put_interconnect(fdt);
	put_other_buses(fdt);
	put_damage(fdt);
	fdt_end_node(fdt);
	return fdt_finish(fdt);
}

static int of_test_init(struct kunit *test)
{
	int old_level = console_loglevel;

	KUNIT_ASSERT_EQ(test, make_tree(pristine), 0);
	KUNIT_ASSERT_LE(test, of_count_nodes(pristine), (unsigned int)MAX_NODES);
	/* The tree's own damage is reported here each time: keep it off the console. */
	console_loglevel = LOGLEVEL_ERR;
	of_unflatten_tree(&tree, pristine, nodes, MAX_NODES);
	console_loglevel = old_level;
	return 0;
}

static struct device_node *node(const char *name)
{
	unsigned int i;

	for (i = 0; i < tree.nr_nodes; i++) {
		if (!strcmp(nodes[i].full_name, name))
			return &nodes[i];
	}
	return NULL;
}

/* -- Structure ----------------------------------------------------------------------------- */

/* The numbered invariants of unflatten.c. */
static void check_invariants(struct kunit *test)
{
	unsigned int i, children = 0, steps;
	struct device_node *np, *child;

	for (i = 0; i < tree.nr_nodes; i++) {
		np = &nodes[i];
		KUNIT_EXPECT_EQ(test, np->parent == NULL, i == 0);
		KUNIT_EXPECT_TRUE(test, !np->parent || np->parent < np);
		for (steps = 0; np && steps <= 32; steps++)
			np = np->parent;
		KUNIT_EXPECT_PTR_EQ(test, np, NULL);
		for_each_child_of_node(&nodes[i], child) {
			children++;
			KUNIT_EXPECT_PTR_EQ(test, child->parent, &nodes[i]);
			KUNIT_EXPECT_TRUE(test, !child->sibling || child->sibling > child);
		}
		np = &nodes[i];
		if (np->compatible)
			KUNIT_EXPECT_EQ(test, np->compatible[np->compatible_len - 1], '\0');
	}
	if (tree.nr_nodes)
		KUNIT_EXPECT_EQ(test, children, tree.nr_nodes - 1);
}

static void of_structure_test(struct kunit *test)
{
	struct device_node *bus = node("bus64"), *child;
	char path[OF_PATH_MAX];

	check_invariants(test);
	KUNIT_EXPECT_EQ(test, tree.nr_nodes, 24u);
	KUNIT_EXPECT_STREQ(test, of_node_path(&nodes[0], path, sizeof(path)), "/");
	KUNIT_EXPECT_STREQ(test, of_node_path(node("serial@0"), path, sizeof(path)),
			   "/interconnect@44c00000/segment@200000/target-module@9000/serial@0");
	KUNIT_EXPECT_STREQ(test, of_node_path(node("serial@0"), path, 32),
			   "/target-module@9000/serial@0");

	child = of_get_next_child(bus, NULL);
	KUNIT_EXPECT_PTR_EQ(test, child, node("device@100001000"));
	child = of_get_next_child(bus, child);
	KUNIT_EXPECT_PTR_EQ(test, child, node("device@200000000"));
	KUNIT_EXPECT_PTR_EQ(test, of_get_next_child(bus, child), NULL);
	KUNIT_EXPECT_PTR_EQ(test, of_get_child_by_name(bus, "device"), node("device@100001000"));
	KUNIT_EXPECT_PTR_EQ(test, of_get_child_by_name(bus, "devic"), NULL);
}

static void of_match_test(struct kunit *test)
{
	static const struct of_device_id matches[] = {
		{ .compatible = "ns16550a", .data = "general" },
		{ .compatible = "test,uart", .data = "special" },
		{ }
	};
	const struct of_device_id *match;
	struct device_node *uart = node("serial@0");

	match = of_match_node(matches, uart);
	KUNIT_ASSERT_NOT_NULL(test, match);
	KUNIT_EXPECT_STREQ(test, match->data, "special");
	KUNIT_EXPECT_PTR_EQ(test, of_match_node(matches, node("gpio")), NULL);
	KUNIT_EXPECT_GT(test, of_device_is_compatible(uart, "test,uart"),
			of_device_is_compatible(uart, "ns16550a"));
	KUNIT_EXPECT_EQ(test, of_device_is_compatible(uart, "ns16550"), 0);
	KUNIT_EXPECT_EQ(test, of_device_is_compatible(node("damage"), "no end"), 0);
	KUNIT_EXPECT_PTR_EQ(test, of_find_compatible_node(&nodes[0], NULL, "ns16550a"), uart);
	KUNIT_EXPECT_PTR_EQ(test, of_find_compatible_node(uart, NULL, "ns16550a"), NULL);
	KUNIT_EXPECT_PTR_EQ(test, of_find_node_by_name(&nodes[0], "serial"), uart);
}

static void of_status_test(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, of_device_is_available(node("serial@0")));
	KUNIT_EXPECT_TRUE(test, of_device_is_available(node("gpio")));
	KUNIT_EXPECT_FALSE(test, of_device_is_available(node("off")));
	KUNIT_EXPECT_TRUE(test, of_device_is_available(node("below")));
	KUNIT_EXPECT_FALSE(test, of_device_is_reachable(node("below")));
	KUNIT_EXPECT_FALSE(test, of_device_is_available(NULL));
}

/* -- Properties ---------------------------------------------------------------------------- */

static void of_property_test(struct kunit *test)
{
	struct device_node *uart = node("serial@0"), *bad = node("damage");
	const char *s = NULL;
	u32 val = 0, pair[2];
	u64 wide = 0;

	KUNIT_EXPECT_EQ(test, of_property_read_u32(uart, "reg", &val), 0);
	KUNIT_EXPECT_EQ(test, of_property_read_u32_index(uart, "interrupts", 1, &val), 0);
	KUNIT_EXPECT_EQ(test, val, 73u);
	KUNIT_EXPECT_EQ(test, of_property_read_u32_index(uart, "interrupts", 2, &val), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, of_property_read_u32_index(uart, "interrupts", 0x40000001, &val),
			-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, of_property_read_u32_array(uart, "interrupts", pair, 2), 0);
	KUNIT_EXPECT_EQ(test, pair[0], 72u);
	KUNIT_EXPECT_EQ(test, of_property_read_u32_array(uart, "interrupts", pair, 0x40000001),
			-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, of_property_read_u32(uart, "nothing", &val), -EINVAL);
	KUNIT_EXPECT_EQ(test, of_property_read_u32(node("interrupt-controller@48200000"),
						   "interrupt-controller", &val), -ENODATA);
	KUNIT_EXPECT_EQ(test, of_property_read_u64(node("device@100001000"), "reg", &wide), 0);
	KUNIT_EXPECT_EQ(test, wide, 0x100001000ull);

	KUNIT_EXPECT_EQ(test, of_property_read_string_index(uart, "clock-names", 3, &s), 0);
	KUNIT_EXPECT_STREQ(test, s, "half");
	KUNIT_EXPECT_EQ(test, of_property_match_string(uart, "clock-names", "gate"), 1);
	KUNIT_EXPECT_LT(test, of_property_match_string(uart, "clock-names", "gat"), 0);
	KUNIT_EXPECT_EQ(test, of_property_read_string_index(uart, "clock-names", 4, &s), -ENODATA);
	KUNIT_EXPECT_EQ(test, of_property_read_string(bad, "names", &s), 0);
	KUNIT_EXPECT_EQ(test, of_property_read_string_index(bad, "names", 1, &s), -EILSEQ);

	KUNIT_EXPECT_EQ(test, of_property_count_u32_elems(uart, "interrupts"), 2);
	KUNIT_EXPECT_EQ(test, of_property_count_u32_elems(bad, "odd"), -EINVAL);
	KUNIT_EXPECT_TRUE(test, of_property_read_bool(uart, "reg"));
	KUNIT_EXPECT_FALSE(test, of_property_read_bool(uart, "re"));
}

static void of_reference_test(struct kunit *test)
{
	struct device_node *uart = node("serial@0"), *bad = node("damage");
	struct of_phandle_args ref;

	KUNIT_EXPECT_PTR_EQ(test, of_parse_phandle(uart, "clocks", 0), node("oscillator"));
	KUNIT_ASSERT_EQ(test, of_parse_phandle_with_args(uart, "clocks", "#clock-cells", 1, &ref),
			0);
	KUNIT_EXPECT_PTR_EQ(test, ref.np, node("gate"));
	KUNIT_EXPECT_EQ(test, ref.args_count, 2);
	KUNIT_EXPECT_EQ(test, ref.args[1], 8u);
	KUNIT_EXPECT_EQ(test, of_parse_phandle_with_args(uart, "clocks", "#clock-cells", 2, &ref),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, of_parse_phandle_with_args(uart, "clocks", "#clock-cells", 3, &ref),
			0);
	KUNIT_EXPECT_PTR_EQ(test, ref.np, node("half"));
	KUNIT_EXPECT_EQ(test, of_parse_phandle_with_args(uart, "clocks", "#clock-cells", 4, NULL),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, of_count_phandle_with_args(uart, "clocks", "#clock-cells"), 4);
	KUNIT_EXPECT_EQ(test, of_count_phandle_with_args(bad, "clocks", "#clock-cells"), -EINVAL);
	KUNIT_EXPECT_EQ(test, of_count_phandle_with_args(bad, "short-args", "#clock-cells"),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, of_count_phandle_with_args(uart, "clocks", "#missing-cells"),
			-EINVAL);
	KUNIT_EXPECT_PTR_EQ(test, of_parse_phandle(bad, "clocks", 0), NULL);
}

/* -- Addresses ----------------------------------------------------------------------------- */

static void of_address_test(struct kunit *test)
{
	static const struct {
		const char *node;
		int index;
		int err;
		u32 start, end;
	} cases[] = {
		{ "serial@0", 0, 0, 0x44e09000, 0x44e09fff },
		{ "serial@0", 1, 0, 0x44e09ff0, 0x44e0a00f },
		{ "serial@0", 2, -EINVAL, 0, 0 },		/* past the module's range */
		{ "serial@0", 3, -EINVAL, 0, 0 },			/* no such entry */
		{ "serial@0", -1, -EINVAL, 0, 0 },
		{ "interrupt-controller@48200000", 0, 0, 0x48200000, 0x48200fff },
		{ "lost@0", 0, -EINVAL, 0, 0 },
		{ "device@100001000", 0, 0, 0x80001000, 0x800010ff },
		{ "device@200000000", 0, -EINVAL, 0, 0 },
		{ "device@100000000", 0, -ERANGE, 0, 0 },
		{ "chip@50", 0, -EINVAL, 0, 0 },			/* a bus without ranges */
		{ "damage", 0, -EINVAL, 0, 0 },			/* "reg" is too short */
		{ "inside@0", 0, 0, 0x1010, 0x102f },		/* the whole range still counts */
		{ "zero-size", 0, -EINVAL, 0, 0 },
	};
	struct resource res;
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		res = (struct resource) { 0 };
		err = of_address_to_resource(node(cases[i].node), cases[i].index, &res);
		KUNIT_EXPECT_EQ_MSG(test, err, cases[i].err, "%s, entry %d", cases[i].node,
				    cases[i].index);
		KUNIT_EXPECT_EQ_MSG(test, res.start, cases[i].start, "%s", cases[i].node);
		KUNIT_EXPECT_EQ_MSG(test, res.end, cases[i].end, "%s", cases[i].node);
	}
}

static void of_device_name_test(struct kunit *test)
{
	char name[OF_DEVICE_NAME_MAX];

	KUNIT_EXPECT_STREQ(test, of_device_name(node("serial@0"), name), "serial@44e09000");
	KUNIT_EXPECT_STREQ(test, of_device_name(node("gpio"), name), "gpio");
	KUNIT_EXPECT_STREQ(test, of_device_name(node("lost@0"), name), "lost@0");
	KUNIT_EXPECT_STREQ(test, of_device_name(node("interrupt-controller@48200000"), name),
			   "interrupt-controller@48");
}

/* -- Interrupts and clocks ----------------------------------------------------------------- */

static void of_interrupt_test(struct kunit *test)
{
	struct device_node *uart = node("serial@0"), *chip = node("chip@50");
	struct of_phandle_args irq;

	KUNIT_EXPECT_EQ(test, of_irq_count(uart), 2);
	KUNIT_ASSERT_EQ(test, of_irq_parse_one(uart, 1, &irq), 0);
	KUNIT_EXPECT_PTR_EQ(test, irq.np, node("interrupt-controller@48200000"));
	KUNIT_EXPECT_EQ(test, irq.args_count, 1);
	KUNIT_EXPECT_EQ(test, irq.args[0], 73u);
	KUNIT_EXPECT_EQ(test, of_irq_parse_one(uart, 2, &irq), -ENOENT);
	KUNIT_EXPECT_EQ(test, of_irq_parse_one(uart, -1, &irq), -EINVAL);

	KUNIT_EXPECT_EQ(test, of_irq_count(chip), 2);
	KUNIT_ASSERT_EQ(test, of_irq_parse_one(chip, 0, &irq), 0);
	KUNIT_EXPECT_PTR_EQ(test, irq.np, node("gpio"));
	KUNIT_EXPECT_EQ(test, irq.args[1], 8u);
	KUNIT_ASSERT_EQ(test, of_irq_parse_one(chip, 1, &irq), 0);
	KUNIT_EXPECT_EQ(test, irq.args[0], 9u);

	KUNIT_EXPECT_EQ(test, of_irq_parse_one(node("gpio"), 0, &irq), -ENOENT);
	KUNIT_EXPECT_EQ(test, of_irq_parse_one(node("damage"), 0, &irq), -EINVAL);
	KUNIT_EXPECT_EQ(test, of_irq_parse_one(node("inside@0"), 0, &irq), -EINVAL);
	/* The controller is no driver's, so there is no number to be had. */
	KUNIT_EXPECT_EQ(test, of_irq_get(uart, 0), -EPROBE_DEFER);
	KUNIT_EXPECT_EQ(test, irq_of_parse_and_map(uart, 0), 0u);
}

static void of_clock_test(struct kunit *test)
{
	struct device_node *uart = node("serial@0");

	KUNIT_EXPECT_EQ(test, of_clk_get_rate(uart, 0), 24000000ul);
	KUNIT_EXPECT_EQ(test, of_clk_get_rate(uart, 1), 0ul);
	KUNIT_EXPECT_EQ(test, of_clk_get_rate_by_name(uart, "half"), 12000000ul);
	KUNIT_EXPECT_EQ(test, of_clk_get_rate_by_name(uart, "fck"), 24000000ul);
	KUNIT_EXPECT_EQ(test, of_clk_get_rate(uart, 9), 0ul);
	KUNIT_EXPECT_EQ(test, of_clk_get_rate(node("damage"), 0), 0ul);
}

/* -- Damage -------------------------------------------------------------------------------- */

/* Asks everything of every node; the answers do not matter. */
static void ask_everything(void)
{
	struct of_phandle_args ref;
	struct resource res;
	char path[OF_PATH_MAX];
	struct device_node *np;
	unsigned int i;
	const char *s;

	for (i = 0; i < tree.nr_nodes; i++) {
		np = &nodes[i];
		of_node_path(np, path, sizeof(path));
		of_address_to_resource(np, 0, &res);
		of_irq_parse_one(np, 0, &ref);
		of_count_phandle_with_args(np, "clocks", "#clock-cells");
		of_clk_get_rate(np, 0);
		of_property_read_string_index(np, "clock-names", 1, &s);
		of_device_is_compatible(np, "ns16550a");
		of_device_is_reachable(np);
	}
}

static void of_damaged_tree_test(struct kunit *test)
{
	int old_level = console_loglevel, round, flips, refused = 0;
	u32 bit;

	console_loglevel = LOGLEVEL_ERR;
	for (round = 0; round < FLIP_ROUNDS; round++) {
		memcpy(damaged, pristine, sizeof(damaged));
		for (flips = 1 + get_random_u32() % 8; flips; flips--) {
			bit = get_random_u32() % (fdt_totalsize(pristine) * 8);
			damaged[bit / 8] ^= 1 << (bit % 8);
		}
		tree.nr_nodes = 0;
		if (fdt_check_header(damaged) || fdt_totalsize(damaged) > TREE_SIZE ||
		    of_count_nodes(damaged) > MAX_NODES) {
			refused++;
			continue;
		}
		of_unflatten_tree(&tree, damaged, nodes, MAX_NODES);
		check_invariants(test);
		ask_everything();
	}
	console_loglevel = old_level;
	KUNIT_EXPECT_LT(test, refused, FLIP_ROUNDS / 2);
}

/* The machine's own tree: what every board has. */
static void of_machine_test(struct kunit *test)
{
	KUNIT_ASSERT_NOT_NULL(test, of_root);
	KUNIT_EXPECT_PTR_EQ(test, of_find_node_by_path("/"), of_root);
	KUNIT_EXPECT_NOT_NULL(test, of_find_node_by_path("/chosen"));
	KUNIT_EXPECT_PTR_EQ(test, of_find_node_by_path("/no/such/node"), NULL);
	KUNIT_EXPECT_PTR_EQ(test, of_find_node_by_path("no-such-alias"), NULL);
	KUNIT_EXPECT_NOT_NULL(test, of_find_node_by_name(NULL, "cpus"));
}

static struct kunit_case of_cases[] = {
	KUNIT_CASE(of_structure_test),
	KUNIT_CASE(of_match_test),
	KUNIT_CASE(of_status_test),
	KUNIT_CASE(of_property_test),
	KUNIT_CASE(of_reference_test),
	KUNIT_CASE(of_address_test),
	KUNIT_CASE(of_device_name_test),
	KUNIT_CASE(of_interrupt_test),
	KUNIT_CASE(of_clock_test),
	KUNIT_CASE(of_damaged_tree_test),
	KUNIT_CASE(of_machine_test),
	{}
};

static struct kunit_suite of_suite = {
	.name = "of",
	.init = of_test_init,
	.test_cases = of_cases,
};
kunit_test_suite(of_suite);
