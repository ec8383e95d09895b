// SPDX-License-Identifier: MIT
/*
 * Strings and memory. The copies in assembler are held against loops over bytes, for every
 * alignment and length up to two of their blocks, with guards on both sides.
 */
#include <kunit/test.h>
#include <linux/ctype.h>
#include <linux/random.h>
#include <linux/string.h>

#define AREA		512
#define GUARD		0xa5
/* Past the unrolled block of 128 bytes, its tail and the head. */
#define MAX_LEN		300

static u8 area[AREA] __aligned(8);
static u8 source[AREA] __aligned(8);
static u8 expect[AREA] __aligned(8);

static int string_init(struct kunit *test)
{
	struct rnd_state rnd;

	prandom_seed_state(&rnd, 42);
	prandom_bytes_state(&rnd, source, sizeof(source));
	return 0;
}

/* The functions themselves, not what the compiler makes of them in place. */
static void *(*volatile do_memcpy)(void *dest, const void *src, size_t n) = (memcpy);
static void *(*volatile do_memmove)(void *dest, const void *src, size_t n) = (memmove);
static void *(*volatile do_memset)(void *s, int c, size_t n) = (memset);

static void memset_test(struct kunit *test)
{
	size_t offset, len, i;

	for (offset = 0; offset < 8; offset++) {
		for (len = 0; len <= MAX_LEN; len++) {
			for (i = 0; i < AREA; i++) {
				bool inside = i >= offset + 8 && i < offset + 8 + len;

				area[i] = GUARD;
				expect[i] = inside ? 0x3c : GUARD;
			}
			/* Only the low byte of the value counts. */
			KUNIT_ASSERT_PTR_EQ(test, do_memset(area + offset + 8, 0x1f3c, len),
					    area + offset + 8);
			KUNIT_ASSERT_MEMEQ_MSG(test, area, expect, AREA, "offset %zu, len %zu",
					       offset, len);
		}
	}
}

static void memzero_test(struct kunit *test)
{
	size_t len;

	for (len = 0; len <= MAX_LEN; len++) {
		do_memset(area, GUARD, AREA);
		__memzero(area + 4, len);
		KUNIT_ASSERT_NULL(test, memchr_inv(area + 4, 0, len));
		KUNIT_ASSERT_NULL(test, memchr_inv(area, GUARD, 4));
		KUNIT_ASSERT_NULL(test, memchr_inv(area + 4 + len, GUARD, AREA - 4 - len));
	}
}

/* One copy from @from to @to, against a loop. */
static void check_memcpy(struct kunit *test, size_t to, size_t from, size_t len)
{
	size_t i;

	for (i = 0; i < AREA; i++) {
		area[i] = GUARD;
		expect[i] = i >= to && i < to + len ? source[from + i - to] : GUARD;
	}
	KUNIT_ASSERT_PTR_EQ(test, do_memcpy(area + to, source + from, len), area + to);
	KUNIT_ASSERT_MEMEQ_MSG(test, area, expect, AREA, "to %zu, from %zu, len %zu", to, from,
			       len);
}

static void memcpy_test(struct kunit *test)
{
	size_t to, from, len;

	for (to = 8; to < 12; to++) {
		for (from = 0; from < 4; from++) {
			for (len = 0; len <= MAX_LEN; len++)
				check_memcpy(test, to, from, len);
		}
	}
}

/* One move inside @area, against a copy by way of @expect. */
static void check_memmove(struct kunit *test, size_t to, size_t from, size_t len)
{
	size_t i;

	for (i = 0; i < AREA; i++)
		area[i] = expect[i] = source[i];
	for (i = 0; i < len; i++)
		expect[to + i] = source[from + i];
	KUNIT_ASSERT_PTR_EQ(test, do_memmove(area + to, area + from, len), area + to);
	KUNIT_ASSERT_MEMEQ_MSG(test, area, expect, AREA, "to %zu, from %zu, len %zu", to, from,
			       len);
}

