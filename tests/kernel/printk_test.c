// SPDX-License-Identifier: MIT
/*
 * The log and the consoles. A console that writes into a buffer shows what a user would see; the
 * rest is read back with kmsg_read(). The lines of these tests are in the log for all to see.
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/console.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/kallsyms.h>
#include <linux/kthread.h>
#include <linux/notifier.h>
#include <linux/ratelimit.h>
#include <linux/sched/clock.h>
#include <linux/seq_buf.h>
#include <linux/string.h>
#include <marrow/fault.h>

#define SEEN_SIZE	4096

static char seen[SEEN_SIZE];
static size_t seen_len;
static void (*on_write)(void);		/* what the console does besides */

/* When @seen is full its older half goes. */
static void test_console_write(struct console *con, const char *s, unsigned int count)
{
	while (count--) {
		if (seen_len == SEEN_SIZE - 1) {
			seen_len /= 2;
			memmove(seen, seen + SEEN_SIZE - 1 - seen_len, seen_len);
		}
		seen[seen_len++] = *s++;
	}
	seen[seen_len] = '\0';
	if (on_write)
		on_write();
}

/* An oops that another test has survived made the consoles verbose for good. */
static int printk_init(struct kunit *test)
{
	if (console_loglevel > CONSOLE_LOGLEVEL_DEFAULT)
		console_loglevel = CONSOLE_LOGLEVEL_DEFAULT;
	return 0;
}

/* CON_ENABLED: used though nobody has asked for it. */
static struct console test_console;

static void unregister_test_console(void *con)
{
	unregister_console(con);
}

/* From here on what is printed comes to @seen as well. */
static void watch(struct kunit *test, short flags)
{
	seen_len = 0;
	seen[0] = '\0';
	on_write = NULL;
	test_console = (struct console) {
		.name = "test", .write = test_console_write, .flags = CON_ENABLED | flags,
	};
	register_console(&test_console);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, unregister_test_console, &test_console), 0);
}

/* Forgets what was seen so far. */
static void blink(void)
{
	seen_len = 0;
	seen[0] = '\0';
}

/* What was seen, without the time stamps. */
static const char *seen_text(void)
{
	static char text[SEEN_SIZE];
	char *out = text;
	const char *in = seen;

	while (*in) {
		if ((in == seen || in[-1] == '\n') && *in == '[')
			in = strstr(in, "] ") + 2;
		else
			*out++ = *in++;
	}
	*out = '\0';
	return text;
}

/* The newest record. */
static struct kmsg_record last_record(struct kunit *test, char *buf, size_t size)
{
	struct kmsg_record rec = { 0 };
	u64 seq = kmsg_next_seq() - 1;

	KUNIT_ASSERT_TRUE(test, kmsg_read(&seq, &rec, buf, size));
	return rec;
}

/* --- records ------------------------------------------------------------------------------- */

static void printk_record_test(struct kunit *test)
{
	u64 before = local_clock(), seq = kmsg_next_seq();
	struct kmsg_record rec;
	char text[40];

	KUNIT_EXPECT_EQ(test, pr_warn("a warning %d\n", 7), 12);
	rec = last_record(test, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, "a warning 7");
	KUNIT_EXPECT_EQ(test, rec.level, LOGLEVEL_WARNING);
	KUNIT_EXPECT_EQ(test, rec.len, 11);
	KUNIT_EXPECT_EQ(test, rec.seq, seq);
	KUNIT_EXPECT_GE(test, rec.ts_nsec, before);
	KUNIT_EXPECT_LE(test, rec.ts_nsec, local_clock());
	/* Cut to the buffer. */
	rec = last_record(test, text, 4);
	KUNIT_EXPECT_STREQ(test, text, "a w");
	KUNIT_EXPECT_EQ(test, rec.len, 11);
}

static void printk_level_test(struct kunit *test)
{
	char text[40];

	printk("no level\n");
	KUNIT_EXPECT_EQ(test, last_record(test, text, sizeof(text)).level,
			MESSAGE_LOGLEVEL_DEFAULT);
	printk(KERN_DEBUG "debug\n");
	KUNIT_EXPECT_EQ(test, last_record(test, text, sizeof(text)).level, LOGLEVEL_DEBUG);
	/* A level that comes as an argument; the last one counts. */
	printk("%sargument\n", KERN_INFO);
	KUNIT_EXPECT_EQ(test, last_record(test, text, sizeof(text)).level, LOGLEVEL_INFO);
	printk(KERN_ERR KERN_NOTICE "two levels\n");
	KUNIT_EXPECT_EQ(test, last_record(test, text, sizeof(text)).level, LOGLEVEL_NOTICE);
	KUNIT_EXPECT_STREQ(test, text, "two levels");
}

