// SPDX-License-Identifier: MIT
/*
 * Formatted text: every conversion against its expected text, and every text again in every
 * buffer size, for what vsnprintf() returns and writes where it does not fit.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/of.h>
#include <linux/string.h>

#define BUF_SIZE	256
#define GUARD		0x5a

/* The text is @expect; it is cut to @size, terminated, and nothing behind it is touched. */
static void check_size(struct kunit *test, size_t size, const char *expect, const char *fmt,
		       va_list ap)
{
	char buf[BUF_SIZE];
	size_t len = strlen(expect);
	size_t kept = size ? min(len, size - 1) : 0;
	va_list args;
	int ret;

	memset(buf, GUARD, sizeof(buf));
	va_copy(args, ap);
	ret = vsnprintf(buf, size, fmt, args);
	va_end(args);

	KUNIT_EXPECT_EQ_MSG(test, ret, (int)len, "format %s, size %zu", fmt, size);
	KUNIT_EXPECT_MEMEQ_MSG(test, buf, expect, kept, "format %s, size %zu", fmt, size);
	if (size)
		KUNIT_EXPECT_EQ_MSG(test, buf[kept], '\0', "format %s, size %zu", fmt, size);
	KUNIT_EXPECT_NULL_MSG(test, memchr_inv(buf + kept + !!size, GUARD,
					       sizeof(buf) - kept - !!size),
			      "wrote behind the end: format %s, size %zu", fmt, size);
}

static void __printf(3, 4) check(struct kunit *test, const char *expect, const char *fmt, ...)
{
	size_t size, len = strlen(expect);
	va_list ap;

	va_start(ap, fmt);
	for (size = 0; size <= len + 2; size++)
		check_size(test, size, expect, fmt, ap);
	va_end(ap);
}

/* The same for formats that the compiler does not like. */
#define check_odd(test, expect, fmt...)					\
do {									\
	_Pragma("GCC diagnostic push")					\
	_Pragma("GCC diagnostic ignored \"-Wformat\"")			\
	_Pragma("GCC diagnostic ignored \"-Wformat-extra-args\"")	\
	check(test, expect, fmt);					\
	_Pragma("GCC diagnostic pop")					\
} while (0)

static void printf_plain_test(struct kunit *test)
{
	check(test, "hello", "hello");
	check(test, "100%", "100%%");
	check(test, "a%b%c", "a%%b%%c");
	check(test, " tab\tnl\n", " tab\tnl\n");
}

static void printf_decimal_test(struct kunit *test)
{
	check(test, "0", "%d", 0);
	check(test, "1", "%i", 1);
	check(test, "-1", "%d", -1);
	check(test, "2147483647", "%d", INT_MAX);
	check(test, "-2147483648", "%d", INT_MIN);
	check(test, "4294967295", "%u", UINT_MAX);
	check(test, "4294967296", "%llu", 1ULL << 32);
	check(test, "9223372036854775807", "%lld", LLONG_MAX);
	check(test, "-9223372036854775808", "%lld", LLONG_MIN);
	check(test, "18446744073709551615", "%llu", ULLONG_MAX);
	check(test, "10000000000", "%lld", 10000000000LL);
	check(test, "4294967295", "%zu", SIZE_MAX);
	check(test, "-5", "%td", (ptrdiff_t)-5);
	check(test, "-2147483648", "%ld", LONG_MIN);
	check_odd(test, "-7", "%jd", -7LL);
}

/* Every power of ten and its neighbours: where a digit more is needed. */
static void printf_digits_test(struct kunit *test)
{
	static const char nines[] = "9999999999999999999";
	static const char power[] = "10000000000000000000";
	u64 value = 1;
	int n;

	for (n = 1; n <= 19; n++) {
		char expect[24];

		value *= 10;
		snprintf(expect, sizeof(expect), "%.*s", n, nines);
		check(test, expect, "%llu", value - 1);
		snprintf(expect, sizeof(expect), "%.*s", n + 1, power);
		check(test, expect, "%llu", value);
	}
}

static void printf_short_types_test(struct kunit *test)
{
	check(test, "-1", "%hhd", (signed char)-1);
	check(test, "255", "%hhu", (unsigned char)-1);
	check_odd(test, "52", "%hhx", 0x12345652);
	check_odd(test, "-86", "%hhd", 0xffaa);
	check(test, "-1", "%hd", (short)-1);
	check_odd(test, "65535", "%hu", -1);
	check_odd(test, "5678", "%hx", 0x12345678);
}

