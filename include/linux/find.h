/* SPDX-License-Identifier: MIT */
/*
 * Searching bitmaps.
 *
 * @size is the number of bits to look at. All searches return the bit's number, or @size (or
 * more) if there is none. The map may change meanwhile: the answer was true at some moment for
 * each word on its own.
 */
#ifndef _LINUX_FIND_H
#define _LINUX_FIND_H

#include <linux/bits.h>
#include <linux/types.h>

unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset);
unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset);
/* The next bit set in both, and in the first but not in the second. */
unsigned long find_next_and_bit(const unsigned long *addr1, const unsigned long *addr2,
				unsigned long size, unsigned long offset);
unsigned long find_next_andnot_bit(const unsigned long *addr1, const unsigned long *addr2,
				   unsigned long size, unsigned long offset);
/* The highest bit that is set, or @size. */
unsigned long find_last_bit(const unsigned long *addr, unsigned long size);
/* The bit that has @n set bits below it, or @size. */
unsigned long find_nth_bit(const unsigned long *addr, unsigned long size, unsigned long n);

static inline unsigned long find_first_bit(const unsigned long *addr, unsigned long size)
{
	return find_next_bit(addr, size, 0);
}

static inline unsigned long find_first_zero_bit(const unsigned long *addr, unsigned long size)
{
	return find_next_zero_bit(addr, size, 0);
}

static inline unsigned long find_first_and_bit(const unsigned long *addr1,
					       const unsigned long *addr2, unsigned long size)
{
	return find_next_and_bit(addr1, addr2, size, 0);
}

#define for_each_set_bit(bit, addr, size)					\
	for ((bit) = 0; (bit) = find_next_bit((addr), (size), (bit)),		\
	     (bit) < (size); (bit)++)
#define for_each_set_bit_from(bit, addr, size)					\
	for (; (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); (bit)++)
#define for_each_and_bit(bit, addr1, addr2, size)				\
	for ((bit) = 0; (bit) = find_next_and_bit((addr1), (addr2), (size), (bit)), \
	     (bit) < (size); (bit)++)
#define for_each_clear_bit(bit, addr, size)					\
	for ((bit) = 0; (bit) = find_next_zero_bit((addr), (size), (bit)),	\
	     (bit) < (size); (bit)++)
#define for_each_clear_bit_from(bit, addr, size)				\
	for (; (bit) = find_next_zero_bit((addr), (size), (bit)), (bit) < (size); (bit)++)
/* [@b, @e) runs over the stretches of set bits. */
#define for_each_set_bitrange(b, e, addr, size)					\
	for ((b) = 0;								\
	     (b) = find_next_bit((addr), (size), (b)),				\
	     (e) = find_next_zero_bit((addr), (size), (b) + 1),			\
	     (b) < (size);							\
	     (b) = (e) + 1)

#endif /* _LINUX_FIND_H */
