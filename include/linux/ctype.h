/* SPDX-License-Identifier: MIT */
/* What kind of character: ASCII, any int from 0 to 255. */
#ifndef _LINUX_CTYPE_H
#define _LINUX_CTYPE_H

#include <linux/types.h>

static inline int isdigit(int c)
{
	return '0' <= c && c <= '9';
}

static inline int isupper(int c)
{
	return 'A' <= c && c <= 'Z';
}

static inline int islower(int c)
{
	return 'a' <= c && c <= 'z';
}

static inline int isalpha(int c)
{
	return isupper(c) || islower(c);
}

static inline int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}

static inline int isspace(int c)
{
	return c == ' ' || ('\t' <= c && c <= '\r');
}

static inline int iscntrl(int c)
{
	return (0 <= c && c < 0x20) || c == 0x7f;
}

static inline int isprint(int c)
{
	return 0x20 <= c && c < 0x7f;
}

static inline int isgraph(int c)
{
	return 0x20 < c && c < 0x7f;
}

static inline int ispunct(int c)
{
	return isgraph(c) && !isalnum(c);
}

static inline int isxdigit(int c)
{
	return isdigit(c) || ('a' <= c && c <= 'f') || ('A' <= c && c <= 'F');
}

static inline int isascii(int c)
{
	return 0 <= c && c < 0x80;
}

static inline int toascii(int c)
{
	return c & 0x7f;
}

static inline unsigned char tolower(unsigned char c)
{
	return isupper(c) ? c + ('a' - 'A') : c;
}

static inline unsigned char toupper(unsigned char c)
{
	return islower(c) ? c - ('a' - 'A') : c;
}

#endif /* _LINUX_CTYPE_H */
