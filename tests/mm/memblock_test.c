// SPDX-License-Identifier: MIT
/* memblock, on tables of the tests' own: banks as trees have them, and a random model test. */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "../../mm/internal.h"

#define GIB		(1ull << 30)
#define MIB		(1ull << 20)
#define TEST_REGIONS	16

static struct memblock_region memory[TEST_REGIONS], reserved[TEST_REGIONS];
static struct memblock mb;

static int memblock_test_init(struct kunit *test)
{
	mb_init(&mb, memory, reserved, TEST_REGIONS);
	return 0;
}

struct range {
	u64 base, size;
};

/* What goes in through mb_add(), and what must stand in the table afterwards. */
struct bank_case {
	const char *name;
	struct range add[5];
	struct range want[5];
};

static const struct bank_case bank_cases[] = {
	{ "one bank",
	  { { 0x80000000, 512 * MIB } },
	  { { 0x80000000, 512 * MIB } } },
	{ "two banks with a hole, from the top",
	  { { 0xa0000000, 256 * MIB }, { 0x80000000, 256 * MIB } },
	  { { 0x80000000, 256 * MIB }, { 0xa0000000, 256 * MIB } } },
	{ "adjacent banks become one",
	  { { 0x80000000, 256 * MIB }, { 0xa0000000, 256 * MIB }, { 0x90000000, 256 * MIB } },
	  { { 0x80000000, 768 * MIB } } },
	{ "the same bank twice",
	  { { 0x40000000, GIB }, { 0x40000000, GIB } },
	  { { 0x40000000, GIB } } },
	{ "overlap at the end",
	  { { 0x40000000, 256 * MIB }, { 0x48000000, 256 * MIB } },
	  { { 0x40000000, 384 * MIB } } },
	{ "overlap at the start",
	  { { 0x48000000, 256 * MIB }, { 0x40000000, 256 * MIB } },
	  { { 0x40000000, 384 * MIB } } },
	{ "one bank inside another",
	  { { 0x40000000, GIB }, { 0x50000000, MIB } },
	  { { 0x40000000, GIB } } },
	{ "one bank over three others",
	  { { 0x41000000, MIB }, { 0x42000000, MIB }, { 0x43000000, MIB },
	    { 0x40000000, 64 * MIB } },
	  { { 0x40000000, 64 * MIB } } },
	{ "empty", { { 0x40000000, 0 } }, { } },
	{ "misaligned: only the whole pages inside",
	  { { 0x40000001, 0x3000 } },
	  { { 0x40001000, 0x2000 } } },
	{ "less than a page", { { 0x40000001, 0xfff } }, { } },
	{ "a page in two halves is no page",
	  { { 0x40000000, 0x800 }, { 0x40000800, 0x800 } }, { } },
	{ "up to 4 GiB: the last page goes",
	  { { 0x40000000, 3 * GIB } },
	  { { 0x40000000, 3 * GIB - 0x1000 } } },
	{ "across 4 GiB",
	  { { 0xc0000000, 2 * GIB } },
	  { { 0xc0000000, GIB - 0x1000 } } },
	{ "above 4 GiB",
	  { { 0x100000000, GIB }, { 0x40000000, MIB } },
	  { { 0x40000000, MIB } } },
	{ "wraps past 2^64",
	  { { 0xfffffffffffff000, 0x10000 }, { 0x80000000, 0xffffffffffffffff } },
	  { { 0x80000000, 2 * GIB - 0x1000 } } },
	{ "from address 0", { { 0, MIB } }, { { 0, MIB } } },
};

static void expect_table(struct kunit *test, const char *name, const struct memblock_type *type,
			 const struct range *want, unsigned long max)
{
	unsigned long i;

	for (i = 0; i < max && want[i].size; i++) {
		KUNIT_ASSERT_GT_MSG(test, type->cnt, i, "%s", name);
		KUNIT_EXPECT_EQ_MSG(test, (u64)type->regions[i].base, want[i].base, "%s", name);
		KUNIT_EXPECT_EQ_MSG(test, (u64)type->regions[i].size, want[i].size, "%s", name);
	}
	KUNIT_EXPECT_EQ_MSG(test, type->cnt, i, "%s", name);
	KUNIT_EXPECT_EQ_MSG(test, mb_validate(&mb), 0, "%s", name);
}