static void printk_lines_test(struct kunit *test)
{
	u64 seq = kmsg_next_seq();
	static const char *const lines[] = { "one", "", "three" };
	struct kmsg_record rec;
	char text[40];
	int i;

	pr_notice("one\n\nthree\n");
	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_TRUE(test, kmsg_read(&seq, &rec, text, sizeof(text)));
		KUNIT_EXPECT_STREQ(test, text, lines[i]);
		KUNIT_EXPECT_EQ(test, rec.level, LOGLEVEL_NOTICE);
	}
	KUNIT_EXPECT_FALSE(test, kmsg_read(&seq, &rec, text, sizeof(text)));
}

static void printk_long_line_test(struct kunit *test)
{
	static char line[3000], text[3000];
	struct kmsg_record rec;

	memset(line, 'x', sizeof(line) - 1);
	pr_debug("not compiled in\n");
	printk(KERN_DEBUG "%s\n", line);
	rec = last_record(test, text, sizeof(text));
	KUNIT_EXPECT_GE(test, rec.len, 900);
	KUNIT_EXPECT_LE(test, rec.len, 1024);
	KUNIT_EXPECT_EQ(test, strlen(text), rec.len);
	KUNIT_EXPECT_NULL(test, memchr_inv(text, 'x', rec.len));
	/* The next line is a line of its own all the same. */
	pr_info("short\n");
	last_record(test, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, "short");
}

static void printk_cont_test(struct kunit *test)
{
	char text[40];
	u64 seq = kmsg_next_seq();

	pr_info("one");
	pr_cont(" two");
	pr_cont(" three\n");
	KUNIT_EXPECT_EQ(test, kmsg_next_seq(), seq + 1);
	KUNIT_EXPECT_EQ(test, last_record(test, text, sizeof(text)).level, LOGLEVEL_INFO);
	KUNIT_EXPECT_STREQ(test, text, "one two three");
	/* With nothing to go on with it is a line. */
	pr_cont("alone\n");
	last_record(test, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, "alone");
	/* A new line ends the one before. */
	pr_info("unfinished");
	pr_info("next\n");
	pr_cont("too late\n");
	last_record(test, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, "too late");
}

/* Old lines give way, the numbers go on, and a reader that fell behind starts at the oldest. */
static void printk_wrap_test(struct kunit *test)
{
	u64 start = kmsg_next_seq(), seq = start, expected;
	struct kmsg_record rec;
	static char text[200];
	int i, count = 0;

	for (i = 0; i < 3000; i++)
		printk(KERN_DEBUG "line %d of many%*s\n", i, i % 150, "");
	KUNIT_ASSERT_EQ(test, kmsg_next_seq(), start + 3000);
	KUNIT_ASSERT_TRUE(test, kmsg_read(&seq, &rec, text, sizeof(text)));
	KUNIT_EXPECT_GT(test, rec.seq, start);
	KUNIT_EXPECT_EQ(test, seq, rec.seq + 1);
	expected = rec.seq;
	do {
		int number = -1;
		char *digits = strchr(text, ' ');

		KUNIT_ASSERT_EQ(test, rec.seq, expected++);
		KUNIT_ASSERT_NOT_NULL(test, digits);
		number = simple_strtoul(digits + 1, NULL, 10);
		KUNIT_ASSERT_EQ(test, number, (int)(rec.seq - start));
		KUNIT_ASSERT_EQ(test, strlen(text), rec.len);
		count++;
	} while (kmsg_read(&seq, &rec, text, sizeof(text)));
	/* It holds 64 KiB, or 1024 lines. */
	KUNIT_EXPECT_GT(test, count, 500);
	KUNIT_EXPECT_LE(test, count, 1024);
}

