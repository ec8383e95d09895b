/* SPDX-License-Identifier: MIT */
/*
 * Strings and memory, with the C library's meaning, and Linux's safer relatives.
 *
 * All may be called in any context, those that allocate where their flags say.
 */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/stdarg.h>
#include <linux/stddef.h>
#include <linux/types.h>

/* In assembler, arch/arm/memcpy.S and memset.S. Any alignment; normal memory only. */
void *memcpy(void *dest, const void *src, size_t n);
void *memmove(void *dest, const void *src, size_t n);
void *memset(void *s, int c, size_t n);
/* Clears @n bytes. */
void __memzero(void *s, size_t n);

int memcmp(const void *a, const void *b, size_t n);
int bcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
/* The first byte equal to @c, or the end @s + @n. */
void *memscan(void *s, int c, size_t n);
/* The first byte not equal to @c, or NULL. */
void *memchr_inv(const void *s, int c, size_t n);
/* Fills @count items of 2, 4 or 8 bytes. */
void *memset16(u16 *s, u16 v, size_t count);
void *memset32(u32 *s, u32 v, size_t count);
void *memset64(u64 *s, u64 v, size_t count);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
/* The first @c, or the end of the string: never NULL. */
char *strchrnul(const char *s, int c);
char *strnchr(const char *s, size_t n, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *find);
char *strnstr(const char *s, const char *find, size_t n);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strpbrk(const char *s, const char *accept);
/* Cuts the next field off *@s at any of @delim; fields may be empty. NULL after the last. */
char *strsep(char **s, const char *delim);

char *strcpy(char *dest, const char *src);
char *strncpy(char *dest, const char *src, size_t n);
char *strcat(char *dest, const char *src);
char *strncat(char *dest, const char *src, size_t n);
/*
 * Copies as much of @src as fits, always terminated if @size > 0. Returns the length copied,
 * or -E2BIG if something was cut off or @size is 0.
 */
ssize_t sized_strscpy(char *dest, const char *src, size_t size);
ssize_t sized_strscpy_pad(char *dest, const char *src, size_t size);
/* strscpy(dest, src[, size]): the size defaults to that of the array @dest. */
#define __strscpy2(dest, src) \
	sized_strscpy(dest, src, sizeof(dest) + __must_be_array(dest))
#define __strscpy3(dest, src, size)	sized_strscpy(dest, src, size)
#define __strscpy_pick(_1, _2, _3, name, ...)	name
#define strscpy(args...)	__strscpy_pick(args, __strscpy3, __strscpy2)(args)
/* The same, and the rest of @dest is cleared. */
#define strscpy_pad(dest, src, size)	sized_strscpy_pad(dest, src, size)
/* Terminated if @size > 0; both return the length they tried to make. */
size_t strlcpy(char *dest, const char *src, size_t size);
size_t strlcat(char *dest, const char *src, size_t size);

/* The first character that is no white space. */
char *skip_spaces(const char *s);
/* Cuts white space off the end, and skips it in front. */
char *strim(char *s);
static inline char *strstrip(char *s)
{
	return strim(s);
}

/* Every @old becomes @new. Returns the end of the string. */
char *strreplace(char *s, char old, char new);
/* Equal but for one newline at the end of either. */
bool sysfs_streq(const char *a, const char *b);
/* The index of @string in @array of @n (or until NULL, for n = -1), or -EINVAL. */
int match_string(const char * const *array, size_t n, const char *string);

/* The length of @prefix if @s begins with it, otherwise 0. */
static inline size_t str_has_prefix(const char *s, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(s, prefix, len) == 0 ? len : 0;
}

static inline bool strstarts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* What follows the last slash. */
static inline const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}

/* memset() that the optimiser may not drop, for secrets. */
static inline void memzero_explicit(void *s, size_t n)
{
	memset(s, 0, n);
	barrier_data(s);
}

/*
 * @src without its NUL into the array @dest, which need not end in one: as much as fits. The rest
 * of it stays; with _pad it becomes @pad.
 */
#define strtomem(dest, src) \
	memcpy(dest, src, strnlen(src, sizeof(dest) + __must_be_array(dest)))
#define strtomem_pad(dest, src, pad)						\
do {										\
	size_t __len = strnlen(src, sizeof(dest) + __must_be_array(dest));	\
										\
	memcpy(dest, src, __len);						\
	memset((u8 *)(dest) + __len, pad, sizeof(dest) - __len);		\
} while (0)

/* Sets every byte of *@obj behind @member, or from @member on, to @v. */
#define memset_after(obj, v, member)						\
	memset((u8 *)(obj) + offsetofend(typeof(*(obj)), member), (v),		\
	       sizeof(*(obj)) - offsetofend(typeof(*(obj)), member))
#define memset_startat(obj, v, member)						\
	memset((u8 *)(obj) + offsetof(typeof(*(obj)), member), (v),		\
	       sizeof(*(obj)) - offsetof(typeof(*(obj)), member))

/*
 * Copies in memory of their own, mm/util.c; NULL if there is none. kfree() takes them back.
 * kstrdup() of NULL is NULL; kmemdup_nul() adds a NUL to the @len bytes.
 */
char *kstrdup(const char *s, gfp_t gfp) __attribute__((__malloc__));
char *kstrndup(const char *s, size_t max, gfp_t gfp) __attribute__((__malloc__));
void *kmemdup(const void *src, size_t len, gfp_t gfp);
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp);

/* Lets the compiler expand small and constant cases in place. */
#define memcpy(d, s, n)		__builtin_memcpy(d, s, n)
#define memmove(d, s, n)	__builtin_memmove(d, s, n)
#define memset(s, c, n)		__builtin_memset(s, c, n)
#define strlen(s)		__builtin_strlen(s)

#endif /* _LINUX_STRING_H */
