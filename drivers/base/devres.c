// SPDX-License-Identifier: MIT
/*
 * Memory that a device owns: each piece has a header in front that links it to its device.
 *
 *	| struct devres | what devm_kmalloc() returned |
 */
#include <linux/device.h>

#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/slab.h>

struct devres {
	struct list_head entry;
	u64 data[];		/* aligned for anything */
};

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp)
{
	struct devres *res = kmalloc(size_add(sizeof(*res), size), gfp);
	unsigned long flags;

	if (!res)
		return NULL;
	spin_lock_irqsave(&dev->devres_lock, flags);
	list_add(&res->entry, &dev->devres_head);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return res->data;
}
EXPORT_SYMBOL(devm_kmalloc);

/* Takes the piece at @p out of the list; NULL if the device does not own it. */
static struct devres *devres_remove(struct device *dev, const void *p)
{
	struct devres *res, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	list_for_each_entry(res, &dev->devres_head, entry) {
		if (res->data == p) {
			found = res;
			list_del(&res->entry);
			break;
		}
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return found;
}

void devm_kfree(struct device *dev, const void *p)
{
	struct devres *res;

	if (ZERO_OR_NULL_PTR(p))
		return;
	res = devres_remove(dev, p);
	if (!WARN(!res, "devm_kfree: %s does not own %px\n", dev_name(dev), p))
		kfree(res);
}
EXPORT_SYMBOL(devm_kfree);

struct device *root_device_register(const char *name)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev->name = kstrdup(name, GFP_KERNEL);
	if (!dev->name) {
		kfree(dev);
		return ERR_PTR(-ENOMEM);
	}
	INIT_LIST_HEAD(&dev->devres_head);
	spin_lock_init(&dev->devres_lock);
	return dev;
}
EXPORT_SYMBOL(root_device_register);

void device_unregister(struct device *dev)
{
	struct devres *res, *next;

	list_for_each_entry_safe(res, next, &dev->devres_head, entry)
		kfree(res);
	kfree(dev->name);
	kfree(dev);
}
EXPORT_SYMBOL(device_unregister);