static void kmsg_read_test(struct kunit *test)
{
	u64 seq = kmsg_next_seq();
	struct kmsg_record rec;
	char text[8];

	KUNIT_EXPECT_FALSE(test, kmsg_read(&seq, &rec, text, sizeof(text)));
	seq += 1000;
	KUNIT_EXPECT_FALSE(test, kmsg_read(&seq, &rec, text, sizeof(text)));
	pr_info("x\n");
	seq = kmsg_next_seq() - 1;
	KUNIT_EXPECT_TRUE(test, kmsg_read(&seq, &rec, NULL, 0));
	KUNIT_EXPECT_EQ(test, rec.len, 1);
}

/* --- consoles ------------------------------------------------------------------------------ */

static void console_stamp_test(struct kunit *test)
{
	unsigned int i;

	watch(test, 0);
	blink();
	pr_info("stamped\n");
	/* "[    1.234567] stamped\n" */
	KUNIT_ASSERT_GE(test, seen_len, 23);
	KUNIT_EXPECT_EQ(test, seen[0], '[');
	KUNIT_EXPECT_EQ(test, seen[6], '.');
	for (i = 7; i < 13; i++)
		KUNIT_EXPECT_TRUE(test, '0' <= seen[i] && seen[i] <= '9');
	KUNIT_EXPECT_STREQ(test, seen + 13, "] stamped\n");
}

static void console_replay_test(struct kunit *test)
{
	pr_info("before the console\n");
	watch(test, CON_PRINTBUFFER);
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen, "] before the console\n"));
	KUNIT_EXPECT_EQ(test, test_console.seq, kmsg_next_seq());
}

static void console_no_replay_test(struct kunit *test)
{
	pr_info("before the console\n");
	watch(test, 0);
	pr_info("after\n");
	KUNIT_EXPECT_NULL(test, strstr(seen, "before the console"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen, "after\n"));
}

