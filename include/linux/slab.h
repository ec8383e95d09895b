/* SPDX-License-Identifier: MIT */
/*
 * Objects: caches of one kind each, and kmalloc() for memory by the byte. mm/slab.c has the theory.
 *
 * Allocation may be called from where its gfp flags say: without __GFP_DIRECT_RECLAIM anywhere but
 * in NMIs, with it in threads that may sleep. Freeing may be called anywhere. No lock is wanted.
 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/log2.h>
#include <linux/overflow.h>
#include <linux/slab_def.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/percpu_stack.h>

/* ---- flags of a cache ---- */

#define SLAB_CONSISTENCY_CHECKS	((slab_flags_t)0x00000100u)	/* look at each object freed */
#define SLAB_RED_ZONE		((slab_flags_t)0x00000400u)	/* guard bytes around objects */
#define SLAB_POISON		((slab_flags_t)0x00000800u)	/* patterns in free, new objects */
#define SLAB_HWCACHE_ALIGN	((slab_flags_t)0x00002000u)	/* objects on cache lines */
#define SLAB_CACHE_DMA		((slab_flags_t)0x00004000u)	/* from ZONE_DMA */
#define SLAB_CACHE_DMA32	((slab_flags_t)0x00008000u)	/* all memory is */
#define SLAB_STORE_USER		((slab_flags_t)0x00010000u)	/* note who allocated and freed */
#define SLAB_RECLAIM_ACCOUNT	((slab_flags_t)0x00020000u)	/* its user can give objects back */
#define SLAB_PANIC		((slab_flags_t)0x00040000u)	/* panic if it cannot be made */
/*
 * The pages of a slab outlive it by a grace period: within rcu_read_lock() an object that somebody
 * frees may become another of the same cache, but nothing else. Its bytes stay as they are.
 */
#define SLAB_TYPESAFE_BY_RCU	((slab_flags_t)0x00080000u)
#define SLAB_TEMPORARY		SLAB_RECLAIM_ACCOUNT
/* Without effect: nothing is merged, tracked or accounted here, and there is one node. */
#define SLAB_MEM_SPREAD		((slab_flags_t)0)
#define SLAB_NOTRACK		((slab_flags_t)0)
#define SLAB_NOLEAKTRACE	((slab_flags_t)0)
#define SLAB_ACCOUNT		((slab_flags_t)0)
#define SLAB_NO_MERGE		((slab_flags_t)0)
#define SLAB_NO_USER_FLAGS	((slab_flags_t)0)

/* ---- caches ---- */

/**
 * kmem_cache_create - make a cache for objects of one kind
 * @name: unique; need not live on
 * @size: bytes of an object, up to KMALLOC_MAX_SIZE
 * @align: a power of two, or 0 for 8
 * @flags: SLAB_…
 * @ctor: called once for each object when its slab is made, never again: whoever frees an object
 *	frees it constructed. It must not sleep
 *
 * Returns NULL if memory or the arguments do not allow it. May sleep.
 */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *obj));

/** The same; [useroffset, useroffset + usersize) may be copied to and from user space. */
struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *obj));

/** A cache for struct @__struct, with its name, size and alignment. */
#define KMEM_CACHE(__struct, __flags)						\
	kmem_cache_create(#__struct, sizeof(struct __struct), __alignof__(struct __struct), \
			  (__flags), NULL)
#define KMEM_CACHE_USERCOPY(__struct, __flags, __field)				\
	kmem_cache_create_usercopy(#__struct, sizeof(struct __struct),		\
				   __alignof__(struct __struct), (__flags),	\
				   offsetof(struct __struct, __field),		\
				   sizeof_field(struct __struct, __field), NULL)

/**
 * kmem_cache_destroy - unmake a cache that nobody uses any more
 *
 * 0; or -EBUSY if objects are still allocated: each is reported, and the cache stays. NULL is fine.
 * May sleep.
 */
int kmem_cache_destroy(struct kmem_cache *cachep);

/** Gives all memory back that no object is in. 0; nonzero if some slabs are left. May sleep. */
int kmem_cache_shrink(struct kmem_cache *cachep);

/** The size of its objects, as given to kmem_cache_create(). */
unsigned int kmem_cache_size(struct kmem_cache *cachep);

/** What the inline half of kmem_cache_alloc() cannot do. */
void *slab_alloc_slow(struct kmem_cache *cachep, gfp_t flags);
/** Does to a new object what @flags ask for; returns it. */
void *slab_finish_alloc(struct kmem_cache *cachep, void *obj, gfp_t flags);

/* Flags that make no sense for an object: it must have an address. */
#define GFP_SLAB_BUG_MASK	(__GFP_HIGHMEM | __GFP_DMA32)

/**
 * kmem_cache_alloc - an object
 *
 * Returns NULL if there is no memory. Its content is what its last user left, or its constructor;
 * with __GFP_ZERO zeros.
 */
