// SPDX-License-Identifier: MIT
/*
 * Formatted text.
 *
 * The conversions of C99 but for floating point and %n, with Linux's %p extensions:
 *
 *	%d %i %u %o %x %X %c %s %%	flags - + space # 0, width, precision, * for both,
 *					lengths hh h l ll z t j
 *	%p %px		an address in eight digits
 *	%pS %ps		function+0xoffset/0xsize, function alone
 *	%pB		the same as %pS for a return address
 *	%pa %pad	the phys_addr_t, dma_addr_t that it points to
 *	%pe		an error pointer by name: -ENOMEM
 *	%*ph		up to 64 bytes in hexadecimal; %*phC with colons, D dashes, N nothing
 *	%pI4		an IPv4 address
 *	%pb %pbl	a bitmap of %*pb bits: in hexadecimal, as a list of ranges
 *	%pOF		a device tree node: its path; %pOFn name, %pOFP name@unit, %pOFp phandle,
 *			%pOFc first compatible
 *	%pV		a struct va_format: format and arguments in place
 *
 * A conversion that is none of these ends the interpretation: its arguments cannot be found any
 * more, so the rest of the format comes out as it stands. A pointer that cannot point to
 * anything is named, not followed: "(null)", "(efault)".
 *
 * Text that does not fit is counted and not written. No locks, no static state: any context.
 */
#include <linux/sprintf.h>
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/string.h>
#include <asm/page.h>

/* Text that is made: what does not fit in @size is only counted in @len. */
struct text {
	char *buf;
	size_t size;
	size_t len;
};

/* One conversion. */
struct spec {
	int width;		/* -1: none */
	int precision;		/* -1: none */
	u8 flags;
	u8 base;
	char length;		/* 'h', 'l', 'z' ...; 'H' for hh, 'L' for ll; 0 for int */
	char conversion;
};

#define F_LEFT		(1 << 0)	/* - */
#define F_PLUS		(1 << 1)	/* + */
#define F_SPACE		(1 << 2)	/* space */
#define F_PREFIX	(1 << 3)	/* # */
#define F_ZERO		(1 << 4)	/* 0 */
#define F_SIGNED	(1 << 5)	/* d, i */
#define F_UPPER		(1 << 6)	/* X */

/* 64 bits in octal. */
#define MAX_DIGITS	22
/* Longest %*ph. */
#define MAX_HEX_BYTES	64

/* The whole of vsnprintf() but for the NUL. */
static void format_text(struct text *t, const char *fmt, va_list ap);

static void put(struct text *t, char c)
{
	if (t->len < t->size)
		t->buf[t->len] = c;
	t->len++;
}

static void put_repeated(struct text *t, char c, int n)
{
	while (n-- > 0)
		put(t, c);
}

static void put_mem(struct text *t, const char *s, size_t n)
{
	while (n--)
		put(t, *s++);
}

/* @n characters in a field. */
static void put_field(struct text *t, const char *s, int n, const struct spec *spec)
{
	int pad = spec->width - n;

	if (!(spec->flags & F_LEFT))
		put_repeated(t, ' ', pad);
	put_mem(t, s, n);
	if (spec->flags & F_LEFT)
		put_repeated(t, ' ', pad);
}

/* A string that a conversion has made, in its field. */
static void put_text(struct text *t, const char *s, const struct spec *spec)
{
	int max = spec->precision < 0 ? INT_MAX : spec->precision;

	put_field(t, s, strnlen(s, max), spec);
}

/* What to print in place of what @ptr points to, or NULL if it may be followed. */
static const char *bad_pointer(const void *ptr)
{
	if (!ptr)
		return "(null)";
	if ((unsigned long)ptr < PAGE_SIZE || IS_ERR(ptr))
		return "(efault)";
	return NULL;
}

static void put_string(struct text *t, const char *s, const struct spec *spec)
{
	const char *bad = bad_pointer(s);
	struct spec whole = *spec;

	if (bad) {
		whole.precision = -1;
		put_text(t, bad, &whole);
	} else {
		put_text(t, s, spec);
	}
}

/* Writes the digits of @num backwards from @end; returns the first. */
static char *digits(char *end, u64 num, const struct spec *spec)
{
	const char *alphabet = spec->flags & F_UPPER ? hex_asc_upper : hex_asc;
	int shift = spec->base == 16 ? 4 : 3;
	u32 low;

	if (spec->base != 10) {
		for (; num; num >>= shift)
			*--end = alphabet[num & (spec->base - 1)];
		return end;
	}
	/* Divisions of 32 bits by a constant are multiplications; of 64 bits they are not. */
	while (num > U32_MAX)
		*--end = '0' + do_div(num, 10);
	for (low = num; low; low /= 10)
		*--end = '0' + low % 10;
	return end;
}