/* Overlaps of every distance around the sizes of the blocks, both ways. */
static void memmove_test(struct kunit *test)
{
	static const size_t lens[] = {
		0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 127, 128, 129, 160, 200,
	};
	size_t i, from, to;

	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		for (from = 128; from < 132; from++) {
			for (to = from - 40; to <= from + 40; to++)
				check_memmove(test, to, from, lens[i]);
		}
	}
	check_memmove(test, 0, 200, 300);
	check_memmove(test, 200, 0, 300);
	check_memmove(test, 201, 0, 300);
}

/* Whole pages, as the allocators use them. */
static void page_copy_test(struct kunit *test)
{
	static u8 from[4096] __aligned(64), to[4096 + 8] __aligned(64);

	get_random_bytes(from, sizeof(from));
	do_memcpy(to, from, sizeof(from));
	KUNIT_EXPECT_MEMEQ(test, to, from, sizeof(from));
	do_memcpy(to + 3, from, sizeof(from));
	KUNIT_EXPECT_MEMEQ(test, to + 3, from, sizeof(from));
	do_memset(to, 0, sizeof(to));
	KUNIT_EXPECT_NULL(test, memchr_inv(to, 0, sizeof(to)));
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void memcmp_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, memcmp("abc", "abc", 3), 0);
	KUNIT_EXPECT_EQ(test, memcmp("abc", "abd", 2), 0);
	KUNIT_EXPECT_EQ(test, sign(memcmp("abc", "abd", 3)), -1);
	KUNIT_EXPECT_EQ(test, sign(memcmp("\xff", "\x01", 1)), 1);
	KUNIT_EXPECT_EQ(test, memcmp("a", "b", 0), 0);
	KUNIT_EXPECT_EQ(test, sign(memcmp("a\0b", "a\0c", 3)), -1);
	KUNIT_EXPECT_NE(test, bcmp("a", "b", 1), 0);
}

static void memchr_test(struct kunit *test)
{
	const char *s = "abcabc\xff";

	KUNIT_EXPECT_PTR_EQ(test, memchr(s, 'b', 7), s + 1);
	KUNIT_EXPECT_PTR_EQ(test, memchr(s, 0xff, 7), s + 6);
	KUNIT_EXPECT_PTR_EQ(test, memchr(s, -1, 7), s + 6);
	KUNIT_EXPECT_NULL(test, memchr(s, 'c', 2));
	KUNIT_EXPECT_NULL(test, memchr(s, 'a', 0));
	KUNIT_EXPECT_PTR_EQ(test, memscan((void *)s, 'x', 7), s + 7);
	KUNIT_EXPECT_PTR_EQ(test, memscan((void *)s, 'c', 7), s + 2);
}

/* The one byte that differs, at every place, from every alignment. */
static void memchr_inv_test(struct kunit *test)
{
	size_t offset, len, odd;

	do_memset(area, 0x77, AREA);
	for (offset = 0; offset < 4; offset++) {
		for (len = 0; len < 24; len++) {
			KUNIT_ASSERT_NULL(test, memchr_inv(area + offset, 0x77, len));
			for (odd = 0; odd < len; odd++) {
				area[offset + odd] ^= 0x80;
				KUNIT_ASSERT_PTR_EQ(test, memchr_inv(area + offset, 0x77, len),
						    area + offset + odd);
				area[offset + odd] ^= 0x80;
			}
		}
	}
}

static void memset_wide_test(struct kunit *test)
{
	u16 h[5] = { 0 };
	u32 w[5] = { 0 };
	u64 d[3] = { 0 };

	memset16(h + 1, 0x1234, 3);
	KUNIT_EXPECT_EQ(test, h[0], 0);
	KUNIT_EXPECT_EQ(test, h[1], 0x1234);
	KUNIT_EXPECT_EQ(test, h[3], 0x1234);
	KUNIT_EXPECT_EQ(test, h[4], 0);
	memset32(w + 1, 0xdeadbeef, 3);
	KUNIT_EXPECT_EQ(test, w[3], 0xdeadbeef);
	KUNIT_EXPECT_EQ(test, w[4], 0);
	memset64(d, 0x0123456789abcdefULL, 2);
	KUNIT_EXPECT_EQ(test, d[1], 0x0123456789abcdefULL);
	KUNIT_EXPECT_EQ(test, d[2], 0);
}