static void printf_radix_test(struct kunit *test)
{
	check(test, "0", "%x", 0);
	check(test, "deadbeef", "%x", 0xdeadbeef);
	check(test, "DEADBEEF", "%X", 0xdeadbeef);
	check(test, "0xdeadbeef", "%#x", 0xdeadbeef);
	check(test, "0XDEADBEEF", "%#X", 0xdeadbeef);
	check(test, "0x0", "%#x", 0);
	check(test, "777", "%o", 0777);
	check(test, "0777", "%#o", 0777);
	check(test, "0", "%#o", 0);
	check(test, "1777777777777777777777", "%llo", ULLONG_MAX);
	check(test, "ffffffffffffffff", "%llx", ULLONG_MAX);
	check(test, "123456789abcdef", "%llx", 0x123456789abcdefULL);
}

static void printf_flags_test(struct kunit *test)
{
	check(test, "+1", "%+d", 1);
	check(test, "+0", "%+d", 0);
	check(test, "-1", "%+d", -1);
	check(test, " 1", "% d", 1);
	check(test, "-1", "% d", -1);
	check_odd(test, "+1", "%+ d", 1);
	check(test, "    1", "%5d", 1);
	check(test, "1    ", "%-5d", 1);
	check(test, "00001", "%05d", 1);
	check(test, "-0001", "%05d", -1);
	check(test, "+0001", "%+05d", 1);
	check_odd(test, "1    ", "%-05d", 1);
	check(test, "12345", "%3d", 12345);
	check(test, "0x001234", "%#08x", 0x1234);
	check(test, "  0x1234", "%#8x", 0x1234);
	check(test, "0x1234  ", "%-#8x", 0x1234);
	/* Signs are for signed conversions only. */
	check_odd(test, "1", "%+u", 1);
	check_odd(test, "f", "% x", 15);
}

static void printf_precision_test(struct kunit *test)
{
	check(test, "00042", "%.5d", 42);
	check(test, "-00042", "%.5d", -42);
	check(test, "   00042", "%8.5d", 42);
	check(test, "00042   ", "%-8.5d", 42);
	check_odd(test, "   00042", "%08.5d", 42);
	check(test, "", "%.0d", 0);
	check(test, "", "%.d", 0);
	check(test, "     ", "%5.0d", 0);
	check(test, "1", "%.0d", 1);
	check(test, "0x00ff", "%#.4x", 255);
	check(test, "12345", "%.3d", 12345);
}

static void printf_star_test(struct kunit *test)
{
	check(test, "    7", "%*d", 5, 7);
	check(test, "7    ", "%*d", -5, 7);
	check(test, "00007", "%.*d", 5, 7);
	check(test, "7", "%.*d", -5, 7);
	check(test, "   00007", "%*.*d", 8, 5, 7);
	check(test, "  abc", "%*.*s", 5, 3, "abcdef");
}

static void printf_string_test(struct kunit *test)
{
	static const char open[3] __nonstring = { 'a', 'b', 'c' };

	check(test, "", "%s", "");
	check(test, "abc", "%s", "abc");
	check(test, "  abc", "%5s", "abc");
	check(test, "abc  ", "%-5s", "abc");
	check(test, "ab", "%.2s", "abc");
	check(test, "   ab", "%5.2s", "abc");
	check(test, "", "%.0s", "abc");
	/* The precision bounds what is read: there is no end here. */
	check(test, "abc", "%.3s", open);
	check(test, "x", "%c", 'x');
	check(test, "    x", "%5c", 'x');
	check(test, "x    ", "%-5c", 'x');
}

/* A NUL that is printed counts, and does not end the text. */
static void printf_nul_char_test(struct kunit *test)
{
	char buf[8];
	int len = snprintf(buf, sizeof(buf), "a%cb", '\0');

	KUNIT_EXPECT_EQ(test, len, 3);
	KUNIT_EXPECT_MEMEQ(test, buf, "a\0b", 4);
}

static void printf_bad_pointer_test(struct kunit *test)
{
	const char *null = NULL;

	OPTIMIZER_HIDE_VAR(null);
	check(test, "(null)", "%s", null);
	check(test, "  (null)", "%8s", null);
	check(test, "(null)", "%.2s", null);
	check(test, "(efault)", "%s", (const char *)0x10);
	check(test, "(efault)", "%s", (const char *)ERR_PTR(-EINVAL));
	check(test, "(null)", "%pa", null);
	check(test, "(null)", "%4ph", null);
	check(test, "(efault)", "%pV", (void *)8);
}