/* The sign and the 0 or 0x that go in front. Returns their length. */
static int number_prefix(char *prefix, bool negative, u64 num, const struct spec *spec)
{
	int n = 0;

	if (negative)
		prefix[n++] = '-';
	else if ((spec->flags & F_SIGNED) && (spec->flags & F_PLUS))
		prefix[n++] = '+';
	else if ((spec->flags & F_SIGNED) && (spec->flags & F_SPACE))
		prefix[n++] = ' ';
	if (!(spec->flags & F_PREFIX) || spec->base == 10 || (spec->base == 8 && !num))
		return n;
	prefix[n++] = '0';
	if (spec->base == 16)
		prefix[n++] = spec->flags & F_UPPER ? 'X' : 'x';
	return n;
}

static void put_number(struct text *t, u64 num, const struct spec *spec)
{
	bool negative = (spec->flags & F_SIGNED) && (s64)num < 0;
	char buf[MAX_DIGITS], prefix[4];
	char *first;
	int count, prefix_len, zeros, pad;

	if (negative)
		num = -num;
	first = digits(buf + sizeof(buf), num, spec);
	count = buf + sizeof(buf) - first;
	prefix_len = number_prefix(prefix, negative, num, spec);

	/* At least as many digits as the precision says; one, if it says nothing. */
	zeros = (spec->precision < 0 ? 1 : spec->precision) - count;
	zeros = max(zeros, 0);
	pad = spec->width - prefix_len - zeros - count;
	if ((spec->flags & F_ZERO) && !(spec->flags & F_LEFT) && spec->precision < 0) {
		zeros += max(pad, 0);
		pad = 0;
	}
	if (!(spec->flags & F_LEFT))
		put_repeated(t, ' ', pad);
	put_mem(t, prefix, prefix_len);
	put_repeated(t, '0', zeros);
	put_mem(t, first, count);
	if (spec->flags & F_LEFT)
		put_repeated(t, ' ', pad);
}

/* An address or a number of @bytes in all its digits, with 0x if @prefix. */
static void put_hex(struct text *t, u64 num, int bytes, bool prefix, const struct spec *spec)
{
	struct spec hex = *spec;

	hex.base = 16;
	hex.flags &= F_LEFT;
	if (prefix)
		hex.flags |= F_PREFIX;
	hex.precision = 2 * bytes;
	put_number(t, num, &hex);
}

static void put_small(struct text *t, unsigned int num)
{
	static const struct spec plain = { .width = -1, .precision = -1, .base = 10 };

	put_number(t, num, &plain);
}

static void put_symbol(struct text *t, unsigned long addr, char kind, const struct spec *spec)
{
	char name[KSYM_SYMBOL_LEN];

	if (kind == 'B')
		sprint_backtrace(name, addr);
	else if (kind == 's')
		sprint_symbol_no_offset(name, addr);
	else
		sprint_symbol(name, addr);
	put_text(t, name, spec);
}

/* %pe */
static void put_error(struct text *t, const void *ptr, const struct spec *spec)
{
	const char *name = IS_ERR(ptr) ? errname(PTR_ERR(ptr)) : NULL;
	struct spec number = *spec;

	if (name) {
		put_text(t, name, spec);
	} else if (IS_ERR(ptr)) {
		number.base = 10;
		number.flags |= F_SIGNED;
		put_number(t, PTR_ERR(ptr), &number);
	} else {
		put_hex(t, (unsigned long)ptr, sizeof(ptr), false, spec);
	}
}

/* %pa */
static void put_physical(struct text *t, const void *ptr, const char *fmt, const struct spec *spec)
{
	if (*fmt == 'd')
		put_hex(t, *(const dma_addr_t *)ptr, sizeof(dma_addr_t), true, spec);
	else
		put_hex(t, *(const phys_addr_t *)ptr, sizeof(phys_addr_t), true, spec);
}

/* %*ph: the width is the number of bytes. */
static void put_hex_bytes(struct text *t, const u8 *p, const char *fmt, const struct spec *spec)
{
	int i, n = clamp(spec->width, 1, MAX_HEX_BYTES);
	char between = *fmt == 'C' ? ':' : *fmt == 'D' ? '-' : *fmt == 'N' ? '\0' : ' ';

	for (i = 0; i < n; i++) {
		if (i && between)
			put(t, between);
		put(t, hex_asc_hi(p[i]));
		put(t, hex_asc_lo(p[i]));
	}
}

/* %pI4: bytes as they stand, which is network order. */
static void put_ipv4(struct text *t, const u8 *p, const struct spec *spec)
{
	char address[sizeof("255.255.255.255")];
	struct text inner = { address, sizeof(address) - 1, 0 };
	int i;

	for (i = 0; i < 4; i++) {
		if (i)
			put(&inner, '.');
		put_small(&inner, p[i]);
	}
	address[inner.len] = '\0';
	put_text(t, address, spec);
}

