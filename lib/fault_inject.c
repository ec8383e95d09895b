// SPDX-License-Identifier: MIT
/* When to fail: by interval, probability, a number of times, or just the nth attempt. */
#include <linux/fault-inject.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/string.h>

static int setup_nth(struct fault_attr *attr, const char *text)
{
	unsigned int n;

	if (kstrtouint(text, 0, &n) || !n)
		return -EINVAL;
	*attr = (struct fault_attr) { .nth = ATOMIC_INIT(n), .times = ATOMIC_INIT(1) };
	return 0;
}

int setup_fault_attr(struct fault_attr *attr, const char *text)
{
	long values[4];		/* interval, probability, space, times */
	char *end;
	int i;

	if (!strncmp(text, "nth:", 4))
		return setup_nth(attr, text + 4);
	for (i = 0; i < ARRAY_SIZE(values); i++, text = end + 1) {
		values[i] = simple_strtol(text, &end, 0);
		if (end == text || *end != (i < 3 ? ',' : '\0'))
			return -EINVAL;
	}
	if (values[0] < 0 || values[1] < 0 || values[1] > 100)
		return -EINVAL;
	*attr = (struct fault_attr) {
		.interval = values[0],
		.probability = values[1],
		.space = ATOMIC_INIT(values[2]),
		.times = ATOMIC_INIT(values[3]),
	};
	return 0;
}

/* One of @times; true if there was one left. */
static bool take_one_time(struct fault_attr *attr)
{
	return atomic_read(&attr->times) == -1 || atomic_dec_if_positive(&attr->times) >= 0;
}

bool should_fail(struct fault_attr *attr, ssize_t size)
{
	unsigned int count = atomic_inc_return(&attr->count);

	if (atomic_read(&attr->nth))
		return atomic_dec_return(&attr->nth) == 0;
	if (atomic_read(&attr->space) > 0) {
		atomic_sub(size, &attr->space);
		return false;
	}
	if (attr->interval > 1 && count % attr->interval)
		return false;
	if (attr->probability <= get_random_u32() % 100)
		return false;
	return take_one_time(attr);
}
