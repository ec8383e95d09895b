// SPDX-License-Identifier: MIT
/*
 * Timers: functions to be called at a later tick.
 *
 * Each CPU has a wheel of five levels, 64 slots each. A slot of level n holds the timers of 64^n
 * ticks:
 *
 *	level 0   | 0| 1| 2| ... |63|      due in < 64 ticks: a slot is one tick
 *	level 1   | 0| 1| 2| ... |63|      due in < 64^2: a slot is 64 ticks
 *	...                                 up to 64^5, 49 days at 250 Hz; later ones wait there
 *
 * Every tick the next slot of level 0 is emptied, and its timers are called. Every 64 ticks the
 * next slot of level 1 is emptied, and its timers are put in again: now they are less than 64
 * ticks away and land in level 0; and so on upwards. So setting a timer takes a few instructions
 * whatever its time, and it is called in exactly the tick it was set for.
 *
 * 1. wheel->clk is the next tick to be worked off. A pending timer lies in the slot that level
 *    and tick give for its ->expires, seen from some clk since it was put in.
 * 2. The CPU in timer->flags names the wheel whose lock guards the timer. It changes while
 *    TIMER_MIGRATING is set, which makes others wait.
 * 3. wheel->running is the timer whose function runs now; the lock is dropped meanwhile. A timer
 *    that runs stays in its wheel, so that waiting for it is waiting for ->running.
 *
 * Locking: a wheel's lock is taken with interrupts off; nothing but a runqueue's lock is taken
 * inside. Reference: Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987, scheme 7.
 */
#include <linux/timer.h>

#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#define LEVEL_BITS	6
#define LEVEL_SLOTS	(1u << LEVEL_BITS)
#define LEVEL_MASK	(LEVEL_SLOTS - 1)
#define LEVELS		5
#define MAX_DELTA	((1ul << LEVEL_BITS * LEVELS) - 1)

struct timer_wheel {
	raw_spinlock_t lock;
	struct timer_list *running;
	unsigned long clk;
	unsigned int pending;
	struct hlist_head slot[LEVELS][LEVEL_SLOTS];
};

static DEFINE_PER_CPU_SHARED_ALIGNED(struct timer_wheel, timer_wheels);

/* Takes the lock of the wheel that the timer belongs to. */
static struct timer_wheel *lock_wheel(struct timer_list *timer, unsigned long *flags)
{
	struct timer_wheel *wheel;
	u32 where;

	for (;;) {
		where = READ_ONCE(timer->flags);
		if (!(where & TIMER_MIGRATING)) {
			wheel = per_cpu_ptr(&timer_wheels, where & TIMER_CPUMASK);
			raw_spin_lock_irqsave(&wheel->lock, *flags);
			if (timer->flags == where)
				return wheel;
			raw_spin_unlock_irqrestore(&wheel->lock, *flags);
		}
		cpu_relax();
	}
}

static void insert(struct timer_wheel *wheel, struct timer_list *timer)
{
	unsigned long expires = timer->expires, delta = expires - wheel->clk;
	unsigned int level = 0;

	if ((long)delta < 0) {
		expires = wheel->clk;
		delta = 0;
	}
	if (delta > MAX_DELTA) {
		delta = MAX_DELTA;
		expires = wheel->clk + MAX_DELTA;
	}
	while (delta >= LEVEL_SLOTS) {
		delta >>= LEVEL_BITS;
		level++;
	}
	hlist_add_head(&timer->entry,
		       &wheel->slot[level][(expires >> level * LEVEL_BITS) & LEVEL_MASK]);
}

static void enqueue_timer(struct timer_wheel *wheel, struct timer_list *timer)
{
	/* An empty wheel may have stood still: nothing is lost by turning it to the present. */
	if (!wheel->pending++ && time_before(wheel->clk, jiffies))
		wheel->clk = jiffies;
	insert(wheel, timer);
}

/* 1 if the timer was set. */
static int dequeue_timer(struct timer_wheel *wheel, struct timer_list *timer)
{
	if (!timer_pending(timer))
		return 0;
	__hlist_del(&timer->entry);
	timer->entry.pprev = NULL;
	wheel->pending--;
	return 1;
}

