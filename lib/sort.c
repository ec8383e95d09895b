// SPDX-License-Identifier: MIT
/*
 * Heapsort (Williams 1964; bottom-up variant: Wegener 1993).
 *
 * The array is a binary heap: element i is no less than its children 2i+1 and 2i+2. Building it
 * takes linear time; then the largest element goes to the end again and again. To restore the
 * heap below a new root, walk down along the larger children to a leaf, go back up to where the
 * root belongs, and shift the path: about half the comparisons of the textbook version.
 *
 * Positions are in bytes.
 */
#include <linux/sort.h>
#include <linux/bsearch.h>
#include <linux/export.h>
#include <linux/kernel.h>

struct sort_job {
	void *base;
	size_t size;
	cmp_r_func_t cmp;
	swap_r_func_t exchange;
	const void *priv;
};

static void swap_bytes(void *a, void *b, size_t size)
{
	char *p = a, *q = b;

	while (size--) {
		char c = *p;

		*p++ = *q;
		*q++ = c;
	}
}

static void swap_words(void *a, void *b, size_t size)
{
	unsigned long *p = a, *q = b;

	for (; size; size -= sizeof(*p), p++, q++)
		swap(*p, *q);
}

static void swap_elements(const struct sort_job *job, size_t a, size_t b)
{
	void *p = job->base + a;
	void *q = job->base + b;

	if (job->exchange)
		job->exchange(p, q, job->size, job->priv);
	else if (IS_ALIGNED((unsigned long)job->base | job->size, sizeof(long)))
		swap_words(p, q, job->size);
	else
		swap_bytes(p, q, job->size);
}

static int compare(const struct sort_job *job, size_t a, size_t b)
{
	return job->cmp(job->base + a, job->base + b, job->priv);
}

/* The position of the parent of @pos. */
static size_t parent_of(const struct sort_job *job, size_t pos)
{
	return (pos / job->size - 1) / 2 * job->size;
}

/* Makes a heap of the subtree at @root, whose two halves are heaps; the array ends at @end. */
static void sift_down(const struct sort_job *job, size_t root, size_t end)
{
	size_t leaf = root;
	size_t child;

	while ((child = 2 * leaf + job->size) + job->size < end) {
		bool right = compare(job, child, child + job->size) < 0;

		leaf = right ? child + job->size : child;
	}
	if (child < end)
		leaf = child;

	while (leaf != root && compare(job, root, leaf) >= 0)
		leaf = parent_of(job, leaf);

	/* The root sinks to @leaf, each element on the path moves up one. */
	for (child = leaf; child != root; child = parent_of(job, child))
		swap_elements(job, root, child);
}

void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
	    const void *priv)
{
	const struct sort_job job = { base, size, cmp, swap, priv };
	size_t pos = num / 2 * size;
	size_t end = num * size;

	if (num < 2 || size == 0)
		return;
	while (pos) {
		pos -= size;
		sift_down(&job, pos, end);
	}
	while (end > size) {
		end -= size;
		swap_elements(&job, 0, end);
		sift_down(&job, 0, end);
	}
}
EXPORT_SYMBOL(sort_r);

/* The callbacks without @priv, behind @priv. */
struct plain_callbacks {
	cmp_func_t cmp;
	swap_func_t exchange;
};

static int plain_cmp(const void *a, const void *b, const void *priv)
{
	const struct plain_callbacks *plain = priv;

	return plain->cmp(a, b);
}

static void plain_swap(void *a, void *b, int size, const void *priv)
{
	const struct plain_callbacks *plain = priv;

	plain->exchange(a, b, size);
}

void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap)
{
	const struct plain_callbacks plain = { cmp, swap };

	sort_r(base, num, size, plain_cmp, swap ? plain_swap : NULL, &plain);
}
EXPORT_SYMBOL(sort);

void *bsearch(const void *key, const void *base, size_t num, size_t size, cmp_func_t cmp)
{
	const char *low = base;

	while (num) {
		const char *pivot = low + num / 2 * size;
		int c = cmp(key, pivot);

		if (c == 0)
			return (void *)pivot;
		if (c > 0) {
			low = pivot + size;
			num--;
		}
		num /= 2;
	}
	return NULL;
}
EXPORT_SYMBOL(bsearch);
