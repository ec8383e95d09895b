// SPDX-License-Identifier: MIT
/* Memory of devices: what is not freed before goes with its device, and nothing else does. */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/fault-inject.h>
#include <linux/slab.h>

#include "../../mm/slab.h"

static void owned_test(struct kunit *test)
{
	struct device *dev = root_device_register("owner");
	u8 *a, *b, *c;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_EXPECT_STREQ(test, dev_name(dev), "owner");
	a = devm_kmalloc(dev, 100, GFP_KERNEL);
	b = devm_kzalloc(dev, 5000, GFP_KERNEL);
	c = devm_kcalloc(dev, 3, 7, GFP_ATOMIC);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)a, 8));
	KUNIT_EXPECT_NULL(test, memchr_inv(b, 0, 5000));
	KUNIT_EXPECT_NULL(test, memchr_inv(c, 0, 21));
	memset(a, 0x5a, 100);
	devm_kfree(dev, b);
	KUNIT_EXPECT_NULL(test, memchr_inv(a, 0x5a, 100));
	device_unregister(dev);
	KUNIT_EXPECT_EQ(test, slab_validate(), 0u);
}

static void misuse_test(struct kunit *test)
{
	struct device *dev = root_device_register("owner"), *other = root_device_register("other");
	void *mine, *plain = kmalloc(64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, other);
	mine = devm_kmalloc(dev, 64, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, mine);
	KUNIT_EXPECT_NULL(test, devm_kmalloc(dev, SIZE_MAX, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, devm_kmalloc_array(dev, SIZE_MAX / 2, 3, GFP_KERNEL));
	devm_kfree(dev, NULL);
	kunit_expect_splat_begin(test, "devm_kfree: other does not own");
	devm_kfree(other, mine);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	kunit_expect_splat_begin(test, "devm_kfree: owner does not own");
	devm_kfree(dev, plain);
	devm_kfree(dev, mine + 8);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2u);
	devm_kfree(dev, mine);
	kfree(plain);
	device_unregister(other);
	device_unregister(dev);
}

/* The Nth allocation fails, for every N that there is. */
static void nth_failing_test(struct kunit *test)
{
	struct fault_attr attr = FAULT_ATTR_INITIALIZER;
	struct device *dev;
	bool done = false;
	unsigned int nth;

	for (nth = 1; !done && nth < 10; nth++) {
		atomic_set(&attr.nth, nth);
		failslab_set(&attr);
		dev = root_device_register("owner");
		if (!IS_ERR(dev)) {
			done = devm_kmalloc(dev, 64, GFP_KERNEL);
			device_unregister(dev);
		}
		failslab_set(NULL);
	}
	KUNIT_EXPECT_TRUE(test, done);
	/* The device, its name, the memory; and once without a failure. */
	KUNIT_EXPECT_EQ(test, nth, 5u);
}

static struct kunit_case devres_cases[] = {
	KUNIT_CASE(owned_test),
	KUNIT_CASE(misuse_test),
	KUNIT_CASE(nth_failing_test),
	{}
};

static struct kunit_suite devres_suite = {
	.name = "devres",
	.test_cases = devres_cases,
};
kunit_test_suite(devres_suite);