/* Changes wheels unless the timer is running. Returns the wheel it belongs to, locked. */
static struct timer_wheel *change_wheel(struct timer_wheel *wheel, struct timer_list *timer,
					int cpu)
{
	struct timer_wheel *dest = per_cpu_ptr(&timer_wheels, cpu);

	if (dest == wheel || wheel->running == timer)
		return wheel;
	timer->flags |= TIMER_MIGRATING;
	raw_spin_unlock(&wheel->lock);
	raw_spin_lock(&dest->lock);
	WRITE_ONCE(timer->flags, (timer->flags & ~(TIMER_MIGRATING | TIMER_CPUMASK)) | cpu);
	return dest;
}

enum mod_rule { MOD_ALWAYS, MOD_IF_PENDING, MOD_IF_SOONER };

static bool rule_allows(enum mod_rule rule, const struct timer_list *timer, unsigned long expires)
{
	if (!timer->function)
		return false;
	if (rule == MOD_IF_PENDING)
		return timer_pending(timer);
	if (rule == MOD_IF_SOONER && timer_pending(timer))
		return time_before(expires, timer->expires);
	return true;
}

static int set_timer(struct timer_list *timer, unsigned long expires, enum mod_rule rule, int cpu)
{
	struct timer_wheel *wheel;
	unsigned long flags;
	int was_pending;

	wheel = lock_wheel(timer, &flags);
	was_pending = timer_pending(timer);
	if (rule_allows(rule, timer, expires)) {
		dequeue_timer(wheel, timer);
		wheel = change_wheel(wheel, timer, cpu < 0 ? raw_smp_processor_id() : cpu);
		timer->expires = expires;
		enqueue_timer(wheel, timer);
	}
	raw_spin_unlock_irqrestore(&wheel->lock, flags);
	return was_pending;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	return set_timer(timer, expires, MOD_ALWAYS, -1);
}

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return set_timer(timer, expires, MOD_IF_PENDING, -1);
}

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	return set_timer(timer, expires, MOD_IF_SOONER, -1);
}

void add_timer(struct timer_list *timer)
{
	WARN_ON(timer_pending(timer));
	mod_timer(timer, timer->expires);
}

void add_timer_on(struct timer_list *timer, int cpu)
{
	WARN_ON(timer_pending(timer));
	set_timer(timer, timer->expires, MOD_ALWAYS, cpu);
}

static int delete_timer(struct timer_list *timer, bool for_good)
{
	struct timer_wheel *wheel;
	unsigned long flags;
	int ret;

	wheel = lock_wheel(timer, &flags);
	ret = dequeue_timer(wheel, timer);
	if (for_good)
		timer->function = NULL;
	raw_spin_unlock_irqrestore(&wheel->lock, flags);
	return ret;
}

static int try_delete_sync(struct timer_list *timer, bool for_good)
{
	struct timer_wheel *wheel;
	unsigned long flags;
	int ret = -1;

	wheel = lock_wheel(timer, &flags);
	if (wheel->running != timer) {
		ret = dequeue_timer(wheel, timer);
		if (for_good)
			timer->function = NULL;
	}
	raw_spin_unlock_irqrestore(&wheel->lock, flags);
	return ret;
}

static int delete_sync(struct timer_list *timer, bool for_good)
{
	int ret;

	WARN_ON_ONCE(in_hardirq() && !(timer->flags & TIMER_IRQSAFE));
	while ((ret = try_delete_sync(timer, for_good)) < 0)
		cpu_relax();
	return ret;
}

int timer_delete(struct timer_list *timer)
{
	return delete_timer(timer, false);
}

int timer_shutdown(struct timer_list *timer)
{
	return delete_timer(timer, true);
}

int try_to_del_timer_sync(struct timer_list *timer)
{
	return try_delete_sync(timer, false);
}

int timer_delete_sync(struct timer_list *timer)
{
	return delete_sync(timer, false);
}

int timer_shutdown_sync(struct timer_list *timer)
{
	return delete_sync(timer, true);
}

/* --- turning the wheel ---------------------------------------------------------------------- */