static void strlen_test(struct kunit *test)
{
	char s[] = "hello";

	OPTIMIZER_HIDE_VAR(s[0]);
	KUNIT_EXPECT_EQ(test, strlen(s), 5);
	KUNIT_EXPECT_EQ(test, strlen(s + 5), 0);
	KUNIT_EXPECT_EQ(test, strnlen(s, 3), 3);
	KUNIT_EXPECT_EQ(test, strnlen(s, 99), 5);
	KUNIT_EXPECT_EQ(test, strnlen(s, 0), 0);
}

static void strcmp_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strcmp("", ""), 0);
	KUNIT_EXPECT_EQ(test, strcmp("abc", "abc"), 0);
	KUNIT_EXPECT_EQ(test, sign(strcmp("abc", "abcd")), -1);
	KUNIT_EXPECT_EQ(test, sign(strcmp("abcd", "abc")), 1);
	KUNIT_EXPECT_EQ(test, sign(strcmp("\x80", "a")), 1);
	KUNIT_EXPECT_EQ(test, strncmp("abc", "abd", 2), 0);
	KUNIT_EXPECT_EQ(test, sign(strncmp("abc", "abd", 3)), -1);
	KUNIT_EXPECT_EQ(test, strncmp("ab", "ab", 9), 0);
	KUNIT_EXPECT_EQ(test, strncmp("a", "b", 0), 0);
	KUNIT_EXPECT_EQ(test, strcasecmp("HeLLo", "hEllO"), 0);
	KUNIT_EXPECT_EQ(test, sign(strcasecmp("a", "B")), -1);
	KUNIT_EXPECT_EQ(test, strncasecmp("ABx", "aby", 2), 0);
	/* Neither case of '[' is '{'. */
	KUNIT_EXPECT_NE(test, strcasecmp("[", "{"), 0);
}

static void strchr_test(struct kunit *test)
{
	const char *s = "abcabc";

	KUNIT_EXPECT_PTR_EQ(test, strchr(s, 'b'), s + 1);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(s, 'b'), s + 4);
	KUNIT_EXPECT_NULL(test, strchr(s, 'x'));
	KUNIT_EXPECT_NULL(test, strrchr(s, 'x'));
	/* The NUL is a part of the string. */
	KUNIT_EXPECT_PTR_EQ(test, strchr(s, '\0'), s + 6);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(s, '\0'), s + 6);
	KUNIT_EXPECT_PTR_EQ(test, strchrnul(s, 'x'), s + 6);
	KUNIT_EXPECT_PTR_EQ(test, strchrnul(s, 'c'), s + 2);
	KUNIT_EXPECT_PTR_EQ(test, strnchr(s, 3, 'c'), s + 2);
	KUNIT_EXPECT_NULL(test, strnchr(s, 2, 'c'));
	KUNIT_EXPECT_NULL(test, strnchr("a\0c", 3, 'c'));
}

static void strstr_test(struct kunit *test)
{
	const char *s = "mississippi";

	KUNIT_EXPECT_PTR_EQ(test, strstr(s, "issip"), s + 4);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, ""), s);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, s), s);
	KUNIT_EXPECT_NULL(test, strstr(s, "ippis"));
	KUNIT_EXPECT_NULL(test, strstr("", "a"));
	KUNIT_EXPECT_PTR_EQ(test, strnstr(s, "iss", 4), s + 1);
	KUNIT_EXPECT_NULL(test, strnstr(s, "iss", 3));
}

static void strspn_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strspn("aabbc", "ab"), 4);
	KUNIT_EXPECT_EQ(test, strspn("xyz", "ab"), 0);
	KUNIT_EXPECT_EQ(test, strspn("aa", "a"), 2);
	KUNIT_EXPECT_EQ(test, strcspn("hello, you", " ,"), 5);
	KUNIT_EXPECT_EQ(test, strcspn("hello", ""), 5);
	KUNIT_EXPECT_STREQ(test, strpbrk("key=value", "=:"), "=value");
	KUNIT_EXPECT_NULL(test, strpbrk("key", "=:"));
}