/* %*pb: words of 32 bits, highest first, the top one as long as it needs to be. */
static void put_bitmap(struct text *t, const unsigned long *map, const struct spec *spec)
{
	int nbits = max(spec->width, 0);
	int i = BITS_TO_LONGS(nbits);
	struct spec word = { .width = -1, .base = 16 };

	while (i--) {
		int bits = min(nbits - i * BITS_PER_LONG, BITS_PER_LONG);

		word.precision = DIV_ROUND_UP(bits, 4);
		put_number(t, map[i] & BITMAP_LAST_WORD_MASK(bits), &word);
		if (i)
			put(t, ',');
	}
}

/* %*pbl */
static void put_bitmap_list(struct text *t, const unsigned long *map, const struct spec *spec)
{
	int nbits = max(spec->width, 0);
	unsigned int first, end;
	bool comma = false;

	for_each_set_bitrange(first, end, map, nbits) {
		if (comma)
			put(t, ',');
		comma = true;
		put_small(t, first);
		if (end - first > 1) {
			put(t, '-');
			put_small(t, end - 1);
		}
	}
}

/* %pV */
static void put_va_format(struct text *t, const struct va_format *vaf)
{
	va_list args;

	va_copy(args, *vaf->va);
	format_text(t, vaf->fmt, args);
	va_end(args);
}

/* The path of a node, from the root down. */
static void put_node_path(struct text *t, const struct device_node *np)
{
	if (np->parent && np->parent->parent)
		put_node_path(t, np->parent);
	put(t, '/');
	if (np->parent)
		put_mem(t, kbasename(np->full_name), strlen(kbasename(np->full_name)));
}

/* %pOF and its letters. */
static void put_node(struct text *t, const struct device_node *np, const char *fmt,
		     const struct spec *spec)
{
	const char *name = kbasename(np->full_name);
	const char *compatible = NULL;
	struct spec cut = *spec;

	switch (*fmt) {
	case 'n':
		cut.precision = strchrnul(name, '@') - name;
		put_text(t, name, &cut);
		break;
	case 'P':
		put_text(t, name, spec);
		break;
	case 'p':
		put_small(t, np->phandle);
		break;
	case 'c':
		if (of_property_read_string(np, "compatible", &compatible) == 0)
			put_text(t, compatible, spec);
		break;
	default:
		put_node_path(t, np);
	}
}

/* Conversions that follow the pointer. @fmt is at the letter behind 'p'. */
static void put_pointed(struct text *t, const char *fmt, const void *ptr, const struct spec *spec)
{
	const char *bad = bad_pointer(ptr);

	if (bad) {
		put_text(t, bad, spec);
		return;
	}
	switch (*fmt) {
	case 'a':
		put_physical(t, ptr, fmt + 1, spec);
		break;
	case 'b':
		if (fmt[1] == 'l')
			put_bitmap_list(t, ptr, spec);
		else
			put_bitmap(t, ptr, spec);
		break;
	case 'h':
		put_hex_bytes(t, ptr, fmt + 1, spec);
		break;
	case 'I': case 'i':
		put_ipv4(t, ptr, spec);
		break;
	case 'O':
		put_node(t, ptr, fmt[1] == 'F' ? fmt + 2 : fmt + 1, spec);
		break;
	case 'V':
		put_va_format(t, ptr);
		break;
	}
}

/* %p with what follows; @fmt is behind the 'p'. */
static void put_pointer(struct text *t, const char *fmt, const void *ptr, const struct spec *spec)
{
	switch (*fmt) {
	case 'S': case 's': case 'B': case 'F': case 'f':
		put_symbol(t, (unsigned long)ptr, tolower(*fmt) == 'f' ? 'S' : *fmt, spec);
		break;
	case 'e':
		put_error(t, ptr, spec);
		break;
	case 'a': case 'b': case 'h': case 'I': case 'i': case 'O': case 'V':
		put_pointed(t, fmt, ptr, spec);
		break;
	default:
		put_hex(t, (unsigned long)ptr, sizeof(ptr), false, spec);
	}
}

/* All letters and digits behind %p belong to it, those that say nothing too. */
static const char *skip_pointer_letters(const char *fmt)
{
	while (isalnum(*fmt))
		fmt++;
	return fmt;
}

static const char *parse_flags(const char *fmt, struct spec *spec)
{
	static const char letters[] = "-+ #0";
	const char *found;

	for (spec->flags = 0; *fmt && (found = strchr(letters, *fmt)); fmt++)
		spec->flags |= 1 << (found - letters);
	return fmt;
}

