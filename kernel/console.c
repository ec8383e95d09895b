// SPDX-License-Identifier: MIT
/*
 * Consoles: which ones are used, and what each of them has shown. printk.c has the whole picture.
 *
 * Which: those that console= names; failing that, the one the device tree prefers; failing that,
 * the first that comes. CON_BOOT consoles are used at once and go with the first real one. Input
 * comes from the last of those that were asked for (CON_CONSDEV). Where nothing that was asked for
 * exists, the first that is there is used after all.
 *
 * Every console has its own place in the log, so that a late or a slow one misses nothing that
 * the log still holds. The consoles are owned as a whole, by one context at a time: console_owned
 * protects the list, the places, console_line and all calls of write().
 */
#include <linux/console.h>
#include <linux/atomic.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/processor.h>

#include "printk_internal.h"

#define NSEC_IN_SEC		1000000000
/* "[12345.678901] ", and more digits after some years. */
#define STAMP_MAX		32
#define MAX_PREFERRED		8

struct preferred_console {
	char name[16];
	short index;
	char options[32];
	bool on_cmdline;
	bool found;
};

static struct preferred_console preferred[MAX_PREFERRED];
static int nr_preferred;

static struct console *consoles;	/* in use; the one for input first */
static struct console *refused;		/* start-up: the first that nobody had asked for */
static atomic_t console_owned;		/* 1: by somebody */
static int console_forced_cpu = -1;	/* panic: this CPU asks nobody */
static u32 shown_generation;		/* of the log, when it was last shown */

/* The line that is on its way out: a stamp, the text, a newline. */
static char console_line[STAMP_MAX + LOG_LINE_MAX + 2];

/* --- showing ----------------------------------------------------------------------------- */

/* "[    1.234567] ", right in front of @end. Returns where it begins. */
static char *put_stamp(char *end, u64 ts_nsec)
{
	char stamp[STAMP_MAX];
	u32 rest_ns;
	u64 seconds = div_u64_rem(ts_nsec, NSEC_IN_SEC, &rest_ns);
	int len = scnprintf(stamp, sizeof(stamp), "[%5llu.%06u] ", seconds, rest_ns / 1000);

	if (!printk_time)
		return end;
	return memcpy(end - len, stamp, len);
}

static void write_out(struct console *con, const char *text, size_t len)
{
	unsigned long flags;

	local_irq_save(flags);
	con->write(con, text, len);
	local_irq_restore(flags);
}

/* What console_line holds of a record, of which @skip characters are out already. */
static void write_line(struct console *con, const struct log_line *line, size_t skip, bool begun)
{
	char *text = console_line + STAMP_MAX;
	char *end = text + line->rec.len - skip;

	if (!begun)
		text = put_stamp(text, line->rec.ts_nsec);
	if (!line->open)
		*end++ = '\n';
	write_out(con, text, end - text);
}

static void write_dropped(struct console *con, unsigned long dropped)
{
	int len = scnprintf(console_line, sizeof(console_line),
			    "** %lu printk messages dropped **\n", dropped);

	con->dropped += dropped;
	write_out(con, console_line, len);
}

static bool is_shown(int level)
{
	return ignore_loglevel || level < console_loglevel;
}

/* Shows one record, or what has been added to it. False if there is nothing new. */
static bool show_next(struct console *con)
{
	bool begun = con->shown;
	size_t skip = begun ? con->shown - 1 : 0;
	struct log_line line;
	u64 seq = con->seq;

	if (!log_read(&seq, skip, &line, console_line + STAMP_MAX, LOG_LINE_MAX + 1))
		return false;
	if (seq != con->seq) {
		write_dropped(con, seq - con->seq);
		con->seq = seq;
		con->shown = 0;
		return true;
	}
	if (line.open && begun && skip == line.rec.len)
		return false;
	if (is_shown(line.rec.level))
		write_line(con, &line, skip, begun);
	con->shown = line.rec.len + 1;
	if (!line.open) {
		con->seq++;
		con->shown = 0;
	}
	return true;
}