static void memblock_test_banks(struct kunit *test)
{
	const struct bank_case *c;
	int i;

	for (c = bank_cases; c < bank_cases + ARRAY_SIZE(bank_cases); c++) {
		memblock_test_init(test);
		for (i = 0; i < ARRAY_SIZE(c->add) && (c->add[i].base || c->add[i].size); i++)
			mb_add(&mb, c->add[i].base, c->add[i].size);
		expect_table(test, c->name, &mb.memory, c->want, ARRAY_SIZE(c->want));
	}
}

static void memblock_test_bank_errors(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mb_add(&mb, 0x40000000, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, mb_add(&mb, 5 * GIB, GIB), -EINVAL);
	KUNIT_EXPECT_EQ(test, mb_add(&mb, 0x40000800, 0x1000), -EINVAL);
	KUNIT_EXPECT_EQ(test, mb.memory.cnt, 0);
	KUNIT_EXPECT_EQ(test, mb_add(&mb, 0x40000000, MIB), 0);
}

static void memblock_test_remove(struct kunit *test)
{
	static const struct range hole[] = {
		{ 0x40000000, 0x2000 }, { 0x40005000, 0xb000 }, { }
	};
	static const struct range upper[] = { { 0x40008000, 0x8000 }, { } };

	mb_add(&mb, 0x40000000, 0x10000);
	/* Outwards: a page that is only half removed is of no use. */
	KUNIT_EXPECT_EQ(test, mb_remove(&mb, 0x40002800, 0x2001), 0);
	expect_table(test, "hole", &mb.memory, hole, 3);
	KUNIT_EXPECT_EQ(test, mb_remove(&mb, 0, 0x40008000), 0);
	expect_table(test, "lower half", &mb.memory, upper, 2);
	KUNIT_EXPECT_EQ(test, mb_remove(&mb, 0x50000000, MIB), 0);
	expect_table(test, "nothing there", &mb.memory, upper, 2);
	KUNIT_EXPECT_EQ(test, mb_remove(&mb, 0, ~0ull), 0);
	KUNIT_EXPECT_EQ(test, mb.memory.cnt, 0);
	KUNIT_EXPECT_EQ(test, mb.memory.total_size, 0);
}

static void memblock_test_reserve_exact(struct kunit *test)
{
	static const struct range two[] = { { 0x40000010, 0x20 }, { 0x40000031, 1 }, { } };
	static const struct range one[] = { { 0x40000010, 0x22 }, { } };
	static const struct range rest[] = { { 0x40000010, 0x10 }, { 0x40000028, 0xa }, { } };

	mb_add(&mb, 0x40000000, 0x10000);
	mb_reserve(&mb, 0x40000010, 0x20);
	mb_reserve(&mb, 0x40000031, 1);
	expect_table(test, "to the byte", &mb.reserved, two, 3);
	mb_reserve(&mb, 0x40000030, 1);
	expect_table(test, "gap closed", &mb.reserved, one, 2);
	mb_free(&mb, 0x40000020, 8);
	expect_table(test, "freed in the middle", &mb.reserved, rest, 3);
	/* What lies outside of memory may be reserved as well, and above 4 GiB is nothing. */
	KUNIT_EXPECT_EQ(test, mb_reserve(&mb, 0xf0000000, MIB), 0);
	KUNIT_EXPECT_EQ(test, mb_reserve(&mb, 8 * GIB, MIB), 0);
	KUNIT_EXPECT_EQ(test, mb.reserved.cnt, 3);
}