/* A number, or * for an argument; *@value stays if there is neither. */
static const char *parse_size(const char *fmt, int *value, va_list *args)
{
	if (*fmt == '*') {
		*value = va_arg(*args, int);
		return fmt + 1;
	}
	if (isdigit(*fmt))
		*value = 0;
	for (; isdigit(*fmt); fmt++)
		*value = *value * 10 + (*fmt - '0');
	return fmt;
}

static const char *parse_length(const char *fmt, struct spec *spec)
{
	spec->length = 0;
	if (!*fmt || !strchr("hlLzZtj", *fmt))
		return fmt;
	spec->length = *fmt == 'j' ? 'L' : tolower(*fmt) == 'z' ? 'z' : *fmt;
	fmt++;
	if (*fmt == fmt[-1] && (*fmt == 'h' || *fmt == 'l')) {
		spec->length = *fmt == 'h' ? 'H' : 'L';
		fmt++;
	}
	return fmt;
}

/* Everything up to the letter; @fmt is behind the '%'. Returns what follows the letter. */
static const char *parse_spec(const char *fmt, struct spec *spec, va_list *args)
{
	spec->width = -1;
	spec->precision = -1;
	fmt = parse_flags(fmt, spec);
	fmt = parse_size(fmt, &spec->width, args);
	if (spec->width < -1) {
		spec->width = -spec->width;
		spec->flags |= F_LEFT;
	}
	if (*fmt == '.') {
		spec->precision = 0;
		fmt = parse_size(fmt + 1, &spec->precision, args);
		spec->precision = max(spec->precision, -1);
	}
	fmt = parse_length(fmt, spec);
	spec->conversion = *fmt;
	return *fmt ? fmt + 1 : fmt;
}

/* Base and flags of an integer conversion. False if it is none. */
static bool parse_integer(struct spec *spec)
{
	switch (spec->conversion) {
	case 'd': case 'i':
		spec->flags |= F_SIGNED;
		spec->base = 10;
		return true;
	case 'u':
		spec->base = 10;
		return true;
	case 'X':
		spec->flags |= F_UPPER;
		spec->base = 16;
		return true;
	case 'x':
		spec->base = 16;
		return true;
	case 'o':
		spec->base = 8;
		return true;
	}
	return false;
}

/* The argument of an integer conversion, extended as its type is. */
static u64 fetch_integer(const struct spec *spec, va_list *args)
{
	bool is_signed = spec->flags & F_SIGNED;
	unsigned int value;

	if (spec->length == 'L')
		return va_arg(*args, u64);
	value = va_arg(*args, unsigned int);
	if (spec->length == 'H')
		return is_signed ? (u64)(s8)value : (u8)value;
	if (spec->length == 'h')
		return is_signed ? (u64)(s16)value : (u16)value;
	return is_signed ? (u64)(s32)value : value;
}

/* Does one conversion at @fmt, behind the '%'. Returns what follows, or NULL if it is unknown. */
static const char *convert(struct text *t, const char *fmt, va_list *args)
{
	struct spec spec;
	void *ptr;
	char c;

	fmt = parse_spec(fmt, &spec, args);
	if (parse_integer(&spec)) {
		put_number(t, fetch_integer(&spec, args), &spec);
		return fmt;
	}
	switch (spec.conversion) {
	case '%':
		put(t, '%');
		return fmt;
	case 'c':
		c = va_arg(*args, int);
		put_field(t, &c, 1, &spec);
		return fmt;
	case 's':
		put_string(t, va_arg(*args, const char *), &spec);
		return fmt;
	case 'p':
		ptr = va_arg(*args, void *);
		put_pointer(t, fmt, ptr, &spec);
		return skip_pointer_letters(fmt);
	}
	return NULL;
}

static void format_text(struct text *t, const char *fmt, va_list ap)
{
	va_list args;

	va_copy(args, ap);
	while (*fmt) {
		const char *next;

		if (*fmt != '%') {
			put(t, *fmt++);
			continue;
		}
		next = convert(t, fmt + 1, &args);
		if (!next) {
			put_mem(t, fmt, strlen(fmt));
			break;
		}
		fmt = next;
	}
	va_end(args);
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct text t = { buf, size, 0 };

	if (WARN_ON_ONCE(size > INT_MAX))
		return 0;
	format_text(&t, fmt, args);
	if (size)
		buf[min(t.len, size - 1)] = '\0';
	return t.len;
}
EXPORT_SYMBOL(vsnprintf);

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int len = vsnprintf(buf, size, fmt, args);

	if (len < size)
		return len;
	return size ? size - 1 : 0;
}
EXPORT_SYMBOL(vscnprintf);

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(snprintf);

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(scnprintf);

int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}
EXPORT_SYMBOL(vsprintf);

int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, INT_MAX, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(sprintf);