/* What is open is shown at once, and only once. */
static void console_cont_test(struct kunit *test)
{
	watch(test, 0);
	blink();
	pr_info("half");
	KUNIT_EXPECT_STREQ(test, seen_text(), "half");
	pr_cont(" and half\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "half and half\n");
	pr_info("open");
	pr_info("closed\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "half and half\nopen\nclosed\n");
	blink();
	pr_info("");
	pr_cont("late start\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "late start\n");
}

static void restore_loglevel(void *level)
{
	console_loglevel = (int)(long)level;
}

static void console_loglevel_test(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, restore_loglevel,
					       (void *)(long)console_loglevel), 0);
	watch(test, 0);
	console_loglevel = 4;
	blink();
	pr_err("error\n");
	pr_warn("warning\n");
	pr_info("info\n");
	pr_crit("critical\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "error\ncritical\n");
}

static void console_deferred_test(struct kunit *test)
{
	watch(test, 0);
	blink();
	printk_deferred(KERN_INFO "deferred\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "");
	printk_flush();
	KUNIT_EXPECT_STREQ(test, seen_text(), "deferred\n");
}

/* A console that prints: its line comes when it is done with ours. */
static void print_once(void)
{
	on_write = NULL;
	pr_info("from inside\n");
}

static void console_recursion_test(struct kunit *test)
{
	watch(test, 0);
	blink();
	on_write = print_once;
	pr_info("outside\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "outside\nfrom inside\n");
}

static void console_lock_test(struct kunit *test)
{
	watch(test, 0);
	blink();
	console_lock();
	KUNIT_EXPECT_FALSE(test, console_trylock());
	pr_info("queued\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "");
	console_unlock();
	KUNIT_EXPECT_STREQ(test, seen_text(), "queued\n");
}

static void console_register_test(struct kunit *test)
{
	struct console unwanted = { .name = "nobody", .write = test_console_write, .index = 0 };

	KUNIT_EXPECT_EQ(test, unregister_console(&unwanted), -ENODEV);
	/* There is a real console, and nobody asked for this one. */
	register_console(&unwanted);
	KUNIT_EXPECT_FALSE(test, unwanted.flags & CON_ENABLED);
	KUNIT_EXPECT_EQ(test, unregister_console(&unwanted), -ENODEV);
	/* Too late for a boot console. */
	unwanted.flags = CON_BOOT;
	register_console(&unwanted);
	KUNIT_EXPECT_FALSE(test, unwanted.flags & CON_ENABLED);
	watch(test, 0);
	KUNIT_EXPECT_TRUE(test, test_console.flags & CON_ENABLED);
	/* Twice is once. */
	register_console(&test_console);
	blink();
	pr_info("once\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "once\n");
}

/* A console that the log has overtaken says how much is missing. */
static void console_dropped_test(struct kunit *test)
{
	int i;

	watch(test, 0);
	blink();
	console_lock();
	for (i = 0; i < 2000; i++)
		printk_deferred(KERN_DEBUG "flood %d\n", i);
	console_unlock();
	KUNIT_EXPECT_TRUE(test, strstarts(seen, "** "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen, " printk messages dropped **\n"));
	KUNIT_EXPECT_GE(test, test_console.dropped, 900);
}

/* --- every context ------------------------------------------------------------------------- */

static void printk_irqs_off_test(struct kunit *test)
{
	unsigned long flags;

	watch(test, 0);
	blink();
	local_irq_save(flags);
	preempt_disable();
	pr_info("interrupts off\n");
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	preempt_enable();
	local_irq_restore(flags);
	KUNIT_EXPECT_STREQ(test, seen_text(), "interrupts off\n");
}

/* A bad pointer among the arguments is a fault like any other, and printk() works behind it. */
static void print_bad_string(void *arg)
{
	pr_info("bad: %s\n", (const char *)0x40000000 - 0x10000000);
}

static void printk_fault_test(struct kunit *test)
{
	struct fault_info info;
	int i;

	watch(test, 0);
	/* More often than there are buffers: each fault keeps one. */
	for (i = 0; i < 20; i++) {
		KUNIT_ASSERT_EQ(test, catch_fault(print_bad_string, NULL, &info), 1);
		KUNIT_EXPECT_EQ(test, info.addr, 0x30000000);
	}
	blink();
	pr_info("still here\n");
	KUNIT_EXPECT_STREQ(test, seen_text(), "still here\n");
}

#define NR_PRINTERS	4
#define NR_PRINTS	200

static atomic_t printers;
static DECLARE_COMPLETION(printers_done);

static int printer(void *arg)
{
	long number = (long)arg;
	int i;

	for (i = 0; i < NR_PRINTS; i++)
		printk(KERN_DEBUG "printer %ld line %d end\n", number, i);
	if (atomic_dec_and_test(&printers))
		complete(&printers_done);
	return 0;
}

/* All CPUs at once: every line is there, whole, and each printer's are in order. */
static void printk_parallel_test(struct kunit *test)
{
	u64 seq = kmsg_next_seq();
	int next[NR_PRINTERS] = { 0 };
	struct kmsg_record rec;
	char text[60];
	long i;

	atomic_set(&printers, NR_PRINTERS);
	reinit_completion(&printers_done);
	for (i = 0; i < NR_PRINTERS; i++)
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, kthread_run(printer, (void *)i, "printer"));
	wait_for_completion(&printers_done);
	while (kmsg_read(&seq, &rec, text, sizeof(text))) {
		char expect[60];

		if (!strstarts(text, "printer "))
			continue;
		i = text[8] - '0';
		KUNIT_ASSERT_TRUE(test, 0 <= i && i < NR_PRINTERS);
		snprintf(expect, sizeof(expect), "printer %ld line %d end", i, next[i]++);
		KUNIT_ASSERT_STREQ(test, text, expect);
	}
	for (i = 0; i < NR_PRINTERS; i++)
		KUNIT_EXPECT_EQ(test, next[i], NR_PRINTS);
}

/* --- less often ---------------------------------------------------------------------------- */

static void print_one_of_each(int i)
{
	pr_info_once("once %d\n", i);
	pr_info_ratelimited("limited %d\n", i);
}

static void printk_once_test(struct kunit *test)
{
	int i;

	kunit_expect_splat_begin(test, "once");
	for (i = 0; i < 30; i++)
		print_one_of_each(i);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "limited"), DEFAULT_RATELIMIT_BURST);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
}

static void ratelimit_test(struct kunit *test)
{
	DEFINE_RATELIMIT_STATE(rs, 3, 2);
	DEFINE_RATELIMIT_STATE(unlimited, 0, 0);
	int i, passed = 0;

	for (i = 0; i < 10; i++)
		passed += __ratelimit(&rs);
	/* The clock may tick in the middle, once or so. */
	KUNIT_EXPECT_GE(test, passed, 2);
	KUNIT_EXPECT_LE(test, passed, 4);
	schedule_timeout_uninterruptible(6);
	kunit_expect_splat_begin(test, "callbacks suppressed");
	KUNIT_EXPECT_TRUE(test, __ratelimit(&rs));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_TRUE(test, __ratelimit(&unlimited));
}

/* --- warnings ------------------------------------------------------------------------------ */

static noinline int warn_here(int condition)
{
	return WARN_ON(condition);
}

static void warn_test(struct kunit *test)
{
	unsigned int before = warn_count();

	KUNIT_EXPECT_EQ(test, warn_here(0), 0);
	KUNIT_EXPECT_EQ(test, warn_count(), before);
	kunit_expect_splat_begin(test, "WARNING: ");
	KUNIT_EXPECT_EQ(test, warn_here(5), 1);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "tests/kernel/printk_test.c:"), 1);
	KUNIT_EXPECT_GE(test, kunit_splat_lines(test, "warn_here+0x"), 1);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "cut here"), 1);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "end trace"), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_EQ(test, warn_count(), before + 1);
	KUNIT_EXPECT_TRUE(test, test_taint(TAINT_WARN));
}

