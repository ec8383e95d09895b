// SPDX-License-Identifier: MIT
/*
 * Names of the kernel's functions, from the table that tools/kallsyms.py made of the link:
 *
 *	kallsyms_offsets[i]		where function i begins, behind _text, ascending
 *	kallsyms_markers[i / 16]	where in kallsyms_names the name of each 16th begins; those
 *					between follow one another, each ended by a NUL
 *
 * A function ends where the next one begins, the last one at _etext. Before the second link, and
 * in the first, the table is empty: addresses stay numbers.
 */
#include <linux/kallsyms.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/sections.h>

#define NAMES_PER_MARKER	16	/* tools/kallsyms.py has the same */

extern const u32 kallsyms_num;
extern const u32 kallsyms_offsets[];
extern const u32 kallsyms_markers[];
extern const char kallsyms_names[];

/* The last function that begins at or before @offset, or -1. */
static int find_function(unsigned long offset)
{
	unsigned int low = 0, high = kallsyms_num;

	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (kallsyms_offsets[mid] <= offset)
			low = mid + 1;
		else
			high = mid;
	}
	return (int)low - 1;
}

static const char *next_name(const char *name)
{
	return name + strlen(name) + 1;
}

static const char *function_name(unsigned int i)
{
	const char *name = kallsyms_names + kallsyms_markers[i / NAMES_PER_MARKER];

	for (i %= NAMES_PER_MARKER; i; i--)
		name = next_name(name);
	return name;
}

const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset,
			    char **modname, char *namebuf)
{
	unsigned long text = (unsigned long)_text;
	unsigned long end = (unsigned long)_etext;
	int i;

	if (modname)
		*modname = NULL;
	if (addr < text || addr >= end)
		return NULL;
	i = find_function(addr - text);
	if (i < 0)
		return NULL;
	if (i + 1 < kallsyms_num)
		end = text + kallsyms_offsets[i + 1];
	if (size)
		*size = end - text - kallsyms_offsets[i];
	if (offset)
		*offset = addr - text - kallsyms_offsets[i];
	return function_name(i);
}
EXPORT_SYMBOL(kallsyms_lookup);

unsigned long kallsyms_lookup_name(const char *name)
{
	const char *each = kallsyms_names;
	unsigned int i;

	for (i = 0; i < kallsyms_num; i++, each = next_name(each)) {
		if (strcmp(each, name) == 0)
			return (unsigned long)_text + kallsyms_offsets[i];
	}
	return 0;
}
EXPORT_SYMBOL(kallsyms_lookup_name);

int sprint_symbol(char *buffer, unsigned long addr)
{
	unsigned long size, offset;
	const char *name = kallsyms_lookup(addr, &size, &offset, NULL, NULL);

	if (!name)
		return scnprintf(buffer, KSYM_SYMBOL_LEN, "0x%lx", addr);
	return scnprintf(buffer, KSYM_SYMBOL_LEN, "%s+0x%lx/0x%lx", name, offset, size);
}
EXPORT_SYMBOL(sprint_symbol);

int sprint_symbol_no_offset(char *buffer, unsigned long addr)
{
	const char *name = kallsyms_lookup(addr, NULL, NULL, NULL, NULL);

	if (!name)
		return scnprintf(buffer, KSYM_SYMBOL_LEN, "0x%lx", addr);
	return scnprintf(buffer, KSYM_SYMBOL_LEN, "%s", name);
}
EXPORT_SYMBOL(sprint_symbol_no_offset);

/* A call that never returns may be a function's last instruction: look one byte before. */
int sprint_backtrace(char *buffer, unsigned long addr)
{
	unsigned long size, offset;
	const char *name = kallsyms_lookup(addr - 1, &size, &offset, NULL, NULL);

	if (!name)
		return scnprintf(buffer, KSYM_SYMBOL_LEN, "0x%lx", addr);
	return scnprintf(buffer, KSYM_SYMBOL_LEN, "%s+0x%lx/0x%lx", name, offset + 1, size);
}
EXPORT_SYMBOL(sprint_backtrace);
