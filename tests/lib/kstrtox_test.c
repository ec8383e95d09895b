// SPDX-License-Identifier: MIT
/* Text to numbers: the borders of every type, and all that is no number. */
#include <kunit/test.h>
#include <linux/kstrtox.h>
#include <linux/string.h>

#define UNTOUCHED	0x5a

/* @parse(@text) gives @want; or @err, and leaves the variable alone. */
#define CHECK(type, parse, text, base, err, want)				\
do {										\
	type __v = UNTOUCHED;							\
										\
	KUNIT_EXPECT_EQ_MSG(test, parse(text, base, &__v), err, "'%s'", text);	\
	KUNIT_EXPECT_EQ_MSG(test, __v, (type)((err) ? UNTOUCHED : (want)), "'%s'", text); \
} while (0)

#define GOOD(type, parse, text, want)	CHECK(type, parse, text, 0, 0, want)
#define RANGE(type, parse, text)	CHECK(type, parse, text, 0, -ERANGE, 0)

static void kstrto_limits_test(struct kunit *test)
{
	GOOD(u64, kstrtoull, "18446744073709551615", U64_MAX);
	RANGE(u64, kstrtoull, "18446744073709551616");
	GOOD(u64, kstrtoull, "0xffffffffffffffff", U64_MAX);
	RANGE(u64, kstrtoull, "0x10000000000000000");
	RANGE(u64, kstrtoull, "99999999999999999999999999");
	GOOD(s64, kstrtoll, "9223372036854775807", S64_MAX);
	RANGE(s64, kstrtoll, "9223372036854775808");
	GOOD(s64, kstrtoll, "-9223372036854775808", S64_MIN);
	RANGE(s64, kstrtoll, "-9223372036854775809");
	GOOD(unsigned long, kstrtoul, "4294967295", ULONG_MAX);
	RANGE(unsigned long, kstrtoul, "4294967296");
	GOOD(long, kstrtol, "-2147483648", LONG_MIN);
	RANGE(long, kstrtol, "2147483648");
	GOOD(unsigned int, kstrtouint, "4294967295", UINT_MAX);
	RANGE(unsigned int, kstrtouint, "0x100000000");
	GOOD(int, kstrtoint, "2147483647", INT_MAX);
	RANGE(int, kstrtoint, "-2147483649");
	GOOD(u16, kstrtou16, "65535", U16_MAX);
	RANGE(u16, kstrtou16, "65536");
	GOOD(s16, kstrtos16, "-32768", S16_MIN);
	RANGE(s16, kstrtos16, "32768");
	GOOD(u8, kstrtou8, "255", U8_MAX);
	RANGE(u8, kstrtou8, "256");
	GOOD(s8, kstrtos8, "-128", S8_MIN);
	RANGE(s8, kstrtos8, "-129");
}

static void kstrto_base_test(struct kunit *test)
{
	GOOD(int, kstrtoint, "010", 8);
	GOOD(int, kstrtoint, "0x1F", 31);
	GOOD(int, kstrtoint, "0X1f", 31);
	GOOD(int, kstrtoint, "-0x10", -16);
	GOOD(int, kstrtoint, "0", 0);
	GOOD(int, kstrtoint, "00", 0);
	CHECK(int, kstrtoint, "010", 10, 0, 10);
	CHECK(int, kstrtoint, "0x10", 16, 0, 16);
	CHECK(int, kstrtoint, "10", 16, 0, 16);
	CHECK(int, kstrtoint, "101", 2, 0, 5);
	CHECK(int, kstrtoint, "102", 2, -EINVAL, 0);
	CHECK(int, kstrtoint, "8", 8, -EINVAL, 0);
	CHECK(int, kstrtoint, "f", 10, -EINVAL, 0);
}

