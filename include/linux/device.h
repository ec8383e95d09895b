/* SPDX-License-Identifier: MIT */
/*
 * Devices, as far as memory goes: something that owns what was allocated for it, so that one call
 * frees it all. There is no bus, and no driver binds to one of these; drivers/base/devres.c.
 */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/overflow.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/**
 * struct device - an owner of memory
 * @name:	its own copy
 * @devres_head: what it owns, the latest first; under @devres_lock
 */
struct device {
	const char *name;
	struct list_head devres_head;
	spinlock_t devres_lock;
};

/** Makes a device that stands alone; ERR_PTR(-ENOMEM) if there is no memory. May sleep. */
struct device *root_device_register(const char *name);
/** Frees the device and everything it owns. Thread context. */
void device_unregister(struct device *dev);
#define root_device_unregister(dev)	device_unregister(dev)

static inline const char *dev_name(const struct device *dev)
{
	return dev->name;
}

/**
 * devm_kmalloc - kmalloc() for @dev, which frees it when it goes, at the latest
 *
 * NULL if there is no memory. Aligned to 8 bytes. Where @gfp says; freeing in any context.
 */
void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp);
/** Frees it now. Anything that @dev does not own is reported and left alone; NULL is fine. */
void devm_kfree(struct device *dev, const void *p);

static inline void *devm_kzalloc(struct device *dev, size_t size, gfp_t gfp)
{
	return devm_kmalloc(dev, size, gfp | __GFP_ZERO);
}

static inline void *devm_kmalloc_array(struct device *dev, size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return unlikely(check_mul_overflow(n, size, &bytes)) ? NULL : devm_kmalloc(dev, bytes, gfp);
}

static inline void *devm_kcalloc(struct device *dev, size_t n, size_t size, gfp_t gfp)
{
	return devm_kmalloc_array(dev, n, size, gfp | __GFP_ZERO);
}

#endif
