// SPDX-License-Identifier: MIT
/* Words, numbers and lists on the command line. */
#include <linux/kernel.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/string.h>

int get_option(char **str, int *pint)
{
	char *cur = *str;
	bool negative;
	int value;

	if (!cur || !*cur)
		return 0;
	negative = *cur == '-';
	cur += negative;
	value = simple_strtoull(cur, str, 0);
	if (cur == *str)
		return 0;
	if (pint)
		*pint = negative ? -value : value;
	if (**str == ',') {
		(*str)++;
		return 2;
	}
	return **str == '-' ? 3 : 1;
}
EXPORT_SYMBOL(get_option);

/*
 * Behind the "n-" of a range that began with @first: stores first .. m at @ints, if that is not
 * NULL, at most @room values. Returns how many, or -1 if the range has no end or runs backwards.
 */
static int get_range(char **str, int first, int *ints, int room)
{
	int last, n, i;

	(*str)++;
	if (get_option(str, &last) == 0 || last < first)
		return -1;
	n = min_t(s64, (s64)last - first + 1, room);
	for (i = 0; ints && i < n; i++)
		ints[i] = first + i;
	return n;
}

char *get_options(const char *str, int nints, int *ints)
{
	int room = nints ? nints : INT_MAX, i = 1;

	while (i < room) {
		int value, found = get_option((char **)&str, &value);

		if (found == 0)
			break;
		if (nints)
			ints[i] = value;
		if (found == 3) {
			int n = get_range((char **)&str, value, nints ? ints + i : NULL, room - i);

			if (n < 0)
				break;
			i += n;
			continue;
		}
		i++;
		if (found == 1)
			break;
	}
	ints[0] = i - 1;
	return (char *)str;
}
EXPORT_SYMBOL(get_options);

unsigned long long memparse(const char *ptr, char **retp)
{
	static const char suffixes[] = "KMGTPE";
	char *end;
	unsigned long long value = simple_strtoull(ptr, &end, 0);
	const char *suffix = *end ? strchr(suffixes, toupper(*end)) : NULL;

	if (suffix) {
		value <<= 10 * (suffix - suffixes + 1);
		end++;
	}
	if (retp)
		*retp = end;
	return value;
}
EXPORT_SYMBOL(memparse);

bool parse_option_str(const char *str, const char *option)
{
	size_t len = strlen(option);

	while (*str) {
		size_t word = strcspn(str, ",");

		if (word == len && strncmp(str, option, len) == 0)
			return true;
		str += word;
		if (*str == ',')
			str++;
	}
	return false;
}

/* The end of the word at @args, quotes respected; *@equals is its first '=' outside quotes. */
static char *end_of_word(char *args, char **equals)
{
	bool quoted = false;

	*equals = NULL;
	for (; *args; args++) {
		if (*args == '"')
			quoted = !quoted;
		else if (isspace(*args) && !quoted)
			break;
		else if (*args == '=' && !*equals)
			*equals = args;
	}
	return args;
}

/* Takes a pair of quotes off @word, which ends at @end. The closing one may be missing. */
static char *unquote(char *word, char *end)
{
	if (*word != '"')
		return word;
	if (end > word + 1 && end[-1] == '"')
		end[-1] = '\0';
	return word + 1;
}

char *next_arg(char *args, char **param, char **val)
{
	char *equals;
	char *end = end_of_word(args, &equals);
	char *next = *end ? skip_spaces(end + 1) : end;

	*end = '\0';
	*param = unquote(args, end);
	*val = NULL;
	if (equals) {
		*equals = '\0';
		*val = *param == args ? unquote(equals + 1, end) : equals + 1;
	}
	return next;
}
EXPORT_SYMBOL(next_arg);