static void memblock_test_nomap(struct kunit *test)
{
	phys_addr_t start, end;

	mb_add(&mb, 0x40000000, 0x10000);
	KUNIT_EXPECT_EQ(test, mb_set_nomap(&mb, 0x40004000, 0x4000, true), 0);
	KUNIT_EXPECT_EQ(test, mb.memory.cnt, 3);
	KUNIT_EXPECT_EQ(test, mb.memory.total_size, 0x10000);
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 0);
	/* Allocations keep off, and the loops step over it. */
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x9000, 0x1000, 0, 0x50000000), 0);
	KUNIT_EXPECT_TRUE(test, mb_next_free(&mb, 0x40004000, &start, &end));
	KUNIT_EXPECT_EQ(test, start, 0x40008000);
	KUNIT_EXPECT_TRUE(test, mb_prev_free(&mb, 0x40008000, &start, &end));
	KUNIT_EXPECT_EQ(test, end, 0x40004000);
	/* A second look at the same bank does not undo the mark. */
	mb_add(&mb, 0x40000000, 0x10000);
	KUNIT_EXPECT_EQ(test, mb.memory.cnt, 3);
	KUNIT_EXPECT_EQ(test, mb_set_nomap(&mb, 0x40000000, 0x10000, false), 0);
	KUNIT_EXPECT_EQ(test, mb.memory.cnt, 1);
}

static void memblock_test_alloc(struct kunit *test)
{
	mb_add(&mb, 0x40000000, 0x100000);
	mb_reserve(&mb, 0x400f0000, 0x8000);
	/* From the top down. */
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x8000, 0x1000, 0, ~0u), 0x400f8000);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 100, 64, 0, ~0u), 0x400eff80);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x10000, 0x10000, 0, ~0u), 0x400d0000);
	/* Limits: the end, the start, and the current limit. */
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x1000, 0x1000, 0, 0x40080000), 0x4007f000);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x1000, 0x1000, 0x400ff000, ~0u), 0);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x1000, 0x1000, 0, 0), 0);
	mb.current_limit = 0x40010000;
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x1000, 0x1000, 0, 0), 0x4000f000);
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 0);
}

static void memblock_test_alloc_bad(struct kunit *test)
{
	mb_add(&mb, 0, 0x10000);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0, 64, 0, ~0u), 0);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 64, 48, 0, ~0u), 0);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x10001, 1, 0, ~0u), 0);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0xffffffff, 1, 0, ~0u), 0);
	/* Page 0 would look like a failure. */
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x10000, 0x1000, 0, ~0u), 0);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0xf000, 0x1000, 0, ~0u), 0x1000);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 1, 1, 0, ~0u), 0);
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 0);
}

static void memblock_test_full(struct kunit *test)
{
	unsigned long i;

	mb_add(&mb, 0x40000000, GIB);
	for (i = 0; i < TEST_REGIONS; i++)
		KUNIT_EXPECT_EQ(test, mb_reserve(&mb, 0x40000000 + i * 0x2000, 0x1000), 0);
	/* One more does not fit, nor does a split; nothing changes. */
	KUNIT_EXPECT_EQ(test, mb_reserve(&mb, 0x50000000, 0x1000), -ENOSPC);
	KUNIT_EXPECT_EQ(test, mb_free(&mb, 0x40000400, 0x400), -ENOSPC);
	KUNIT_EXPECT_EQ(test, mb_alloc_range(&mb, 0x1000, 0x1000, 0, ~0u), 0);
	KUNIT_EXPECT_EQ(test, mb.reserved.cnt, TEST_REGIONS);
	KUNIT_EXPECT_EQ(test, mb.reserved.total_size, TEST_REGIONS * 0x1000);
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 0);
	/* A whole region can go, and then there is room again. */
	KUNIT_EXPECT_EQ(test, mb_free(&mb, 0x40000000, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, mb_reserve(&mb, 0x50000000, 0x1000), 0);
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 0);
}