static void printf_pointer_test(struct kunit *test)
{
	check(test, "12345678", "%p", (void *)0x12345678);
	check(test, "00001234", "%px", (void *)0x1234);
	check(test, "00000000", "%p", (void *)0);
	check(test, "    00001234", "%12p", (void *)0x1234);
	check_odd(test, "00001234    ", "%-12p", (void *)0x1234);
	check(test, "c0000000.", "%pK.", (void *)0xc0000000);
}

static void printf_physical_test(struct kunit *test)
{
	phys_addr_t addr = 0x80010000, zero = 0;
	dma_addr_t dma = 0x1234;

	check(test, "0x80010000", "%pa", &addr);
	check(test, "0x00000000", "%pa", &zero);
	check(test, "0x80010000-0x00000000", "%pap-%pap", &addr, &zero);
	check(test, "0x00001234", "%pad", &dma);
}

static void printf_error_test(struct kunit *test)
{
	check(test, "-ENOMEM", "%pe", ERR_PTR(-ENOMEM));
	check(test, "-EINVAL", "%pe", ERR_PTR(-EINVAL));
	check(test, "-EPROBE_DEFER", "%pe", ERR_PTR(-EPROBE_DEFER));
	check(test, "  -EIO", "%6pe", ERR_PTR(-EIO));
	check(test, "-4000", "%pe", ERR_PTR(-4000));
	check(test, "12345678", "%pe", (void *)0x12345678);
}

static void printf_hex_bytes_test(struct kunit *test)
{
	static const u8 bytes[] = { 0xc0, 0x0f, 0xfe, 0x00, 0x7f };

	check(test, "c0 0f fe", "%3ph", bytes);
	check(test, "c0:0f:fe:00:7f", "%*phC", 5, bytes);
	check(test, "c0-0f", "%2phD", bytes);
	check(test, "c00ffe007f.", "%*phN.", 5, bytes);
	check(test, "c0", "%ph", bytes);
}

static void printf_ipv4_test(struct kunit *test)
{
	static const u8 address[] = { 192, 168, 0, 1 };

	check(test, "192.168.0.1", "%pI4", address);
	check(test, "    192.168.0.1", "%15pI4", address);
}

static void printf_bitmap_test(struct kunit *test)
{
	DECLARE_BITMAP(map, 70) = { 0 };

	check(test, "", "%*pbl", 70, map);
	check(test, "00,00000000,00000000", "%*pb", 70, map);
	__set_bit(0, map);
	__set_bit(31, map);
	__set_bit(32, map);
	__set_bit(69, map);
	check(test, "0,31-32,69", "%*pbl", 70, map);
	check(test, "20,00000001,80000001", "%*pb", 70, map);
	check(test, "0,31", "%*pbl", 32, map);
	check(test, "1", "%*pb", 3, map);
	bitmap_fill(map, 70);
	check(test, "0-69", "%*pbl", 70, map);
}

static void printf_symbol_test(struct kunit *test)
{
	unsigned long addr = (unsigned long)printf_symbol_test;
	char expect[KSYM_SYMBOL_LEN];
	unsigned long size, offset;

	KUNIT_ASSERT_NOT_NULL(test, kallsyms_lookup(addr, &size, &offset, NULL, NULL));
	KUNIT_EXPECT_EQ(test, offset, 0);
	check(test, "printf_symbol_test", "%ps", (void *)addr);
	snprintf(expect, sizeof(expect), "printf_symbol_test+0x4/0x%lx", size);
	check(test, expect, "%pS", (void *)(addr + 4));
	check(test, expect, "%pB", (void *)(addr + 4));
	/* The return address of a call that ends the function is behind it. */
	snprintf(expect, sizeof(expect), "printf_symbol_test+0x%lx/0x%lx", size, size);
	check(test, expect, "%pB", (void *)(addr + size));
	check(test, "0x1234", "%pS", (void *)0x1234);
	check(test, "0x1234", "%ps", (void *)0x1234);
}

