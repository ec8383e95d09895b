// SPDX-License-Identifier: MIT
/* Searching bitmaps, a word at a time. */
#include <linux/find.h>
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/minmax.h>

/*
 * The first bit at or after @start that is set in the words @expr yields, where i is the index
 * of the word. The last word may have bits beyond @size: they are found, and cut off.
 */
#define FIND_NEXT(expr, size, start)						\
({										\
	unsigned long __size = (size), __start = (start), __found = __size;	\
										\
	if (likely(__start < __size)) {						\
		unsigned long i = BIT_WORD(__start);				\
		unsigned long __word = (expr) & BITMAP_FIRST_WORD_MASK(__start); \
										\
		while (!__word && ++i < BITS_TO_LONGS(__size))			\
			__word = (expr);					\
		if (__word)							\
			__found = min(i * BITS_PER_LONG + __ffs(__word), __size); \
	}									\
	__found;								\
})

unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset)
{
	return FIND_NEXT(READ_ONCE(addr[i]), size, offset);
}
EXPORT_SYMBOL(find_next_bit);

unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset)
{
	return FIND_NEXT(~READ_ONCE(addr[i]), size, offset);
}
EXPORT_SYMBOL(find_next_zero_bit);

unsigned long find_next_and_bit(const unsigned long *addr1, const unsigned long *addr2,
				unsigned long size, unsigned long offset)
{
	return FIND_NEXT(addr1[i] & addr2[i], size, offset);
}

unsigned long find_next_andnot_bit(const unsigned long *addr1, const unsigned long *addr2,
				   unsigned long size, unsigned long offset)
{
	return FIND_NEXT(addr1[i] & ~addr2[i], size, offset);
}

unsigned long find_last_bit(const unsigned long *addr, unsigned long size)
{
	unsigned long i = BITS_TO_LONGS(size);
	unsigned long mask = BITMAP_LAST_WORD_MASK(size);

	while (i--) {
		unsigned long word = addr[i] & mask;

		if (word)
			return i * BITS_PER_LONG + __fls(word);
		mask = ~0UL;
	}
	return size;
}

unsigned long find_nth_bit(const unsigned long *addr, unsigned long size, unsigned long n)
{
	unsigned long bit;

	for_each_set_bit(bit, addr, size) {
		if (n-- == 0)
			return bit;
	}
	return size;
}