static void strsep_test(struct kunit *test)
{
	char text[] = "a,,b;c,";
	char *p = text;

	KUNIT_EXPECT_STREQ(test, strsep(&p, ",;"), "a");
	KUNIT_EXPECT_STREQ(test, strsep(&p, ",;"), "");
	KUNIT_EXPECT_STREQ(test, strsep(&p, ",;"), "b");
	KUNIT_EXPECT_STREQ(test, strsep(&p, ",;"), "c");
	KUNIT_EXPECT_STREQ(test, strsep(&p, ",;"), "");
	KUNIT_EXPECT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, strsep(&p, ",;"));
}

static void strcpy_test(struct kunit *test)
{
	char buf[8] = "zzzzzzz";

	KUNIT_EXPECT_PTR_EQ(test, strcpy(buf, "ab"), (char *)buf);
	KUNIT_EXPECT_MEMEQ(test, buf, "ab\0zzzz", 8);
	strncpy(buf, "xyz", 6);
	KUNIT_EXPECT_MEMEQ(test, buf, "xyz\0\0\0z", 8);
	/* What just fits is not terminated. */
	strncpy(buf, "123", 3);
	KUNIT_EXPECT_MEMEQ(test, buf, "123\0\0\0z", 8);
	strcat(buf, "45");
	KUNIT_EXPECT_STREQ(test, buf, "12345");
	strncat(buf, "678", 1);
	KUNIT_EXPECT_STREQ(test, buf, "123456");
}

static void strscpy_test(struct kunit *test)
{
	char buf[8];

	do_memset(buf, 'z', sizeof(buf));
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 4), 3);
	KUNIT_EXPECT_MEMEQ(test, buf, "abc\0zzzz", 8);
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 3), -E2BIG);
	KUNIT_EXPECT_STREQ(test, buf, "ab");
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 1), -E2BIG);
	KUNIT_EXPECT_STREQ(test, buf, "");
	buf[0] = 'q';
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, buf[0], 'q');
	KUNIT_EXPECT_EQ(test, strscpy(buf, "1234567"), 7);
	KUNIT_EXPECT_EQ(test, strscpy(buf, "12345678"), -E2BIG);
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "a", 8), 1);
	KUNIT_EXPECT_MEMEQ(test, buf, "a\0\0\0\0\0\0", 8);
}

static void strlcat_test(struct kunit *test)
{
	char buf[6] = "ab";

	KUNIT_EXPECT_EQ(test, strlcat(buf, "c", sizeof(buf)), 3);
	KUNIT_EXPECT_EQ(test, strlcat(buf, "defg", sizeof(buf)), 7);
	KUNIT_EXPECT_STREQ(test, buf, "abcde");
	KUNIT_EXPECT_EQ(test, strlcpy(buf, "123456789", sizeof(buf)), 9);
	KUNIT_EXPECT_STREQ(test, buf, "12345");
}

static void strim_test(struct kunit *test)
{
	char text[] = " \t two words \n";
	char blank[] = "   ";

	KUNIT_EXPECT_STREQ(test, strim(text), "two words");
	KUNIT_EXPECT_STREQ(test, strim(blank), "");
	KUNIT_EXPECT_STREQ(test, skip_spaces("  x "), "x ");
}

static void strreplace_test(struct kunit *test)
{
	char text[] = "a-b-c";

	KUNIT_EXPECT_PTR_EQ(test, strreplace(text, '-', '_'), text + 5);
	KUNIT_EXPECT_STREQ(test, text, "a_b_c");
}