static noinline void warn_often(int i)
{
	WARN_ON_ONCE(i >= 0);
	WARN_ONCE(i >= 0, "number %d\n", i);
}

static void warn_once_test(struct kunit *test)
{
	int i;

	generic_bug_clear_once();
	kunit_expect_splat_begin(test, "WARNING: ");
	for (i = -2; i < 5; i++)
		warn_often(i);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "number 0"), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2);
}

static void warn_message_test(struct kunit *test)
{
	kunit_expect_splat_begin(test, "value 42 is odd");
	KUNIT_EXPECT_TRUE(test, WARN(true, "value %d is odd\n", 42));
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "cut here"), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
}

static void hit_bug(void *arg)
{
	BUG_ON(arg);
}

static void bug_test(struct kunit *test)
{
	struct fault_info info;
	struct bug_entry *bug;

	KUNIT_EXPECT_EQ(test, catch_fault(hit_bug, NULL, &info), 0);
	KUNIT_ASSERT_EQ(test, catch_fault(hit_bug, test, &info), 1);
	KUNIT_EXPECT_EQ(test, info.kind, FAULT_UNDEFINED);
	bug = find_bug(info.pc);
	KUNIT_ASSERT_NOT_NULL(test, bug);
	KUNIT_EXPECT_STREQ(test, bug->file, "tests/kernel/printk_test.c");
	KUNIT_EXPECT_EQ(test, bug->flags, 0);
	KUNIT_EXPECT_NULL(test, find_bug((unsigned long)hit_bug + 1));
}

/* --- neighbours ---------------------------------------------------------------------------- */

static void kallsyms_test(struct kunit *test)
{
	unsigned long addr = kallsyms_lookup_name("kallsyms_lookup_name");
	unsigned long size, offset;

	KUNIT_EXPECT_EQ(test, addr, (unsigned long)kallsyms_lookup_name);
	KUNIT_EXPECT_EQ(test, kallsyms_lookup_name("no_such_function"), 0);
	KUNIT_EXPECT_STREQ(test, kallsyms_lookup(addr + 8, &size, &offset, NULL, NULL),
			   "kallsyms_lookup_name");
	KUNIT_EXPECT_EQ(test, offset, 8);
	KUNIT_EXPECT_GT(test, size, 8);
	KUNIT_EXPECT_STREQ(test, kallsyms_lookup(addr + size - 1, NULL, NULL, NULL, NULL),
			   "kallsyms_lookup_name");
	KUNIT_EXPECT_NULL(test, kallsyms_lookup(0, &size, &offset, NULL, NULL));
	KUNIT_EXPECT_NULL(test, kallsyms_lookup((unsigned long)&addr, NULL, NULL, NULL, NULL));
}

static void seq_buf_test(struct kunit *test)
{
	DECLARE_SEQ_BUF(s, 8);

	KUNIT_EXPECT_EQ(test, seq_buf_puts(&s, "abc"), 0);
	KUNIT_EXPECT_EQ(test, seq_buf_printf(&s, "%d", 12), 0);
	KUNIT_EXPECT_EQ(test, seq_buf_used(&s), 5);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), "abc12");
	KUNIT_EXPECT_EQ(test, seq_buf_puts(&s, "defg"), -1);
	KUNIT_EXPECT_TRUE(test, seq_buf_has_overflowed(&s));
	KUNIT_EXPECT_EQ(test, seq_buf_putc(&s, 'x'), -1);
	seq_buf_clear(&s);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), "");
	KUNIT_EXPECT_EQ(test, seq_buf_printf(&s, "%s", "12345678"), -1);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), "1234567");
}