static void printf_node_test(struct kunit *test)
{
	struct device_node root = { .full_name = "" };
	struct device_node soc = { .full_name = "soc", .parent = &root };
	struct device_node uart = {
		.full_name = "serial@44e09000", .parent = &soc, .phandle = 7,
	};

	check(test, "/", "%pOF", &root);
	check(test, "/soc", "%pOF", &soc);
	check(test, "/soc/serial@44e09000", "%pOF", &uart);
	check(test, "/soc/serial@44e09000", "%pOFf", &uart);
	check(test, "serial", "%pOFn", &uart);
	check(test, "serial@44e09000", "%pOFP", &uart);
	check(test, "7", "%pOFp", &uart);
}

static void __printf(3, 4) check_nested(struct kunit *test, const char *expect,
					const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	check(test, expect, "<%pV>", &vaf);
	va_end(args);
}

/* The arguments are still there after each use. */
static void printf_nested_test(struct kunit *test)
{
	check_nested(test, "<1 two 3>", "%d %s %d", 1, "two", 3);
	check_nested(test, "<>", "%s", "");
}

/* What cannot be interpreted comes out as it stands, from there to the end. */
static void printf_unknown_test(struct kunit *test)
{
	check_odd(test, "1 %y %d", "%d %y %d", 1, 2, 3);
	check_odd(test, "%", "%");
	check_odd(test, "a%-", "a%-");
	check_odd(test, "%5.", "%5.");
	check_odd(test, "%l", "%l");
	check_odd(test, "%f", "%f", 1.0);
	check_odd(test, "x%n", "x%n", NULL);
}

static void printf_scnprintf_test(struct kunit *test)
{
	char buf[4] = "zzz";

	KUNIT_EXPECT_EQ(test, scnprintf(buf, sizeof(buf), "%d", 12), 2);
	KUNIT_EXPECT_EQ(test, scnprintf(buf, sizeof(buf), "%d", 12345), 3);
	KUNIT_EXPECT_STREQ(test, buf, "123");
	KUNIT_EXPECT_EQ(test, scnprintf(buf, 1, "%d", 12345), 0);
	KUNIT_EXPECT_STREQ(test, buf, "");
	buf[0] = 'q';
	KUNIT_EXPECT_EQ(test, scnprintf(buf, 0, "%d", 12345), 0);
	KUNIT_EXPECT_EQ(test, buf[0], 'q');
}

static void printf_sprintf_test(struct kunit *test)
{
	char buf[16];

	KUNIT_EXPECT_EQ(test, sprintf(buf, "%s-%u", "ab", 7), 4);
	KUNIT_EXPECT_STREQ(test, buf, "ab-7");
}

/* A size that was negative once is a mistake, and writes nothing. */
static void printf_huge_size_test(struct kunit *test)
{
	char buf[4] = "abc";
	volatile size_t size = (size_t)-5;

	generic_bug_clear_once();
	kunit_expect_splat_begin(test, "WARNING:");
	KUNIT_EXPECT_EQ(test, snprintf(buf, size, "x"), 0);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
}

static struct kunit_case printf_cases[] = {
	KUNIT_CASE(printf_plain_test),
	KUNIT_CASE(printf_decimal_test),
	KUNIT_CASE(printf_digits_test),
	KUNIT_CASE(printf_short_types_test),
	KUNIT_CASE(printf_radix_test),
	KUNIT_CASE(printf_flags_test),
	KUNIT_CASE(printf_precision_test),
	KUNIT_CASE(printf_star_test),
	KUNIT_CASE(printf_string_test),
	KUNIT_CASE(printf_nul_char_test),
	KUNIT_CASE(printf_bad_pointer_test),
	KUNIT_CASE(printf_pointer_test),
	KUNIT_CASE(printf_physical_test),
	KUNIT_CASE(printf_error_test),
	KUNIT_CASE(printf_hex_bytes_test),
	KUNIT_CASE(printf_ipv4_test),
	KUNIT_CASE(printf_bitmap_test),
	KUNIT_CASE(printf_symbol_test),
	KUNIT_CASE(printf_node_test),
	KUNIT_CASE(printf_nested_test),
	KUNIT_CASE(printf_unknown_test),
	KUNIT_CASE(printf_scnprintf_test),
	KUNIT_CASE(printf_sprintf_test),
	KUNIT_CASE(printf_huge_size_test),
	{}
};

static struct kunit_suite printf_suite = {
	.name = "printf",
	.test_cases = printf_cases,
};
kunit_test_suite(printf_suite);
