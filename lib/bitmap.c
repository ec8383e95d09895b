// SPDX-License-Identifier: MIT
/*
 * Operations on whole bitmaps. Comparisons mask the last word; results may fill it up.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>

/* The bits of word @i that belong to a map of @nbits. */
static unsigned long word_mask(unsigned int i, unsigned int nbits)
{
	return i < nbits / BITS_PER_LONG ? ~0UL : BITMAP_LAST_WORD_MASK(nbits);
}

/* Each goes over the words of a map of @nbits, with the index in i. */
#define for_each_word(i, nbits) \
	for (i = 0; i < BITS_TO_LONGS(nbits); i++)

bool __bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits) {
		if ((a[i] ^ b[i]) & word_mask(i, nbits))
			return false;
	}
	return true;
}

bool __bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return find_first_and_bit(a, b, nbits) < nbits;
}

bool __bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return find_next_andnot_bit(a, b, nbits, 0) >= nbits;
}

bool bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		unsigned int nbits)
{
	unsigned long any = 0;
	unsigned int i;

	for_each_word(i, nbits)
		any |= dst[i] = a[i] & b[i] & word_mask(i, nbits);
	return any;
}

bool bitmap_andnot(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		   unsigned int nbits)
{
	unsigned long any = 0;
	unsigned int i;

	for_each_word(i, nbits)
		any |= dst[i] = a[i] & ~b[i] & word_mask(i, nbits);
	return any;
}

void bitmap_or(unsigned long *dst, const unsigned long *a, const unsigned long *b,
	       unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		dst[i] = a[i] | b[i];
}

void bitmap_xor(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		dst[i] = a[i] ^ b[i];
}

void bitmap_complement(unsigned long *dst, const unsigned long *src, unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		dst[i] = ~src[i];
}

unsigned int bitmap_weight(const unsigned long *src, unsigned int nbits)
{
	unsigned int i, weight = 0;

	for_each_word(i, nbits)
		weight += hweight_long(src[i] & word_mask(i, nbits));
	return weight;
}

/* The bits of word @i that lie in [@start, @end). */
static unsigned long range_mask(unsigned int i, unsigned int start, unsigned int end)
{
	unsigned long mask = word_mask(i, end);

	return i == BIT_WORD(start) ? mask & BITMAP_FIRST_WORD_MASK(start) : mask;
}

void bitmap_set(unsigned long *map, unsigned int start, unsigned int len)
{
	unsigned int i, end = start + len;

	for (i = BIT_WORD(start); len && i < BITS_TO_LONGS(end); i++)
		map[i] |= range_mask(i, start, end);
}

void bitmap_clear(unsigned long *map, unsigned int start, unsigned int len)
{
	unsigned int i, end = start + len;

	for (i = BIT_WORD(start); len && i < BITS_TO_LONGS(end); i++)
		map[i] &= ~range_mask(i, start, end);
}

unsigned long bitmap_find_next_zero_area(unsigned long *map, unsigned long size,
					 unsigned long start, unsigned int nr,
					 unsigned long align_mask)
{
	unsigned long area = start;

	for (;;) {
		unsigned long end, busy;

		area = __ALIGN_KERNEL_MASK(find_next_zero_bit(map, size, area), align_mask);
		end = area + nr;
		if (end > size)
			return end;
		busy = find_next_bit(map, end, area);
		if (busy >= end)
			return area;
		area = busy + 1;
	}
}
EXPORT_SYMBOL(bitmap_find_next_zero_area);

/* One "n" or "n-m" at *@buf; leaves *@buf behind it. */
static int parse_region(const char **buf, unsigned long *map, int nbits)
{
	char *end;
	unsigned long first, last;

	if (!isdigit(**buf))
		return -EINVAL;
	first = last = simple_strtoul(*buf, &end, 10);
	if (*end == '-') {
		if (!isdigit(end[1]))
			return -EINVAL;
		last = simple_strtoul(end + 1, &end, 10);
	}
	*buf = end;
	if (first > last)
		return -EINVAL;
	if (last >= nbits)
		return -ERANGE;
	bitmap_set(map, first, last - first + 1);
	return 0;
}

int bitmap_parselist(const char *buf, unsigned long *map, int nbits)
{
	bitmap_zero(map, nbits);
	buf = skip_spaces(buf);
	while (*buf) {
		int err = parse_region(&buf, map, nbits);

		if (err)
			return err;
		if (*buf == ',' && isdigit(buf[1]))
			buf++;
		else if (*skip_spaces(buf))
			return -EINVAL;
		else
			break;
	}
	return 0;
}
