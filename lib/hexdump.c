// SPDX-License-Identifier: MIT
/* Memory as text. */
#include <linux/printk.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

/* Columns of one row in hexadecimal: each group is its digits and a space. */
static int hex_columns(int rowsize, int groupsize)
{
	return rowsize * 2 + rowsize / groupsize;
}

/* The number of @size bytes at @p, lowest byte first. */
static u64 read_group(const u8 *p, int size)
{
	u64 value = 0;

	while (size--)
		value = value << 8 | p[size];
	return value;
}

static void dump_groups(struct seq_buf *line, const u8 *p, size_t len, int groupsize)
{
	size_t i;

	for (i = 0; i < len; i += groupsize)
		seq_buf_printf(line, "%s%0*llx", i ? " " : "", groupsize * 2,
			       read_group(p + i, groupsize));
}

static void dump_ascii(struct seq_buf *line, const u8 *p, size_t len)
{
	for (; len; len--, p++)
		seq_buf_putc(line, isascii(*p) && isprint(*p) ? *p : '.');
}

int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize, char *linebuf,
		       size_t linebuflen, bool ascii)
{
	char text[32 * 3 + 2 + 32 + 1];
	struct seq_buf line;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	len = min_t(size_t, len, rowsize);
	if (!is_power_of_2(groupsize) || groupsize > 8 || len % groupsize)
		groupsize = 1;

	seq_buf_init(&line, text, sizeof(text));
	dump_groups(&line, buf, len, groupsize);
	if (ascii && len) {
		while (line.len < hex_columns(rowsize, groupsize) + 1)
			seq_buf_putc(&line, ' ');
		dump_ascii(&line, buf, len);
	}
	seq_buf_str(&line);
	if (linebuflen)
		strscpy(linebuf, text, linebuflen);
	return line.len;
}
EXPORT_SYMBOL(hex_dump_to_buffer);

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii)
{
	const u8 *p = buf;
	char line[32 * 3 + 2 + 32 + 1];
	size_t i;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (i = 0; i < len; i += rowsize) {
		hex_dump_to_buffer(p + i, len - i, rowsize, groupsize, line, sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			printk("%s%s%px: %s\n", level, prefix_str, p + i, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			printk("%s%s%.8zx: %s\n", level, prefix_str, i, line);
		else
			printk("%s%s%s\n", level, prefix_str, line);
	}
}
EXPORT_SYMBOL(print_hex_dump);
