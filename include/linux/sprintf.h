/* SPDX-License-Identifier: MIT */
/*
 * Formatted text; lib/vsprintf.c has the list of conversions. Any context, no locks.
 *
 * snprintf() returns the length the whole text would have, as C99 has it; scnprintf() what is in
 * the buffer, without the NUL. The buffer is terminated unless its size is 0.
 */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H

#include <linux/compiler_attributes.h>
#include <linux/stdarg.h>
#include <linux/types.h>

int __printf(2, 3) sprintf(char *buf, const char *fmt, ...);
int __printf(2, 0) vsprintf(char *buf, const char *fmt, va_list args);
int __printf(3, 4) snprintf(char *buf, size_t size, const char *fmt, ...);
int __printf(3, 0) vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
int __printf(3, 4) scnprintf(char *buf, size_t size, const char *fmt, ...);
int __printf(3, 0) vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
/* A text in memory of its own, mm/util.c; NULL if there is none. kfree() takes it back. */
char *__printf(2, 3) kasprintf(gfp_t gfp, const char *fmt, ...);
char *__printf(2, 0) kvasprintf(gfp_t gfp, const char *fmt, va_list args);

/* A format with its arguments, for %pV. */
struct va_format {
	const char *fmt;
	va_list *va;
};

/* The name of an error number, "-ENOMEM" for 12 or -12; NULL if it has none. */
const char *errname(int err);

#endif /* _LINUX_SPRINTF_H */