/* The timers of the slot of @level that has come up are near enough for the level below. */
static void cascade(struct timer_wheel *wheel, unsigned int level)
{
	unsigned int index = (wheel->clk >> level * LEVEL_BITS) & LEVEL_MASK;
	struct timer_list *timer;
	struct hlist_node *next;
	struct hlist_head list;

	hlist_move_list(&wheel->slot[level][index], &list);
	hlist_for_each_entry_safe(timer, next, &list, entry)
		insert(wheel, timer);
	if (!index && level + 1 < LEVELS)
		cascade(wheel, level + 1);
}

/* The lock is held on entry and return. */
static void call_timer(struct timer_wheel *wheel, struct timer_list *timer)
{
	void (*function)(struct timer_list *) = timer->function;
	int count = preempt_count();

	dequeue_timer(wheel, timer);
	wheel->running = timer;
	raw_spin_unlock_irq(&wheel->lock);
	function(timer);
	raw_spin_lock_irq(&wheel->lock);
	wheel->running = NULL;
	/* One of the two is counted while the lock is held. */
	WARN_ONCE(count != preempt_count(), "timer %ps changed the preemption counter", function);
}

/*
 * Works off one tick. @list is in the wheel's reach while it is emptied: a timer may be deleted
 * from it.
 */
static void work_off_tick(struct timer_wheel *wheel)
{
	struct hlist_head due;

	if (!(wheel->clk & LEVEL_MASK))
		cascade(wheel, 1);
	hlist_move_list(&wheel->slot[0][wheel->clk & LEVEL_MASK], &due);
	wheel->clk++;
	while (!hlist_empty(&due))
		call_timer(wheel, hlist_entry(due.first, struct timer_list, entry));
}

static void run_timer_softirq(struct softirq_action *h)
{
	struct timer_wheel *wheel = this_cpu_ptr(&timer_wheels);

	raw_spin_lock_irq(&wheel->lock);
	while (wheel->pending && time_after_eq(jiffies, wheel->clk))
		work_off_tick(wheel);
	raw_spin_unlock_irq(&wheel->lock);
}

void run_local_timers(void)
{
	if (READ_ONCE(__this_cpu_read(timer_wheels.pending)))
		raise_softirq_irqoff(TIMER_SOFTIRQ);
}

void __init init_timers(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct timer_wheel *wheel = per_cpu_ptr(&timer_wheels, cpu);

		raw_spin_lock_init(&wheel->lock);
		wheel->clk = jiffies;
	}
	open_softirq(TIMER_SOFTIRQ, run_timer_softirq);
}

/* --- sleeping for a time -------------------------------------------------------------------- */

struct sleeper {
	struct timer_list timer;
	struct task_struct *task;
};

static void wake_sleeper(struct timer_list *timer)
{
	struct sleeper *s = from_timer(s, timer, timer);

	wake_up_process(s->task);
}

static noinline long sleep_until(unsigned long expires)
{
	struct sleeper s = { .task = current };
	long left;

	timer_setup(&s.timer, wake_sleeper, 0);
	mod_timer(&s.timer, expires);
	schedule();
	timer_delete_sync(&s.timer);
	left = expires - jiffies;
	return left < 0 ? 0 : left;
}

long schedule_timeout(long timeout)
{
	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (WARN_ON_ONCE(timeout < 0)) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	return sleep_until(jiffies + timeout);
}

long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_killable(long timeout)
{
	return schedule_timeout_uninterruptible(timeout);
}

long schedule_timeout_idle(long timeout)
{
	__set_current_state(TASK_IDLE);
	return schedule_timeout(timeout);
}

void msleep(unsigned int msecs)
{
	/* One more tick: the present one is partly over. */
	unsigned long timeout = msecs_to_jiffies(msecs) + 1;

	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}

unsigned long msleep_interruptible(unsigned int msecs)
{
	return jiffies_to_msecs(schedule_timeout_interruptible(msecs_to_jiffies(msecs) + 1));
}

void usleep_range(unsigned long min_us, unsigned long max_us)
{
	u64 end = ktime_get_ns() + min_us * 1000ull;

	might_sleep();
	/*
	 * The tick is the finest alarm there is; below that, let others run until the time is
	 * over.
	 */
	while (ktime_get_ns() < end) {
		if (max_us - min_us >= 2 * TICK_USEC || min_us >= 4 * TICK_USEC)
			schedule_timeout_uninterruptible(1);
		else
			yield();
	}
}
