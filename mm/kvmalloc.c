// SPDX-License-Identifier: MIT
/*
 * kvmalloc(): memory that shall be contiguous if that is cheap, and only has to be in virtual
 * addresses. Up to a page it is kmalloc(). Beyond, kmalloc() gets one light attempt, in which it
 * reclaims little, warns of nothing and kills nobody; then vmalloc() does it with single pages.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

/* How to ask kmalloc() where there is vmalloc() to fall back on. */
static gfp_t light_attempt(gfp_t flags)
{
	flags |= __GFP_NOWARN;
	if (!(flags & __GFP_RETRY_MAYFAIL))
		flags |= __GFP_NORETRY;
	return flags & ~__GFP_NOFAIL;
}

static void *vmalloc_fallback(size_t size, gfp_t flags)
{
	if (!gfpflags_allow_blocking(flags))
		return NULL;
	if (unlikely(size > INT_MAX)) {
		WARN_ONCE(!(flags & __GFP_NOWARN), "kvmalloc: %zu bytes are too many\n", size);
		return NULL;
	}
	return __vmalloc(size, flags & __GFP_DMA ? flags : flags | __GFP_HIGHMEM);
}

void *kvmalloc(size_t size, gfp_t flags)
{
	void *p;

	if (size <= PAGE_SIZE)
		return kmalloc(size, flags);
	p = kmalloc(size, light_attempt(flags));
	return p ? p : vmalloc_fallback(size, flags);
}
EXPORT_SYMBOL(kvmalloc);

void kvfree(const void *p)
{
	if (is_vmalloc_addr(p))
		vfree(p);
	else
		kfree(p);
}
EXPORT_SYMBOL(kvfree);

void kvfree_sensitive(const void *p, size_t len)
{
	if (likely(!ZERO_OR_NULL_PTR(p)))
		memzero_explicit((void *)p, len);
	kvfree(p);
}
EXPORT_SYMBOL(kvfree_sensitive);

void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t flags)
{
	void *new;

	if (oldsize >= newsize)
		return (void *)p;
	new = kvmalloc(newsize, flags);
	if (!new)
		return NULL;
	if (oldsize)
		memcpy(new, p, oldsize);
	kvfree(p);
	return new;
}
EXPORT_SYMBOL(kvrealloc);
