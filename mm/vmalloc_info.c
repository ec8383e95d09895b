// SPDX-License-Identifier: MIT
/* The list of all areas as text: a line an area, as Linux's /proc/vmallocinfo has it. */
#include "vmap.h"

#include <linux/kernel.h>

struct text {
	char *buf;
	size_t size, len;
};

static const char *kind_of(unsigned long flags)
{
	if (flags & VM_IOREMAP)
		return " ioremap";
	if (flags & VM_ALLOC)
		return " vmalloc";
	if (flags & VM_STACK)
		return " stack";
	return flags & VM_MAP ? " vmap" : "";
}

static bool print_area(struct vmap_area *area, void *arg)
{
	const struct vm_struct *vm = &area->vm;
	struct text *text = arg;
	char *buf = text->buf + text->len;
	size_t left = text->size - text->len, len;

	len = scnprintf(buf, left, "0x%px-0x%px %7lu", vm->addr, vm->addr + vm->size, vm->size);
	if (vm->caller)
		len += scnprintf(buf + len, left - len, " %pS", vm->caller);
	if (vm->nr_pages)
		len += scnprintf(buf + len, left - len, " pages=%u", vm->nr_pages);
	if (vm->phys_addr)
		len += scnprintf(buf + len, left - len, " phys=%pa", &vm->phys_addr);
	len += scnprintf(buf + len, left - len, "%s\n", kind_of(vm->flags));
	text->len += len;
	return text->len + 1 < text->size;
}

int vmallocinfo_text(char *buf, size_t size)
{
	struct text text = { .buf = buf, .size = size };

	if (!size)
		return 0;
	buf[0] = '\0';
	vmap_for_each(print_area, &text);
	return text.len;
}