static void string_misc_test(struct kunit *test)
{
	static const char * const names[] = { "on", "off", NULL, "never" };

	KUNIT_EXPECT_TRUE(test, sysfs_streq("on", "on\n"));
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on"));
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on\n"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on", "on\n\n"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on", "one"));
	KUNIT_EXPECT_EQ(test, match_string(names, 4, "off"), 1);
	KUNIT_EXPECT_EQ(test, match_string(names, -1, "never"), -EINVAL);
	KUNIT_EXPECT_EQ(test, match_string(names, 1, "off"), -EINVAL);
	KUNIT_EXPECT_EQ(test, str_has_prefix("foobar", "foo"), 3);
	KUNIT_EXPECT_EQ(test, str_has_prefix("fobar", "foo"), 0);
	KUNIT_EXPECT_TRUE(test, strstarts("foobar", ""));
	KUNIT_EXPECT_STREQ(test, kbasename("a/b/c.h"), "c.h");
	KUNIT_EXPECT_STREQ(test, kbasename("c.h"), "c.h");
	KUNIT_EXPECT_STREQ(test, kbasename("a/"), "");
}

/* Each class is what it says, for all 256 characters. */
static void ctype_test(struct kunit *test)
{
	int c;

	for (c = 0; c < 256; c++) {
		KUNIT_EXPECT_EQ(test, !!isalpha(c), c < 128 && !!(isupper(c) || islower(c)));
		KUNIT_EXPECT_EQ(test, isprint(c) && iscntrl(c), 0);
		KUNIT_EXPECT_EQ(test, !!isascii(c), c < 128);
		if (isupper(c))
			KUNIT_EXPECT_EQ(test, toupper(tolower(c)), c);
		else
			KUNIT_EXPECT_EQ(test, tolower(c), c);
		KUNIT_EXPECT_EQ(test, !!isspace(c),
				c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f' ||
				c == '\r');
		if (isxdigit(c))
			KUNIT_EXPECT_TRUE(test, hex_to_bin(c) >= 0 && hex_to_bin(c) < 16);
		else
			KUNIT_EXPECT_EQ(test, hex_to_bin(c), -1);
	}
}

static void hexdump_test(struct kunit *test)
{
	static const u8 bytes[] = "0123456789abcdef\n";
	char line[100];
	int len;

	len = hex_dump_to_buffer(bytes, 4, 16, 1, line, sizeof(line), false);
	KUNIT_EXPECT_STREQ(test, line, "30 31 32 33");
	KUNIT_EXPECT_EQ(test, len, 11);
	hex_dump_to_buffer(bytes, 8, 16, 4, line, sizeof(line), false);
	KUNIT_EXPECT_STREQ(test, line, "33323130 37363534");
	len = hex_dump_to_buffer(bytes + 12, 5, 16, 1, line, sizeof(line), true);
	KUNIT_EXPECT_STREQ(test, line, "63 64 65 66 0a                                   cdef.");
	KUNIT_EXPECT_EQ(test, len, 54);
	/* Cut, terminated, and the length all the same. */
	len = hex_dump_to_buffer(bytes, 4, 16, 1, line, 6, false);
	KUNIT_EXPECT_STREQ(test, line, "30 31");
	KUNIT_EXPECT_EQ(test, len, 11);
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(memset_test),
	KUNIT_CASE(memzero_test),
	KUNIT_CASE(memcpy_test),
	KUNIT_CASE(memmove_test),
	KUNIT_CASE(page_copy_test),
	KUNIT_CASE(memcmp_test),
	KUNIT_CASE(memchr_test),
	KUNIT_CASE(memchr_inv_test),
	KUNIT_CASE(memset_wide_test),
	KUNIT_CASE(strlen_test),
	KUNIT_CASE(strcmp_test),
	KUNIT_CASE(strchr_test),
	KUNIT_CASE(strstr_test),
	KUNIT_CASE(strspn_test),
	KUNIT_CASE(strsep_test),
	KUNIT_CASE(strcpy_test),
	KUNIT_CASE(strscpy_test),
	KUNIT_CASE(strlcat_test),
	KUNIT_CASE(strim_test),
	KUNIT_CASE(strreplace_test),
	KUNIT_CASE(string_misc_test),
	KUNIT_CASE(ctype_test),
	KUNIT_CASE(hexdump_test),
	{}
};

static struct kunit_suite string_suite = {
	.name = "string",
	.init = string_init,
	.test_cases = string_cases,
};
kunit_test_suite(string_suite);