static __always_inline void *kmem_cache_alloc(struct kmem_cache *cachep, gfp_t flags)
{
	void *obj;

	if (unlikely(!this_cpu_stack_pop(&cachep->cpu->top, &obj)))
		return slab_alloc_slow(cachep, flags);
	if (unlikely(flags & (__GFP_ZERO | GFP_SLAB_BUG_MASK)))
		return slab_finish_alloc(cachep, obj, flags);
	return obj;
}

static __always_inline void *kmem_cache_zalloc(struct kmem_cache *cachep, gfp_t flags)
{
	return kmem_cache_alloc(cachep, flags | __GFP_ZERO);
}

static __always_inline void *kmem_cache_alloc_node(struct kmem_cache *cachep, gfp_t flags, int nid)
{
	return kmem_cache_alloc(cachep, flags);
}

/**
 * kmem_cache_free - take an object back
 *
 * NULL, an object of another cache, a pointer into one or to none, and the object that this CPU
 * freed last are reported, and nothing happens to them.
 */
void kmem_cache_free(struct kmem_cache *cachep, void *obj);

/** Allocates @nr objects into @p, all or none: returns @nr or 0. */
int kmem_cache_alloc_bulk(struct kmem_cache *cachep, gfp_t flags, size_t nr, void **p);
/** Frees @nr objects; with @cachep NULL they may be of several caches. */
void kmem_cache_free_bulk(struct kmem_cache *cachep, size_t nr, void **p);

/* ---- kmalloc ---- */

#define KMALLOC_MIN_SIZE	8u
#define KMALLOC_MAX_CACHE_SIZE	8192u
#define KMALLOC_MAX_SIZE	(4u << 20)
#define KMALLOC_MAX_ORDER	(22 - PAGE_SHIFT)
#define ARCH_KMALLOC_MINALIGN	KMALLOC_MIN_SIZE
#define ARCH_SLAB_MINALIGN	8u

/* What an allocation of no bytes returns: not NULL, and faults when touched. */
#define ZERO_SIZE_PTR		((void *)16)
#define ZERO_OR_NULL_PTR(x)	((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)

enum kmalloc_cache_type {
	KMALLOC_NORMAL,
	KMALLOC_DMA,
	NR_KMALLOC_TYPES
};

/* 8, 16, 32, 64, 96, 128, 192, 256, then by powers of two. */
#define NR_KMALLOC_CLASSES	13

extern struct kmem_cache kmalloc_caches[NR_KMALLOC_TYPES][NR_KMALLOC_CLASSES];

static __always_inline enum kmalloc_cache_type kmalloc_type(gfp_t flags)
{
	return flags & __GFP_DMA ? KMALLOC_DMA : KMALLOC_NORMAL;
}

/** The class of @size, in [1, KMALLOC_MAX_CACHE_SIZE]. Costs nothing where that is constant. */
static __always_inline unsigned int kmalloc_class(size_t size)
{
	if (size <= 64)
		return size <= 8 ? 0 : fls(size - 1) - 3;
	if (size <= 128)
		return size <= 96 ? 4 : 5;
	if (size <= 256)
		return size <= 192 ? 6 : 7;
	return fls(size - 1) - 1;
}

/** The bytes an object of @size really has. */
static __always_inline size_t kmalloc_class_size(size_t size)
{
	if (size > 64 && size <= 96)
		return 96;
	if (size > 128 && size <= 192)
		return 192;
	return size <= 8 ? 8 : 1ul << fls(size - 1);
}

/** kmalloc() of everything: what the inline halves below cannot do. */
void *__kmalloc(size_t size, gfp_t flags);
/** Of more than KMALLOC_MAX_CACHE_SIZE: pages. */
void *kmalloc_large(size_t size, gfp_t flags);

/* Flags that take an allocation from other caches than the usual ones, or want more done. */
#define GFP_KMALLOC_ODD		(__GFP_ZERO | __GFP_DMA | GFP_SLAB_BUG_MASK)

/*
 * For each step of size, two an octave, this CPU's stack of the class that serves it: steps end at
 * 8, 12, 16, 24, 32 …, and classes nowhere else. No bytes, and more than the largest class has, get
 * a stack that is always empty.
 */
#define NR_KMALLOC_STEPS	62
extern void ***kmalloc_stacks[NR_KMALLOC_STEPS];

/** The step of @size, counted from the largest down: its leading zeros, and the bit behind. */
static __always_inline unsigned int kmalloc_step(size_t size)
{
	u32 last = (size - 1) | (KMALLOC_MIN_SIZE - 1);
	unsigned int zeros = 32 - fls(last);

	return 2 * zeros + ((last << zeros) >> 30);
}

static __always_inline void *kmalloc_variable(size_t size, gfp_t flags)
{
	void *obj;

	if (unlikely(flags & GFP_KMALLOC_ODD) ||
	    unlikely(!this_cpu_stack_pop(kmalloc_stacks[kmalloc_step(size)], &obj)))
		return __kmalloc(size, flags);
	return obj;
}