static void show_all(void)
{
	struct console *con;

	shown_generation = log_generation();
	for (con = consoles; con; con = con->next) {
		while (show_next(con))
			;
	}
}

/* --- ownership --------------------------------------------------------------------------- */

int console_trylock(void)
{
	preempt_disable();
	if (console_forced_cpu == raw_smp_processor_id() ||
	    (console_forced_cpu < 0 && atomic_xchg(&console_owned, 1) == 0))
		return 1;
	preempt_enable();
	return 0;
}

void console_lock(void)
{
	while (!console_trylock())
		cpu_relax();
}

static void release_consoles(void)
{
	atomic_set_release(&console_owned, 0);
	preempt_enable();
}

/*
 * Who fails to get the consoles has changed the log first; the owner looks at the log once more
 * after letting go. With full barriers in between, one of the two sees the other.
 */
void printk_flush(void)
{
	smp_mb();
	do {
		if (!console_trylock())
			return;
		show_all();
		release_consoles();
		smp_mb();
	} while (log_generation() != READ_ONCE(shown_generation));
}

void console_unlock(void)
{
	release_consoles();
	printk_flush();
}

void console_flush_on_panic(enum con_flush_mode mode)
{
	struct console *con;

	console_forced_cpu = raw_smp_processor_id();
	log_bust_lock();
	for (con = consoles; con && mode == CONSOLE_REPLAY_ALL; con = con->next) {
		con->seq = 0;
		con->shown = 0;
	}
	printk_flush();
}

void console_write_all(const char *text, size_t len)
{
	struct console *con;

	for (con = consoles; con; con = con->next)
		write_out(con, text, len);
}

/* All that the log holds, whatever its level, to the console for input. */
void kmsg_show(void)
{
	struct console *con = console_for_input();
	u64 seq = 0, end = log_next_seq();
	struct log_line line;

	while (con && seq < end) {
		console_lock();
		if (log_read(&seq, 0, &line, console_line + STAMP_MAX, LOG_LINE_MAX + 1)) {
			line.open = false;
			write_line(con, &line, 0, false);
		}
		seq++;
		console_unlock();
	}
}

/* --- choice ------------------------------------------------------------------------------ */

bool console_set_on_cmdline(void)
{
	int i;

	for (i = 0; i < nr_preferred; i++) {
		if (preferred[i].on_cmdline)
			return true;
	}
	return false;
}

static int prefer(const char *name, short index, const char *options, bool on_cmdline)
{
	struct preferred_console *want = &preferred[nr_preferred];

	if (nr_preferred == MAX_PREFERRED)
		return -E2BIG;
	strscpy(want->name, name, sizeof(want->name));
	strscpy(want->options, options ? options : "", sizeof(want->options));
	want->index = index;
	want->on_cmdline = on_cmdline;
	nr_preferred++;
	return 0;
}

int add_preferred_console(const char *name, short idx, char *options)
{
	return prefer(name, idx, options, false);
}

/* console=ttyS0,115200n8 */
static int __init console_setup(char *str)
{
	char *options = str;
	char *name = strsep(&options, ",");
	char *digits = name + strlen(name);
	short index = 0;

	while (digits > name && isdigit(digits[-1]))
		digits--;
	if (digits == name)
		return 0;
	if (*digits && kstrtos16(digits, 10, &index))
		return 0;
	*digits = '\0';
	return prefer(name, index, options, true) == 0;
}
__setup("console=", console_setup);

/* The wish that @con fulfils, or NULL. The command line's come before all others. */
static struct preferred_console *find_wish(const struct console *con)
{
	bool on_cmdline = console_set_on_cmdline();
	int i;

	for (i = nr_preferred - 1; i >= 0; i--) {
		struct preferred_console *want = &preferred[i];

		if (want->on_cmdline == on_cmdline && !strcmp(want->name, con->name) &&
		    (con->index < 0 || con->index == want->index))
			return want;
	}
	return NULL;
}

