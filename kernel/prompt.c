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
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/seq_buf.h>
#include <linux/serial_core.h>
#include <linux/string.h>

#define LINE_SIZE	80
#define BACKSPACE	0x08
#define DELETE		0x7f

struct command {
	const char *name;
	const char *help;
	void (*run)(void);
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

static void run_interrupts(void)
{
	static char text[4096];
	struct seq_buf s;

	seq_buf_init(&s, text, sizeof(text));
	show_interrupts(&s);
	seq_buf_do_printk(&s, KERN_INFO);
}

static void run_uptime(void)
{
	u64 ms = div_u64(ktime_get_ns(), NSEC_PER_MSEC);
	u32 rest;

	ms = div_u64_rem(ms, MSEC_PER_SEC, &rest);
	pr_info("up %llu.%03u s\n", ms, rest);
}

static const struct command commands[] = {
	{ "help", "this list", run_help },
	{ "dmesg", "the log, again", kmsg_show },
	{ "interrupts", "how often each came", run_interrupts },
	{ "uptime", "seconds since start-up", run_uptime },
	{ "reboot", "restart the system", run_reboot },
	{ "poweroff", "end it", run_poweroff },
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

static void run_line(const char *line)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!strcmp(line, commands[i].name)) {
			commands[i].run();
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
