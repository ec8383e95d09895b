// SPDX-License-Identifier: MIT
/*
 * Reports and the end: WARN(), BUG(), panic().
 *
 * A report is many lines. While one CPU prints one, the others wait with theirs for a while, so
 * that lines do not mix; report_owner says whose turn it is. A report inside a report, on the
 * same CPU, does not wait.
 *
 * panic() in its order: claim the end for this CPU; say why and from where; stop the others; get
 * the lines out, past any lock; tell the notifiers; restart or halt. What fails on the way must
 * not prevent what comes after: a panic within a panic only says so and goes on from there.
 *
 * Command line: panic=, panic_on_warn, panic_on_oops=.
 */
#include <linux/panic.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/notifier.h>
#include <linux/preempt.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/processor.h>
#include <asm/ptrace.h>

#define NO_CPU			(-1)
/* Tries to get report_owner; about a second. */
#define REPORT_PATIENCE		100000000

int panic_timeout;
int panic_on_warn;
int panic_on_oops;
int oops_in_progress;

core_param(panic, panic_timeout, int, 0644);
core_param(panic_on_oops, panic_on_oops, int, 0644);

static int __init panic_on_warn_setup(char *str)
{
	panic_on_warn = 1;
	return 1;
}
__setup("panic_on_warn", panic_on_warn_setup);

static atomic_t panic_cpu = ATOMIC_INIT(NO_CPU);
static atomic_t report_owner = ATOMIC_INIT(NO_CPU);
static int report_depth;		/* of report_owner */
static atomic_t nr_warnings;
static unsigned long taint_mask;

static ATOMIC_NOTIFIER_HEAD(panic_notifiers);

/* --- taking turns ------------------------------------------------------------------------ */

void oops_enter(void)
{
	unsigned long tries = 0;
	int cpu;

	preempt_disable();
	cpu = raw_smp_processor_id();
	if (atomic_read(&report_owner) != cpu) {
		while (atomic_cmpxchg(&report_owner, NO_CPU, cpu) != NO_CPU) {
			cpu_relax();
			if (tries++ == REPORT_PATIENCE)
				break;
		}
		report_depth = 0;
	}
	report_depth++;
	oops_in_progress++;
}

void oops_exit(void)
{
	oops_in_progress--;
	if (--report_depth == 0)
		atomic_set_release(&report_owner, NO_CPU);
	preempt_enable();
}

/* --- warnings ---------------------------------------------------------------------------- */

static const char cut_here[] = "------------[ cut here ]------------\n";

unsigned int warn_count(void)
{
	return atomic_read(&nr_warnings);
}

void add_taint(unsigned int flag, int lockdep_ok)
{
	set_bit(flag, &taint_mask);
}
EXPORT_SYMBOL(add_taint);

int test_taint(unsigned int flag)
{
	return test_bit(flag, &taint_mask);
}

unsigned long get_taint(void)
{
	return taint_mask;
}

void __warn(const char *file, int line, const void *caller, unsigned int taint,
	    struct pt_regs *regs, const char *fmt, va_list *args)
{
	oops_enter();
	pr_warn("WARNING: CPU: %d PID: %d at %s:%d %pS\n", raw_smp_processor_id(), current->pid,
		file, line, caller);
	if (fmt) {
		struct va_format vaf = { fmt, args };

		pr_warn("%pV", &vaf);
	}
	if (regs)
		show_regs(regs);
	else
		dump_stack();
	pr_warn("---[ end trace %016llx ]---\n", (u64)atomic_inc_return(&nr_warnings));
	add_taint(taint, LOCKDEP_STILL_OK);
	oops_exit();

	if (panic_on_warn)
		panic("panic_on_warn set");
}
EXPORT_SYMBOL(__warn);

