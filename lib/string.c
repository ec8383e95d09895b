// SPDX-License-Identifier: MIT
/*
 * Strings and memory in C; what must be fast is in arch/. Bytes compare as unsigned char.
 */
#include <linux/string.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>

/* Or the compiler finds strlen() in the loop of strlen(), and calls it. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

#undef strlen

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *s = a;
	const unsigned char *t = b;

	for (; n; n--, s++, t++) {
		if (*s != *t)
			return *s - *t;
	}
	return 0;
}
EXPORT_SYMBOL(memcmp);

int bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

void *memchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;

	for (; n; n--, p++) {
		if (*p == (unsigned char)c)
			return (void *)p;
	}
	return NULL;
}

void *memscan(void *s, int c, size_t n)
{
	void *found = memchr(s, c, n);

	return found ? found : s + n;
}

/* The first of @n bytes that differs from @c. */
static void *find_other_byte(const unsigned char *p, unsigned char c, size_t n)
{
	for (; n; n--, p++) {
		if (*p != c)
			return (void *)p;
	}
	return NULL;
}

/* By words in the middle: allocators look through whole pages with this. */
void *memchr_inv(const void *s, int c, size_t n)
{
	const u32 word = (u8)c * 0x01010101U;
	const unsigned char *p = s;
	size_t head = min_t(size_t, n, -(unsigned long)p & 3);
	void *found = find_other_byte(p, c, head);

	if (found)
		return found;
	p += head;
	n -= head;
	while (n >= sizeof(word) && *(const u32 *)p == word) {
		p += sizeof(word);
		n -= sizeof(word);
	}
	return find_other_byte(p, c, n);
}

void *memset16(u16 *s, u16 v, size_t count)
{
	u16 *p = s;

	while (count--)
		*p++ = v;
	return s;
}

void *memset32(u32 *s, u32 v, size_t count)
{
	u32 *p = s;

	while (count--)
		*p++ = v;
	return s;
}

void *memset64(u64 *s, u64 v, size_t count)
{
	u64 *p = s;

	while (count--)
		*p++ = v;
	return s;
}

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return p - s;
}
EXPORT_SYMBOL(strlen);

size_t strnlen(const char *s, size_t max)
{
	const char *p = s;

	while (max-- && *p)
		p++;
	return p - s;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}
EXPORT_SYMBOL(strcmp);

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--) {
		a++;
		b++;
	}
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, SIZE_MAX);
}

int strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		int diff = tolower(*a) - tolower(*b);

		if (diff || !*a)
			return diff;
	}
	return 0;
}

char *strchrnul(const char *s, int c)
{
	while (*s && *s != (char)c)
		s++;
	return (char *)s;
}

char *strchr(const char *s, int c)
{
	char *found = strchrnul(s, c);

	return *found == (char)c ? found : NULL;
}

char *strnchr(const char *s, size_t n, int c)
{
	for (; n; n--, s++) {
		if (*s == (char)c)
			return (char *)s;
		if (!*s)
			break;
	}
	return NULL;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}

char *strstr(const char *s, const char *find)
{
	return strnstr(s, find, strlen(s));
}

char *strnstr(const char *s, const char *find, size_t n)
{
	size_t len = strlen(find);

	for (n = strnlen(s, n); n >= len; n--, s++) {
		if (memcmp(s, find, len) == 0)
			return (char *)s;
	}
	return NULL;
}

size_t strspn(const char *s, const char *accept)
{
	const char *p = s;

	while (*p && strchr(accept, *p))
		p++;
	return p - s;
}

size_t strcspn(const char *s, const char *reject)
{
	const char *p = s;

	while (*p && !strchr(reject, *p))
		p++;
	return p - s;
}

char *strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)s : NULL;
}

char *strsep(char **s, const char *delim)
{
	char *field = *s;
	char *end;

	if (!field)
		return NULL;
	end = strpbrk(field, delim);
	if (end)
		*end++ = '\0';
	*s = end;
	return field;
}

char *strcpy(char *dest, const char *src)
{
	return memcpy(dest, src, strlen(src) + 1);
}

/* As the C library has it: not terminated if it just fits, cleared behind if there is room. */
char *strncpy(char *dest, const char *src, size_t n)
{
	size_t len = strnlen(src, n);

	memcpy(dest, src, len);
	memset(dest + len, 0, n - len);
	return dest;
}

char *strcat(char *dest, const char *src)
{
	strcpy(dest + strlen(dest), src);
	return dest;
}

char *strncat(char *dest, const char *src, size_t n)
{
	size_t len = strnlen(src, n);
	char *end = dest + strlen(dest);

	memcpy(end, src, len);
	end[len] = '\0';
	return dest;
}

ssize_t sized_strscpy(char *dest, const char *src, size_t size)
{
	size_t len = strnlen(src, size);

	if (size == 0)
		return -E2BIG;
	if (len < size) {
		memcpy(dest, src, len + 1);
		return len;
	}
	memcpy(dest, src, size - 1);
	dest[size - 1] = '\0';
	return -E2BIG;
}
EXPORT_SYMBOL(sized_strscpy);

ssize_t sized_strscpy_pad(char *dest, const char *src, size_t size)
{
	ssize_t len = sized_strscpy(dest, src, size);

	if (len >= 0)
		memset(dest + len, 0, size - len);
	return len;
}

size_t strlcpy(char *dest, const char *src, size_t size)
{
	sized_strscpy(dest, src, size);
	return strlen(src);
}

size_t strlcat(char *dest, const char *src, size_t size)
{
	size_t used = strnlen(dest, size);

	return used + strlcpy(dest + used, src, size - used);
}

char *skip_spaces(const char *s)
{
	while (isspace(*s))
		s++;
	return (char *)s;
}

char *strim(char *s)
{
	size_t len = strlen(s);

	while (len && isspace(s[len - 1]))
		len--;
	s[len] = '\0';
	return skip_spaces(s);
}

char *strreplace(char *s, char old, char new)
{
	for (; *s; s++) {
		if (*s == old)
			*s = new;
	}
	return s;
}

bool sysfs_streq(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == '\n' && !a[1])
		a++;
	if (*b == '\n' && !b[1])
		b++;
	return !*a && !*b;
}

int match_string(const char * const *array, size_t n, const char *string)
{
	size_t i;

	for (i = 0; i < n && array[i]; i++) {
		if (strcmp(array[i], string) == 0)
			return i;
	}
	return -EINVAL;
}
