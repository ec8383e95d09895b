// SPDX-License-Identifier: MIT
/*
 * The idle prompt: what is left to talk to when the tests are done (test.exit=none).
 *
 * A line is read from the serial input, echoed as it is typed, and looked up in a table of
 * commands. The thread sleeps between characters. There is no editing but rubbing out.
 */
#include <marrow/prompt.h>

#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/page_owner.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/serial_core.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>

#define LINE_SIZE	80
#define TEXT_SIZE	SZ_64K
#define BACKSPACE	0x08
#define DELETE		0x7f

/**
 * struct command - what can be typed
 * @run: does it; or
 * @text: writes what is to be shown, and returns the length
 */
struct command {
	const char *name;
	const char *help;
	void (*run)(void);
	int (*text)(char *buf, size_t size);
};

static void run_help(void);

static void run_reboot(void)
{
	kernel_restart(NULL);
}

static void run_poweroff(void)
{
	kernel_power_off();
}

static int interrupts_text(char *buf, size_t size)
{
	struct seq_buf s;

	seq_buf_init(&s, buf, size);
	show_interrupts(&s);
	return s.len;
}

static void run_uptime(void)
{
	u64 ms = div_u64(ktime_get_ns(), NSEC_PER_MSEC);
	u32 rest;

	ms = div_u64_rem(ms, MSEC_PER_SEC, &rest);
	pr_info("up %llu.%03u s\n", ms, rest);
}

static const struct command commands[] = {
	{ "help", "this list", .run = run_help },
	{ "meminfo", "memory, in sum", .text = meminfo_text },
	{ "zoneinfo", "each zone: watermarks, reserves, per-CPU lists", .text = zoneinfo_text },
	{ "buddyinfo", "free blocks by zone and order", .text = buddyinfo_text },
	{ "pagetypeinfo", "the same, with what is parked", .text = pagetypeinfo_text },
	{ "page_owner", "who holds pages (page_owner=on)", .text = page_owner_text },
	{ "slabinfo", "caches and their objects", .text = slabinfo_text },
	{ "vmallocinfo", "areas of vmalloc and ioremap", .text = vmallocinfo_text },
	{ "threads", "every thread, and how deep its stack went", .run = show_all_tasks },
	{ "interrupts", "how often each came", .text = interrupts_text },
	{ "dmesg", "the log, again", .run = kmsg_show },
	{ "uptime", "seconds since start-up", .run = run_uptime },
	{ "reboot", "restart the system", .run = run_reboot },
	{ "poweroff", "end it", .run = run_poweroff },
};

static void run_help(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		pr_info("%-12s %s\n", commands[i].name, commands[i].help);
}

/* Writes straight to the console: what is typed is no part of the log. */
static void echo(const char *s)
{
	struct console *con = console_for_input();
	unsigned long flags;

	if (!con)
		return;
	console_lock();
	local_irq_save(flags);
	con->write(con, s, strlen(s));
	local_irq_restore(flags);
	console_unlock();
}

/* Reads up to the end of a line; characters past @size are not taken. */
static void read_line(char *line, size_t size)
{
	char c[2] = "";
	size_t len = 0;

	for (;;) {
		c[0] = serial_getc_wait();
		if (c[0] == '\r' || c[0] == '\n')
			break;
		if ((c[0] == BACKSPACE || c[0] == DELETE) && len > 0) {
			len--;
			echo("\b \b");
		} else if (c[0] >= ' ' && c[0] < DELETE && len < size - 1) {
			line[len++] = c[0];
			echo(c);
		}
	}
	line[len] = '\0';
	echo("\n");
}

static void show_text(int (*text)(char *buf, size_t size))
{
	char *buf = kmalloc(TEXT_SIZE, GFP_KERNEL);
	struct seq_buf s;

	if (!buf) {
		pr_err("no memory for the text\n");
		return;
	}
	seq_buf_init(&s, buf, TEXT_SIZE);
	s.len = text(buf, TEXT_SIZE);
	seq_buf_do_printk(&s, KERN_INFO);
	if (s.len >= TEXT_SIZE - 1)
		pr_info("(the rest does not fit into %u bytes)\n", TEXT_SIZE);
	kfree(buf);
}

static void run_command(const struct command *command)
{
	if (command->text)
		show_text(command->text);
	else
		command->run();
}

static void run_line(const char *line)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!strcmp(line, commands[i].name)) {
			run_command(&commands[i]);
			return;
		}
	}
	if (*line)
		pr_info("%s: no such command; \"help\" lists them\n", line);
}

void prompt_loop(void)
{
	char line[LINE_SIZE];

	for (;;) {
		echo("marrow> ");
		read_line(line, sizeof(line));
		run_line(strim(line));
	}
}