/* Fills a small object with zeros in place: a call of memset() would cost more than the stores. */
static __always_inline void clear_small_object(void *obj, size_t size)
{
	volatile u64 *word = obj, *end = obj + size;

#pragma GCC unroll 8
	while (word < end)
		*word++ = 0;
}

static __always_inline void *kmalloc_constant(size_t size, gfp_t flags)
{
	struct kmem_cache *cachep = &kmalloc_caches[kmalloc_type(flags)][kmalloc_class(size)];
	void *obj;

	if (kmalloc_class_size(size) > 64 || !__builtin_constant_p(flags & __GFP_ZERO) ||
	    !(flags & __GFP_ZERO))
		return kmem_cache_alloc(cachep, flags);
	obj = kmem_cache_alloc(cachep, flags & ~__GFP_ZERO);
	if (likely(obj))
		clear_small_object(obj, kmalloc_class_size(size));
	return obj;
}

/**
 * kmalloc - allocate memory, physically contiguous
 * @size: bytes, up to KMALLOC_MAX_SIZE
 *
 * Returns NULL if there is none, ZERO_SIZE_PTR for size 0. Aligned to 8 bytes; where @size is a
 * power of two, to @size.
 */
static __always_inline __attribute__((__malloc__)) void *kmalloc(size_t size, gfp_t flags)
{
	if (!__builtin_constant_p(size))
		return kmalloc_variable(size, flags);
	if (!size)
		return ZERO_SIZE_PTR;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_large(size, flags);
	return kmalloc_constant(size, flags);
}

/** The same, filled with zeros. */
static __always_inline void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags | __GFP_ZERO);
}

/** For @n times @size bytes; NULL if that does not fit a size_t. */
static __always_inline void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return kmalloc(bytes, flags);
}

static __always_inline void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kmalloc_array(n, size, flags | __GFP_ZERO);
}

#define kmalloc_node(size, flags, node)		kmalloc(size, flags)
#define kzalloc_node(size, flags, node)		kzalloc(size, flags)
#define kcalloc_node(n, size, flags, node)	kcalloc(n, size, flags)
#define kmalloc_track_caller(size, flags)	kmalloc(size, flags)

/**
 * kfree - give back what kmalloc() or kmem_cache_alloc() returned
 *
 * NULL and ZERO_SIZE_PTR are fine. Anything else that was not allocated is reported, as by
 * kmem_cache_free().
 */
void kfree(const void *obj);
/** The same after overwriting it with zeros. */
void kfree_sensitive(const void *obj);
#define kzfree(obj)	kfree_sensitive(obj)

/** The bytes that can be used at @obj, at least what was asked for. 0 for NULL. */
size_t ksize(const void *obj);
/** The bytes kmalloc(@size) would give. */
size_t kmalloc_size_roundup(size_t size);

/**
 * krealloc - change the size of an allocation
 *
 * Returns the new place, with the old content as far as it fits; NULL if there is no memory, and
 * then the old one is untouched. NULL as @obj allocates, size 0 frees and returns ZERO_SIZE_PTR.
 */
void *krealloc(const void *obj, size_t size, gfp_t flags);
/** For an array; NULL if @n times @size does not fit a size_t. */
static inline void *krealloc_array(void *obj, size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return krealloc(obj, bytes, flags);
}

/* ---- contiguous if it can be ---- */

/**
 * kvmalloc - allocate memory: by kmalloc() if that is easy, else by vmalloc()
 *
 * Returns NULL if there is none, ZERO_SIZE_PTR for size 0. May sleep; without
 * __GFP_DIRECT_RECLAIM it is kmalloc() only.
 */
void *kvmalloc(size_t size, gfp_t flags);

static inline void *kvzalloc(size_t size, gfp_t flags)
{
	return kvmalloc(size, flags | __GFP_ZERO);
}

static inline void *kvmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : kvmalloc(bytes, flags);
}

static inline void *kvcalloc(size_t n, size_t size, gfp_t flags)
{
	return kvmalloc_array(n, size, flags | __GFP_ZERO);
}

#define kvmalloc_node(size, flags, node)	kvmalloc(size, flags)
#define kvzalloc_node(size, flags, node)	kvzalloc(size, flags)

/** Gives back what these, kmalloc() or vmalloc() returned. Any context. NULL is fine. */
void kvfree(const void *p);
/** The same after overwriting @len bytes with zeros. */
void kvfree_sensitive(const void *p, size_t len);
/**
 * kvrealloc - make an allocation of @oldsize bytes one of @newsize
 *
 * As it is where @newsize is not more; else a new place with the old content, or NULL and the old
 * one untouched.
 */
void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t flags);

/* ---- all of them ---- */

/** Makes the caches that kmalloc() needs. Once, when there are pages; interrupts off. */
void kmem_cache_init(void);
/** True from then on. */
bool slab_is_available(void);

/** Writes /proc/slabinfo's text; returns the bytes written. May sleep. */
int slabinfo_text(char *buf, size_t size);

/** Says what the allocator knows about @obj; false if it is in no slab. Any context. */
bool kmem_dump_obj(void *obj);

#endif
