// SPDX-License-Identifier: MIT
/* Memory that goes away with the test that asked for it. */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/slab.h>

static void free_memory(void *memory)
{
	kfree(memory);
}

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	void *memory = kmalloc_array(n, size, gfp);

	if (!memory || kunit_add_action_or_reset(test, free_memory, memory))
		return NULL;
	return memory;
}
EXPORT_SYMBOL(kunit_kmalloc_array);

void kunit_kfree(struct kunit *test, const void *memory)
{
	if (memory)
		kunit_release_action(test, free_memory, (void *)memory);
}
EXPORT_SYMBOL(kunit_kfree);