static void memblock_test_limit(struct kunit *test)
{
	static const struct range cut[] = {
		{ 0x40000000, 64 * MIB }, { 0x80000000, 32 * MIB }, { }
	};
	static const struct range first[] = { { 0x40000000, 64 * MIB }, { } };

	mb_add(&mb, 0x40000000, 64 * MIB);
	mb_add(&mb, 0x80000000, 64 * MIB);
	mb_enforce_memory_limit(&mb, GIB);
	KUNIT_EXPECT_EQ(test, mb.memory.total_size, 128 * MIB);
	mb_enforce_memory_limit(&mb, 96 * MIB + 0xabc);
	expect_table(test, "inside the second bank", &mb.memory, cut, 3);
	mb_enforce_memory_limit(&mb, 64 * MIB);
	expect_table(test, "between the banks", &mb.memory, first, 2);
	mb_enforce_memory_limit(&mb, 0);
	KUNIT_EXPECT_EQ(test, mb.memory.cnt, 0);
	KUNIT_EXPECT_EQ(test, mb.memory.total_size, 0);
}

static void memblock_test_dump(struct kunit *test)
{
	char buf[160];

	mb_add(&mb, 0x40000000, 64 * MIB);
	mb_set_nomap(&mb, 0x43000000, 16 * MIB, true);
	mb_reserve(&mb, 0x40010000, 0x30000);
	mb_dump(&mb, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf,
			   "memory   [0x40000000-0x43000000)   49152 KiB\n"
			   "memory   [0x43000000-0x44000000)   16384 KiB nomap\n"
			   "reserved [0x40010000-0x40040000)     192 KiB\n");
	/* A buffer that is too small is filled, and closed. */
	KUNIT_EXPECT_EQ(test, mb_dump(&mb, buf, 20), 19);
	KUNIT_EXPECT_EQ(test, strlen(buf), 19);
}

/* Each invariant is broken on purpose: the validator must see it. */
static void memblock_test_validator(struct kunit *test)
{
	mb_add(&mb, 0x40000000, MIB);
	mb_add(&mb, 0x50000000, MIB);
	mb_reserve(&mb, 0x40000000, 16);
	KUNIT_ASSERT_EQ(test, mb_validate(&mb), 0);

	mb.memory.cnt = TEST_REGIONS + 1;
	KUNIT_EXPECT_GT(test, mb_validate(&mb), 0);
	mb.memory.cnt = 2;
	mb.memory.total_size++;
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 1);
	mb.memory.total_size--;
	memory[1].base = 0x40080000;
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 1);
	memory[1].base = 0x40100000;
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 1);
	memory[1].base = 0x50000800;
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 1);
	memory[1].base = 0xfff00000;
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 1);
	memory[1].base = 0x50000000;
	reserved[0].flags = MEMBLOCK_NOMAP;
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 1);
	reserved[0].flags = MEMBLOCK_NONE;
	KUNIT_EXPECT_EQ(test, mb_validate(&mb), 0);
}

/*
 * The model: one byte for each 1 KiB of 512 KiB at MODEL_BASE. Every operation is done to both; the
 * tables must then say of each unit what the model says.
 */
#define MODEL_BASE	0x40000000u
#define MODEL_UNIT	1024u
#define MODEL_UNITS	512u
#define UNITS_PER_PAGE	(PAGE_SIZE / MODEL_UNIT)

enum { UNIT_MEMORY = 1, UNIT_NOMAP = 2, UNIT_RESERVED = 4 };

static u8 model[MODEL_UNITS];
static u32 model_seed;

static u32 model_random(u32 below)
{
	model_seed = model_seed * 1664525 + 1013904223;
	return (model_seed >> 8) % below;
}

static void model_set(u32 first, u32 units, u8 set, u8 clear, u8 only_if)
{
	u32 i;

	for (i = first; i < first + units; i++) {
		if ((model[i] & only_if) == only_if)
			model[i] = (model[i] & ~clear) | set;
	}
}

static u8 table_unit(u32 i)
{
	const struct memblock_region *r = mb_find_region(&mb.memory, MODEL_BASE + i * MODEL_UNIT);
	u8 state = 0;

	if (r)
		state = UNIT_MEMORY | (r->flags & MEMBLOCK_NOMAP ? UNIT_NOMAP : 0);
	if (mb_find_region(&mb.reserved, MODEL_BASE + i * MODEL_UNIT))
		state |= UNIT_RESERVED;
	return state;
}