void __warn_printk(const char *fmt, ...)
{
	va_list args;

	pr_warn("%s", cut_here);
	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(__warn_printk);

/* --- BUG() and WARN() as traps ------------------------------------------------------------ */

extern struct bug_entry __start___bug_table[], __stop___bug_table[];

struct bug_entry *find_bug(unsigned long bug_addr)
{
	struct bug_entry *bug;

	for (bug = __start___bug_table; bug < __stop___bug_table; bug++) {
		if (bug->bug_addr == bug_addr)
			return bug;
	}
	return NULL;
}

void generic_bug_clear_once(void)
{
	struct bug_entry *bug;

	for (bug = __start___bug_table; bug < __stop___bug_table; bug++)
		bug->flags &= ~BUGFLAG_DONE;
}

/* True if @bug is to be reported once and has been. */
static bool is_done(struct bug_entry *bug)
{
	if (!(bug->flags & BUGFLAG_ONCE))
		return false;
	if (bug->flags & BUGFLAG_DONE)
		return true;
	bug->flags |= BUGFLAG_DONE;
	return false;
}

enum bug_trap_type report_bug(unsigned long bug_addr, struct pt_regs *regs)
{
	struct bug_entry *bug = find_bug(bug_addr);

	if (!bug)
		return BUG_TRAP_TYPE_NONE;
	if (is_done(bug))
		return BUG_TRAP_TYPE_WARN;
	if (!(bug->flags & BUGFLAG_NO_CUT_HERE))
		pr_warn("%s", cut_here);
	if (bug->flags & BUGFLAG_WARNING) {
		__warn(bug->file, bug->line, (void *)bug_addr, TAINT_WARN, regs, NULL, NULL);
		return BUG_TRAP_TYPE_WARN;
	}
	pr_crit("kernel BUG at %s:%u!\n", bug->file, bug->line);
	return BUG_TRAP_TYPE_BUG;
}

/* --- panic ------------------------------------------------------------------------------- */

int panic_notifier_register(struct notifier_block *nb)
{
	return atomic_notifier_chain_register(&panic_notifiers, nb);
}
EXPORT_SYMBOL(panic_notifier_register);

int panic_notifier_unregister(struct notifier_block *nb)
{
	return atomic_notifier_chain_unregister(&panic_notifiers, nb);
}
EXPORT_SYMBOL(panic_notifier_unregister);

static void __noreturn stop_this_cpu(void)
{
	local_irq_disable();
	for (;;)
		wfi();
}

/* True if this CPU has been here before. Another CPU's panic is the one that counts. */
static bool claim_panic(void)
{
	int cpu = raw_smp_processor_id();
	int owner = atomic_cmpxchg(&panic_cpu, NO_CPU, cpu);

	if (owner != NO_CPU && owner != cpu)
		stop_this_cpu();
	return owner == cpu;
}

/* In milliseconds, so that a clock which does not run is all that can stop it. */
static void __noreturn restart_after_timeout(void)
{
	if (panic_timeout > 0) {
		pr_emerg("Rebooting in %d seconds..\n", panic_timeout);
		mdelay(panic_timeout * 1000);
	}
	emergency_restart();
}

/* Something failed on the way to the end: no more attempts, the shortest words. */
static void __noreturn panic_again(const char *fmt)
{
	console_flush_on_panic(CONSOLE_FLUSH_PENDING);
	pr_emerg("---[ end Kernel panic - panic within a panic: %s ]---\n", fmt);
	stop_this_cpu();
}

void panic(const char *fmt, ...)
{
	static char why[256];
	va_list args;

	local_irq_disable();
	preempt_disable();
	if (claim_panic())
		panic_again(fmt);
	console_verbose();
	oops_in_progress++;

	va_start(args, fmt);
	vscnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	strreplace(why, '\n', '\0');

	pr_emerg("Kernel panic - not syncing: %s\n", why);
	/* An oops has shown where it was already. */
	if (oops_in_progress == 1)
		dump_stack();
	smp_send_stop();
	console_flush_on_panic(CONSOLE_FLUSH_PENDING);
	atomic_notifier_call_chain(&panic_notifiers, 0, why);

	if (panic_timeout)
		restart_after_timeout();
	pr_emerg("---[ end Kernel panic - not syncing: %s ]---\n", why);
	stop_this_cpu();
}
EXPORT_SYMBOL(panic);

/* The stack protector found its canary overwritten. Called by code that GCC emits. */
void __stack_chk_fail(void);
void __noreturn __stack_chk_fail(void)
{
	pr_emerg("stack-protector: Kernel stack is corrupted in: %pB\n",
		 __builtin_return_address(0));
	BUG();	/* the thread's end; the system's, if this was an interrupt */
}
