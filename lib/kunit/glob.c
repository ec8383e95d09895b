// SPDX-License-Identifier: MIT
/* Shell patterns, for the filter. */
#include "internal.h"

/*
 * Remembers the last * and how much of @text it has taken: a mismatch behind it gives it one
 * character more. An earlier * never needs another try.
 */
bool kunit_glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *taken = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			taken = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++taken;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
