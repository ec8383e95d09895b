// SPDX-License-Identifier: MIT
/* Text built up in a buffer of fixed size. */
#include <linux/seq_buf.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

int seq_buf_vprintf(struct seq_buf *s, const char *fmt, va_list args)
{
	size_t room = seq_buf_buffer_left(s);
	int len;

	if (room) {
		len = vsnprintf(s->buffer + s->len, room, fmt, args);
		if (len < room) {
			s->len += len;
			return 0;
		}
	}
	seq_buf_set_overflow(s);
	return -1;
}
EXPORT_SYMBOL(seq_buf_vprintf);

int seq_buf_printf(struct seq_buf *s, const char *fmt, ...)
{
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = seq_buf_vprintf(s, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL(seq_buf_printf);

/* All or nothing, so that a text is never cut in the middle of a piece. */
int seq_buf_putmem(struct seq_buf *s, const void *mem, unsigned int len)
{
	if (seq_buf_buffer_left(s) < len || seq_buf_has_overflowed(s)) {
		seq_buf_set_overflow(s);
		return -1;
	}
	memcpy(s->buffer + s->len, mem, len);
	s->len += len;
	return 0;
}
EXPORT_SYMBOL(seq_buf_putmem);

int seq_buf_puts(struct seq_buf *s, const char *str)
{
	return seq_buf_putmem(s, str, strlen(str));
}
EXPORT_SYMBOL(seq_buf_puts);

int seq_buf_putc(struct seq_buf *s, unsigned char c)
{
	return seq_buf_putmem(s, &c, 1);
}
EXPORT_SYMBOL(seq_buf_putc);

const char *seq_buf_str(struct seq_buf *s)
{
	if (s->size == 0)
		return "";
	s->buffer[min(s->len, s->size - 1)] = '\0';
	return s->buffer;
}
EXPORT_SYMBOL(seq_buf_str);

void seq_buf_do_printk(struct seq_buf *s, const char *lvl)
{
	const char *line = seq_buf_str(s);

	while (*line) {
		int len = strchrnul(line, '\n') - line;

		printk("%s%.*s\n", lvl, len, line);
		line += len;
		if (*line)
			line++;
	}
}
EXPORT_SYMBOL(seq_buf_do_printk);
