/* SPDX-License-Identifier: MIT */
/*
 * Fault injection: makes things fail that seldom fail by themselves.
 *
 *	fail_page_alloc=<interval>,<probability>,<space>,<times>
 *	fail_page_alloc=nth:<n>
 *
 * Of every <interval>th attempt, <probability> percent fail, at most <times> in all (-1: without
 * end), and not before <space> pages have been asked for. nth: just the <n>th attempt from now.
 */
#ifndef _LINUX_FAULT_INJECT_H
#define _LINUX_FAULT_INJECT_H

#include <linux/atomic.h>
#include <linux/types.h>

/**
 * struct fault_attr - when to fail
 * @interval: every so many attempts; 0 and 1: each
 * @probability: of those, in percent
 * @times: failures that are left; -1: without end
 * @space: pages that are let through first
 * @nth: if not 0, fail when it has been counted down to 0, and then no more
 * @count: attempts so far
 * @verbose: a line for each failure
 */
struct fault_attr {
	unsigned long interval;
	unsigned long probability;
	atomic_t times;
	atomic_t space;
	atomic_t nth;
	atomic_t count;
	bool verbose;
};

#define FAULT_ATTR_INITIALIZER	{ .interval = 1, .times = ATOMIC_INIT(1) }

/** Reads "interval,probability,space,times" or "nth:n". 0 or -EINVAL, and then nothing changed. */
int setup_fault_attr(struct fault_attr *attr, const char *text);
/** True if this attempt, of @size pages, shall fail. Any context. */
bool should_fail(struct fault_attr *attr, ssize_t size);

/** Page allocations from now on fail as @attr says; NULL: no more. Thread context. */
void fail_page_alloc_set(const struct fault_attr *attr);
/** How many have been made to fail. */
unsigned int fail_page_alloc_count(void);

#endif
