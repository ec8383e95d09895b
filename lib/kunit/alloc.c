// SPDX-License-Identifier: MIT
/*
 * Memory that goes away with the test that asked for it, after its actions. There may be any amount
 * of it, so each piece has a note of its own.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/slab.h>

#include "internal.h"

struct kunit_memory {
	struct kunit_memory *next;
	void *memory;
};

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	struct kunit_memory *note = kmalloc(sizeof(*note), gfp & ~__GFP_DMA);

	if (!note)
		return NULL;
	note->memory = kmalloc_array(n, size, gfp);
	if (!note->memory) {
		kfree(note);
		return NULL;
	}
	note->next = test->memory;
	test->memory = note;
	return note->memory;
}
EXPORT_SYMBOL(kunit_kmalloc_array);

/* Frees what the note at @link stands for, and the note. */
static void free_note(struct kunit_memory **link)
{
	struct kunit_memory *note = *link;

	*link = note->next;
	kfree(note->memory);
	kfree(note);
}

void kunit_kfree(struct kunit *test, const void *memory)
{
	struct kunit_memory **link = &test->memory;

	while (*link && (*link)->memory != memory)
		link = &(*link)->next;
	if (*link)
		free_note(link);
}
EXPORT_SYMBOL(kunit_kfree);

void kunit_free_all(struct kunit *test)
{
	while (test->memory)
		free_note(&test->memory);
}