/* The last wish is for the console that input comes from. */
static bool is_last_wish(const struct preferred_console *want)
{
	return want == &preferred[nr_preferred - 1];
}

static bool have_real_console(void)
{
	const struct console *con;

	for (con = consoles; con; con = con->next) {
		if (!(con->flags & CON_BOOT))
			return true;
	}
	return false;
}

/* Decides whether @con is to be used; if so its flags say how. */
static bool choose_console(struct console *con)
{
	struct preferred_console *want;

	if (con->flags & CON_BOOT)
		return !have_real_console();
	want = find_wish(con);
	if (!want && nr_preferred)
		return con->flags & CON_ENABLED;
	if (!want && have_real_console())
		return false;
	if (want && con->index < 0)
		con->index = want->index;
	if (con->index < 0)
		con->index = 0;
	if (con->setup && con->setup(con, want ? want->options : NULL))
		return false;
	if (want)
		want->found = true;
	if (!want || is_last_wish(want))
		con->flags |= CON_CONSDEV;
	return true;
}

/* Where @new begins: where the CON_BOOT console is that it takes over from, or as it says. */
static u64 first_seq_for(const struct console *new)
{
	const struct console *con;

	for (con = consoles; con; con = con->next) {
		if ((con->flags & CON_BOOT) && !(new->flags & CON_BOOT))
			return con->seq;
	}
	return new->flags & CON_PRINTBUFFER ? 0 : log_next_seq();
}

static void link_console(struct console *con)
{
	struct console **link = &consoles;

	while (*link && !(con->flags & CON_CONSDEV))
		link = &(*link)->next;
	con->next = *link;
	*link = con;
}

static const char *boot_word(const struct console *con)
{
	return con->flags & CON_BOOT ? "boot" : "";
}

static void disable_boot_consoles(void)
{
	struct console *con = consoles;

	while (con) {
		struct console *next = con->next;

		if (con->flags & CON_BOOT)
			unregister_console(con);
		con = next;
	}
}

static bool is_registered(const struct console *con)
{
	const struct console *each;

	for (each = consoles; each; each = each->next) {
		if (each == con)
			return true;
	}
	return false;
}

void register_console(struct console *con)
{
	if (is_registered(con))
		return;
	if (!choose_console(con)) {
		if (!refused && system_state < SYSTEM_RUNNING && !(con->flags & CON_BOOT))
			refused = con;
		return;
	}

	/* The last line on a CON_BOOT console that gives way; the new one goes on behind it. */
	pr_info("%sconsole [%s%d] enabled\n", boot_word(con), con->name, con->index);
	console_lock();
	con->flags |= CON_ENABLED;
	con->shown = 0;
	con->seq = first_seq_for(con);
	link_console(con);
	console_unlock();
	if (!(con->flags & CON_BOOT))
		disable_boot_consoles();
}
EXPORT_SYMBOL(register_console);

int unregister_console(struct console *con)
{
	struct console **link = &consoles;

	if (!is_registered(con))
		return -ENODEV;
	console_lock();
	while (*link != con)
		link = &(*link)->next;
	*link = con->next;
	con->flags &= ~CON_ENABLED;
	console_unlock();
	pr_info("%sconsole [%s%d] disabled\n", boot_word(con), con->name, con->index);
	return con->exit ? con->exit(con) : 0;
}
EXPORT_SYMBOL(unregister_console);

struct console *console_for_input(void)
{
	struct console *con;

	for (con = consoles; con; con = con->next) {
		if (con->read)
			return con;
	}
	return NULL;
}

/* Once all drivers had their turn: names the wishes nobody fulfilled, and takes what there is. */
static int __init check_consoles(void)
{
	int i;

	for (i = 0; i < nr_preferred; i++) {
		if (preferred[i].on_cmdline && !preferred[i].found)
			pr_warn("console=%s%d: no such console\n", preferred[i].name,
				preferred[i].index);
	}
	if (!have_real_console() && refused) {
		nr_preferred = 0;
		register_console(refused);
	}
	return 0;
}
late_initcall(check_consoles);
