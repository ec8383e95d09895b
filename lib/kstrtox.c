// SPDX-License-Identifier: MIT
/*
 * Text to numbers. One parser of digits; around it the strict family, which takes a whole string
 * or nothing, and the lenient one, which stops where the digits do.
 */
#include <linux/kstrtox.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>

/* Skips the prefix that @base allows; settles base 0. */
static const char *skip_radix(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && tolower(s[1]) == 'x' && isxdigit(s[2]);

	if (*base == 0)
		*base = hex ? 16 : s[0] == '0' ? 8 : 10;
	return hex && *base == 16 ? s + 2 : s;
}

/* The value of a digit in any base up to 36; 36 if it is none. */
static unsigned int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	if (isalpha(c))
		return tolower(c) - 'a' + 10;
	return 36;
}

/* Reads digits. Returns how many; *@overflow if the value wrapped around. */
static size_t parse_digits(const char *s, unsigned int base, unsigned long long *res,
			   bool *overflow)
{
	unsigned long long value = 0;
	const char *p = s;

	*overflow = false;
	for (; digit_value(*p) < base; p++) {
		if (__builtin_mul_overflow(value, base, &value))
			*overflow = true;
		if (__builtin_add_overflow(value, digit_value(*p), &value))
			*overflow = true;
	}
	*res = value;
	return p - s;
}

/* Digits, a newline perhaps, and the end. */
static int parse_whole(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long value;
	bool overflow;
	size_t n;

	s = skip_radix(s, &base);
	n = parse_digits(s, base, &value, &overflow);
	if (n == 0)
		return -EINVAL;
	s += n;
	if (*s == '\n')
		s++;
	if (*s)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = value;
	return 0;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	if (*s == '+')
		s++;
	return parse_whole(s, base, res);
}
EXPORT_SYMBOL(kstrtoull);

int kstrtoll(const char *s, unsigned int base, long long *res)
{
	bool negative = *s == '-';
	unsigned long long magnitude;
	int err;

	if (!negative && *s != '+')
		s--;			/* no sign to step over */
	err = parse_whole(s + 1, base, &magnitude);
	if (err)
		return err;
	if (magnitude > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*res = negative ? -magnitude : magnitude;
	return 0;
}
EXPORT_SYMBOL(kstrtoll);

/* The narrower ones: parse wide, and see whether it fits. */
#define DEFINE_KSTRTO(name, type, wide, parse)				\
int name(const char *s, unsigned int base, type *res)			\
{									\
	wide value;							\
	int err = parse(s, base, &value);				\
									\
	if (err)							\
		return err;						\
	if (value != (wide)(type)value)					\
		return -ERANGE;						\
	*res = value;							\
	return 0;							\
}									\
EXPORT_SYMBOL(name)

DEFINE_KSTRTO(kstrtoul, unsigned long, unsigned long long, kstrtoull);
DEFINE_KSTRTO(kstrtouint, unsigned int, unsigned long long, kstrtoull);
DEFINE_KSTRTO(kstrtou16, u16, unsigned long long, kstrtoull);
DEFINE_KSTRTO(kstrtou8, u8, unsigned long long, kstrtoull);
DEFINE_KSTRTO(kstrtol, long, long long, kstrtoll);
DEFINE_KSTRTO(kstrtoint, int, long long, kstrtoll);
DEFINE_KSTRTO(kstrtos16, s16, long long, kstrtoll);
DEFINE_KSTRTO(kstrtos8, s8, long long, kstrtoll);

int kstrtobool(const char *s, bool *res)
{
	if (!s)
		return -EINVAL;
	switch (s[0]) {
	case 'y': case 'Y': case 't': case 'T': case '1':
		*res = true;
		return 0;
	case 'n': case 'N': case 'f': case 'F': case '0':
		*res = false;
		return 0;
	case 'o': case 'O':
		if (tolower(s[1]) == 'n') {
			*res = true;
			return 0;
		}
		if (tolower(s[1]) == 'f') {
			*res = false;
			return 0;
		}
	}
	return -EINVAL;
}
EXPORT_SYMBOL(kstrtobool);

unsigned long long simple_strtoull(const char *s, char **endp, unsigned int base)
{
	unsigned long long value;
	bool overflow;

	s = skip_radix(s, &base);
	s += parse_digits(s, base, &value, &overflow);
	if (endp)
		*endp = (char *)s;
	return value;
}

unsigned long simple_strtoul(const char *s, char **endp, unsigned int base)
{
	return simple_strtoull(s, endp, base);
}

long long simple_strtoll(const char *s, char **endp, unsigned int base)
{
	if (*s == '-')
		return -simple_strtoull(s + 1, endp, base);
	return simple_strtoull(s, endp, base);
}

long simple_strtol(const char *s, char **endp, unsigned int base)
{
	return simple_strtoll(s, endp, base);
}

const char hex_asc[] = "0123456789abcdef";
const char hex_asc_upper[] = "0123456789ABCDEF";

int hex_to_bin(unsigned char ch)
{
	return isxdigit(ch) ? digit_value(ch) : -1;
}

int hex2bin(u8 *dst, const char *src, size_t count)
{
	for (; count; count--, src += 2) {
		int hi = hex_to_bin(src[0]);
		int lo = hi < 0 ? -1 : hex_to_bin(src[1]);

		if (lo < 0)
			return -EINVAL;
		*dst++ = hi << 4 | lo;
	}
	return 0;
}

char *bin2hex(char *dst, const void *src, size_t count)
{
	const u8 *p = src;

	while (count--)
		dst = hex_byte_pack(dst, *p++);
	return dst;
}