static char calls[8];

static int note_call(struct notifier_block *nb, unsigned long action, void *data)
{
	char name[2] = { '0' + nb->priority, '\0' };

	strlcat(calls, name, sizeof(calls));
	return action == nb->priority ? NOTIFY_STOP : NOTIFY_OK;
}

static void notifier_test(struct kunit *test)
{
	struct notifier_block low = { note_call, NULL, 1 }, high = { note_call, NULL, 3 };
	struct notifier_block middle = { note_call, NULL, 2 }, twin = { note_call, NULL, 2 };
	ATOMIC_NOTIFIER_HEAD(chain);

	calls[0] = '\0';
	KUNIT_EXPECT_EQ(test, atomic_notifier_call_chain(&chain, 0, NULL), NOTIFY_DONE);
	KUNIT_EXPECT_EQ(test, atomic_notifier_chain_register(&chain, &low), 0);
	KUNIT_EXPECT_EQ(test, atomic_notifier_chain_register(&chain, &high), 0);
	KUNIT_EXPECT_EQ(test, atomic_notifier_chain_register(&chain, &middle), 0);
	KUNIT_EXPECT_EQ(test, atomic_notifier_chain_register(&chain, &twin), 0);
	KUNIT_EXPECT_EQ(test, atomic_notifier_chain_register(&chain, &low), -EEXIST);
	KUNIT_EXPECT_PTR_EQ(test, middle.next, &twin);
	KUNIT_EXPECT_EQ(test, atomic_notifier_call_chain(&chain, 0, NULL), NOTIFY_OK);
	KUNIT_EXPECT_STREQ(test, calls, "3221");
	calls[0] = '\0';
	KUNIT_EXPECT_EQ(test, atomic_notifier_call_chain(&chain, 2, NULL), NOTIFY_STOP);
	KUNIT_EXPECT_STREQ(test, calls, "32");
	KUNIT_EXPECT_EQ(test, atomic_notifier_chain_unregister(&chain, &middle), 0);
	KUNIT_EXPECT_EQ(test, atomic_notifier_chain_unregister(&chain, &middle), -ENOENT);
	calls[0] = '\0';
	atomic_notifier_call_chain(&chain, 0, NULL);
	KUNIT_EXPECT_STREQ(test, calls, "321");
}

static struct kunit_case printk_cases[] = {
	KUNIT_CASE(printk_record_test),
	KUNIT_CASE(printk_level_test),
	KUNIT_CASE(printk_lines_test),
	KUNIT_CASE(printk_long_line_test),
	KUNIT_CASE(printk_cont_test),
	KUNIT_CASE(printk_wrap_test),
	KUNIT_CASE(kmsg_read_test),
	KUNIT_CASE(console_stamp_test),
	KUNIT_CASE(console_replay_test),
	KUNIT_CASE(console_no_replay_test),
	KUNIT_CASE(console_cont_test),
	KUNIT_CASE(console_loglevel_test),
	KUNIT_CASE(console_deferred_test),
	KUNIT_CASE(console_recursion_test),
	KUNIT_CASE(console_lock_test),
	KUNIT_CASE(console_register_test),
	KUNIT_CASE(console_dropped_test),
	KUNIT_CASE(printk_irqs_off_test),
	KUNIT_CASE(printk_fault_test),
	KUNIT_CASE(printk_parallel_test),
	KUNIT_CASE(printk_once_test),
	KUNIT_CASE(ratelimit_test),
	KUNIT_CASE(warn_test),
	KUNIT_CASE(warn_once_test),
	KUNIT_CASE(warn_message_test),
	KUNIT_CASE(bug_test),
	KUNIT_CASE(kallsyms_test),
	KUNIT_CASE(seq_buf_test),
	KUNIT_CASE(notifier_test),
	{}
};

static struct kunit_suite printk_suite = {
	.name = "printk",
	.init = printk_init,
	.test_cases = printk_cases,
};
kunit_test_suite(printk_suite);
