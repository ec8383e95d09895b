/* SPDX-License-Identifier: MIT */
/* Error numbers inside pointers: the last page of the address space is never an object. */
#ifndef _LINUX_ERR_H
#define _LINUX_ERR_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/types.h>

#define MAX_ERRNO	4095

#define IS_ERR_VALUE(x)	unlikely((unsigned long)(void *)(x) >= (unsigned long)-MAX_ERRNO)

/* The error -Exxx as a pointer. */
static inline void * __must_check ERR_PTR(long error)
{
	return (void *)error;
}

/* The error in @ptr; meaningless unless IS_ERR(@ptr). */
static inline long __must_check PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

static inline bool __must_check IS_ERR(const void *ptr)
{
	return IS_ERR_VALUE((unsigned long)ptr);
}

static inline bool __must_check IS_ERR_OR_NULL(const void *ptr)
{
	return unlikely(!ptr) || IS_ERR_VALUE((unsigned long)ptr);
}

/* An error pointer of one type as a pointer of any other. */
static inline void * __must_check ERR_CAST(const void *ptr)
{
	return (void *)ptr;
}

/* The error in @ptr, or 0 if it is a good pointer. */
static inline int __must_check PTR_ERR_OR_ZERO(const void *ptr)
{
	if (IS_ERR(ptr))
		return PTR_ERR(ptr);
	return 0;
}

#endif /* _LINUX_ERR_H */