static void model_compare(struct kunit *test, int step)
{
	phys_addr_t start, end;
	u32 i, free_units = 0, free_table = 0;
	u64 at = 0;

	for (i = 0; i < MODEL_UNITS; i++) {
		KUNIT_ASSERT_EQ_MSG(test, table_unit(i), model[i], "step %d, unit %u", step, i);
		free_units += model[i] == UNIT_MEMORY;
	}
	for (; mb_next_free(&mb, at, &start, &end); at = end)
		free_table += (end - start) / MODEL_UNIT;
	KUNIT_ASSERT_EQ_MSG(test, free_table, free_units, "step %d, upwards", step);
	free_table = 0;
	for (at = ~0u; mb_prev_free(&mb, at, &start, &end); at = start)
		free_table += (end - start) / MODEL_UNIT;
	KUNIT_ASSERT_EQ_MSG(test, free_table, free_units, "step %d, downwards", step);
	KUNIT_ASSERT_EQ_MSG(test, mb_validate(&mb), 0, "step %d", step);
}

static void model_step(void)
{
	u32 what = model_random(7);
	bool whole_pages = what == 0 || what == 1 || what == 4 || what == 5;
	u32 unit = whole_pages ? UNITS_PER_PAGE : 1;
	u32 first = model_random(MODEL_UNITS / unit) * unit;
	u32 units = (1 + model_random(min(48u, (MODEL_UNITS - first) / unit))) * unit;
	u64 base = MODEL_BASE + first * MODEL_UNIT, size = units * MODEL_UNIT;
	phys_addr_t got;

	if (what == 0 && !mb_add(&mb, base, size))
		model_set(first, units, UNIT_MEMORY, 0, 0);
	else if (what == 1 && !mb_remove(&mb, base, size))
		model_set(first, units, 0, UNIT_MEMORY | UNIT_NOMAP, 0);
	else if (what == 2 && !mb_reserve(&mb, base, size))
		model_set(first, units, UNIT_RESERVED, 0, 0);
	else if (what == 3 && !mb_free(&mb, base, size))
		model_set(first, units, 0, UNIT_RESERVED, 0);
	else if (what == 4 && !mb_set_nomap(&mb, base, size, true))
		model_set(first, units, UNIT_NOMAP, 0, UNIT_MEMORY);
	else if (what == 5 && !mb_set_nomap(&mb, base, size, false))
		model_set(first, units, 0, UNIT_NOMAP, UNIT_MEMORY);
	if (what != 6)
		return;
	got = mb_alloc_range(&mb, size, MODEL_UNIT << model_random(4), 0, ~0u);
	if (got)
		model_set((got - MODEL_BASE) / MODEL_UNIT, units, UNIT_RESERVED, 0, 0);
}

static void memblock_test_random_model(struct kunit *test)
{
	int step, loglevel = console_loglevel;

	memset(model, 0, sizeof(model));
	model_seed = 1;
	console_loglevel = CONSOLE_LOGLEVEL_SILENT;	/* overlaps, by the hundred */
	for (step = 0; step < 600; step++) {
		model_step();
		model_compare(test, step);
	}
	console_loglevel = loglevel;
}

static struct kunit_case memblock_test_cases[] = {
	KUNIT_CASE(memblock_test_banks),
	KUNIT_CASE(memblock_test_bank_errors),
	KUNIT_CASE(memblock_test_remove),
	KUNIT_CASE(memblock_test_reserve_exact),
	KUNIT_CASE(memblock_test_nomap),
	KUNIT_CASE(memblock_test_alloc),
	KUNIT_CASE(memblock_test_alloc_bad),
	KUNIT_CASE(memblock_test_full),
	KUNIT_CASE(memblock_test_limit),
	KUNIT_CASE(memblock_test_dump),
	KUNIT_CASE(memblock_test_validator),
	KUNIT_CASE(memblock_test_random_model),
	{}
};

static struct kunit_suite memblock_test_suite = {
	.name = "memblock",
	.init = memblock_test_init,
	.test_cases = memblock_test_cases,
};

kunit_test_suite(memblock_test_suite);