static void kstrto_form_test(struct kunit *test)
{
	static const char * const bad[] = {
		"", "\n", " 1", "1 ", "1\n\n", "+", "-", "--1", "+-1", "0x", "0xg", "x10", "1,2",
		"1K", "one", "1.5",
	};
	int i;

	GOOD(int, kstrtoint, "42\n", 42);
	GOOD(int, kstrtoint, "+42", 42);
	GOOD(unsigned int, kstrtouint, "+42", 42);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		CHECK(int, kstrtoint, bad[i], 0, -EINVAL, 0);
		CHECK(u64, kstrtoull, bad[i], 0, -EINVAL, 0);
	}
	/* Not even zero may be negative. */
	CHECK(unsigned int, kstrtouint, "-1", 0, -EINVAL, 0);
	CHECK(unsigned int, kstrtouint, "-0", 0, -EINVAL, 0);
}

static void kstrtobool_test(struct kunit *test)
{
	static const char * const yes[] = { "y", "Y", "yes", "t", "true", "1", "on", "ON" };
	static const char * const no[] = { "n", "N", "no", "f", "false", "0", "off", "Off" };
	static const char * const bad[] = { "", "2", "o", "ox", "maybe", " y" };
	bool value;
	int i;

	for (i = 0; i < ARRAY_SIZE(yes); i++) {
		value = false;
		KUNIT_EXPECT_EQ(test, kstrtobool(yes[i], &value), 0);
		KUNIT_EXPECT_TRUE_MSG(test, value, "'%s'", yes[i]);
	}
	for (i = 0; i < ARRAY_SIZE(no); i++) {
		value = true;
		KUNIT_EXPECT_EQ(test, kstrtobool(no[i], &value), 0);
		KUNIT_EXPECT_FALSE_MSG(test, value, "'%s'", no[i]);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test, kstrtobool(bad[i], &value), -EINVAL, "'%s'", bad[i]);
	KUNIT_EXPECT_EQ(test, kstrtobool(NULL, &value), -EINVAL);
}

static void simple_strtoul_test(struct kunit *test)
{
	char *end;

	KUNIT_EXPECT_EQ(test, simple_strtoul("12ab", &end, 0), 12);
	KUNIT_EXPECT_STREQ(test, end, "ab");
	KUNIT_EXPECT_EQ(test, simple_strtoul("0x1fz", &end, 0), 31);
	KUNIT_EXPECT_STREQ(test, end, "z");
	/* "0x" alone is a zero and an x. */
	KUNIT_EXPECT_EQ(test, simple_strtoul("0xz", &end, 0), 0);
	KUNIT_EXPECT_STREQ(test, end, "xz");
	KUNIT_EXPECT_EQ(test, simple_strtoul("", &end, 0), 0);
	KUNIT_EXPECT_STREQ(test, end, "");
	KUNIT_EXPECT_EQ(test, simple_strtol("-5-", &end, 0), -5);
	KUNIT_EXPECT_STREQ(test, end, "-");
	KUNIT_EXPECT_EQ(test, simple_strtoull("4294967296", NULL, 10), 1ULL << 32);
}

static void hex2bin_test(struct kunit *test)
{
	u8 out[4] = { 0 };
	char text[9] = "";

	KUNIT_EXPECT_EQ(test, hex2bin(out, "c0FFee00", 4), 0);
	KUNIT_EXPECT_MEMEQ(test, out, "\xc0\xff\xee\x00", 4);
	KUNIT_EXPECT_EQ(test, hex2bin(out, "1g", 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, hex2bin(out, "1", 1), -EINVAL);
	bin2hex(text, out, 4);
	KUNIT_EXPECT_STREQ(test, text, "c0ffee00");
}

static struct kunit_case kstrtox_cases[] = {
	KUNIT_CASE(kstrto_limits_test),
	KUNIT_CASE(kstrto_base_test),
	KUNIT_CASE(kstrto_form_test),
	KUNIT_CASE(kstrtobool_test),
	KUNIT_CASE(simple_strtoul_test),
	KUNIT_CASE(hex2bin_test),
	{}
};

static struct kunit_suite kstrtox_suite = {
	.name = "kstrtox",
	.test_cases = kstrtox_cases,
};
kunit_test_suite(kstrtox_suite);
