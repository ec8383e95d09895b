// SPDX-License-Identifier: MIT
/*
 * Workqueues.
 *
 * A workqueue has a queue and a thread for each CPU, or one of both for all (WQ_UNBOUND). Work is
 * put in the queue of the CPU that asks for it, and run there, one after the other.
 *
 *	work->data:  queue | pending		set when it is queued or its timer runs
 *	             queue			while it runs, and afterwards
 *
 * 1. Who sets the pending bit owns the work until it is on a list; it is cleared before the
 *    function is called, so work may queue itself again.
 * 2. Work that runs is queued again on the same queue: it never runs twice at a time.
 * 3. Waiting is done by a piece of work of one's own, put behind what one waits for.
 *
 * Locking: a queue's lock guards its list and ->current; any context, interrupts off; the locks
 * of timers and runqueues are taken inside.
 */
#include <linux/workqueue.h>

#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define PENDING		(1ul << WORK_STRUCT_PENDING_BIT)

struct queue {
	raw_spinlock_t lock;
	struct list_head works;
	struct work_struct *running;
	struct task_struct *thread;
	struct workqueue_struct *wq;
};

struct workqueue_struct {
	unsigned int flags;
	struct queue __percpu *queues;
	char name[TASK_COMM_LEN];
};

struct workqueue_struct *system_wq, *system_unbound_wq;

/* --- queues --------------------------------------------------------------------------------- */

static struct queue *last_queue(const struct work_struct *work)
{
	return (struct queue *)(READ_ONCE(work->data) & ~PENDING);
}

static struct queue *choose_queue(struct workqueue_struct *wq, int cpu)
{
	if (wq->flags & WQ_UNBOUND)
		cpu = 0;
	else if (cpu < 0 || !cpu_online(cpu))
		cpu = raw_smp_processor_id();
	return per_cpu_ptr(wq->queues, cpu);
}

/* q->lock held; the caller owns @work. */
static void insert_work(struct queue *q, struct work_struct *work, struct list_head *before)
{
	WRITE_ONCE(work->data, (unsigned long)q | PENDING);
	list_add_tail(&work->entry, before);
	wake_up_process(q->thread);
}

/* The caller owns @work; interrupts off. */
static void __queue_work(struct workqueue_struct *wq, int cpu, struct work_struct *work)
{
	struct queue *q = choose_queue(wq, cpu), *last = last_queue(work);

	if (last && last != q && last->wq == wq) {
		raw_spin_lock(&last->lock);
		if (last->running == work) {
			insert_work(last, work, &last->works);
			raw_spin_unlock(&last->lock);
			return;
		}
		raw_spin_unlock(&last->lock);
	}
	raw_spin_lock(&q->lock);
	insert_work(q, work, &q->works);
	raw_spin_unlock(&q->lock);
}

static bool claim(struct work_struct *work)
{
	return !test_and_set_bit(WORK_STRUCT_PENDING_BIT, &work->data);
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;

	if (!claim(work))
		return false;
	local_irq_save(flags);
	__queue_work(wq, cpu, work);
	local_irq_restore(flags);
	preempt_check_resched();
	return true;
}

static struct work_struct *take_work(struct queue *q)
{
	struct work_struct *work;

	raw_spin_lock_irq(&q->lock);
	work = list_first_entry_or_null(&q->works, struct work_struct, entry);
	if (work) {
		list_del_init(&work->entry);
		q->running = work;
		smp_store_release(&work->data, (unsigned long)q);
	}
	raw_spin_unlock_irq(&q->lock);
	return work;
}

static void run_work(struct queue *q, struct work_struct *work)
{
	work_func_t func = work->func;	/* the function may free the work */

	func(work);
	if (WARN_ON(preempt_count()))
		pr_err("workqueue %s: %ps left with preemption count %x\n", q->wq->name, func,
		       preempt_count());
	raw_spin_lock_irq(&q->lock);
	q->running = NULL;
	raw_spin_unlock_irq(&q->lock);
	cond_resched();
}

static int worker(void *data)
{
	struct queue *q = data;
	struct work_struct *work;

	while (!kthread_should_stop()) {
		set_current_state(TASK_IDLE);
		work = take_work(q);
		if (!work) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		run_work(q, work);
	}
	return 0;
}

/* --- time ----------------------------------------------------------------------------------- */

void delayed_work_timer_fn(struct timer_list *timer)
{
	struct delayed_work *dwork = from_timer(dwork, timer, timer);
	unsigned long flags;

	local_irq_save(flags);
	__queue_work(dwork->wq, dwork->cpu, &dwork->work);
	local_irq_restore(flags);
}

/* The caller owns the work. */
static void start_delay(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			unsigned long delay)
{
	unsigned long flags;

	dwork->wq = wq;
	dwork->cpu = cpu;
	if (delay) {
		mod_timer(&dwork->timer, jiffies + delay);
		return;
	}
	local_irq_save(flags);
	__queue_work(wq, cpu, &dwork->work);
	local_irq_restore(flags);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			   unsigned long delay)
{
	if (!claim(&dwork->work))
		return false;
	start_delay(cpu, wq, dwork, delay);
	return true;
}

/* --- taking back ---------------------------------------------------------------------------- */

/*
 * Takes @work, which is pending, off its list; the caller owns it then. False if it is on none
 * just now.
 */
static bool unlist(struct work_struct *work)
{
	struct queue *q = last_queue(work);
	unsigned long flags;
	bool taken;

	if (!q)
		return false;
	raw_spin_lock_irqsave(&q->lock, flags);
	taken = work_pending(work) && last_queue(work) == q && !list_empty(&work->entry);
	if (taken)
		list_del_init(&work->entry);
	raw_spin_unlock_irqrestore(&q->lock, flags);
	return taken;
}

/* Makes the caller the owner; true if the work was pending. */
static bool grab(struct work_struct *work, struct timer_list *timer)
{
	for (;;) {
		if (timer && timer_delete(timer))
			return true;
		if (claim(work))
			return false;
		if (unlist(work))
			return true;
		cpu_relax();	/* it is on its way from timer or owner to the list */
	}
}

static void release(struct work_struct *work)
{
	clear_bit(WORK_STRUCT_PENDING_BIT, &work->data);
}

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			 unsigned long delay)
{
	bool was_pending = grab(&dwork->work, &dwork->timer);

	start_delay(cpu, wq, dwork, delay);
	return was_pending;
}

bool cancel_work(struct work_struct *work)
{
	bool was_pending = grab(work, NULL);

	release(work);
	return was_pending;
}

bool cancel_delayed_work(struct delayed_work *dwork)
{
	bool was_pending = grab(&dwork->work, &dwork->timer);

	release(&dwork->work);
	return was_pending;
}

/* --- waiting -------------------------------------------------------------------------------- */

struct barrier {
	struct work_struct work;
	struct completion done;
};

static void barrier_func(struct work_struct *work)
{
	struct barrier *b = container_of(work, struct barrier, work);

	complete(&b->done);
}

static void init_barrier(struct barrier *b)
{
	INIT_WORK(&b->work, barrier_func);
	init_completion(&b->done);
	claim(&b->work);
}

bool flush_work(struct work_struct *work)
{
	struct queue *q = last_queue(work);
	struct list_head *before = NULL;
	struct barrier b;

	might_sleep();
	if (!q)
		return false;
	init_barrier(&b);
	raw_spin_lock_irq(&q->lock);
	if (last_queue(work) == q && work_pending(work) && !list_empty(&work->entry))
		before = work->entry.next;
	else if (q->running == work)
		before = q->works.next;
	if (before)
		insert_work(q, &b.work, before);
	raw_spin_unlock_irq(&q->lock);
	if (before)
		wait_for_completion(&b.done);
	return before;
}

bool flush_delayed_work(struct delayed_work *dwork)
{
	if (timer_delete_sync(&dwork->timer))
		start_delay(dwork->cpu, dwork->wq, dwork, 0);
	return flush_work(&dwork->work);
}

static bool cancel_sync(struct work_struct *work, struct timer_list *timer)
{
	bool was_pending = grab(work, timer);

	flush_work(work);	/* owned by us: it cannot be queued again before it has ended */
	release(work);
	return was_pending;
}

bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, NULL);
}

bool cancel_delayed_work_sync(struct delayed_work *dwork)
{
	return cancel_sync(&dwork->work, &dwork->timer);
}

static void flush_queue(struct queue *q)
{
	struct barrier b;

	init_barrier(&b);
	raw_spin_lock_irq(&q->lock);
	insert_work(q, &b.work, &q->works);
	raw_spin_unlock_irq(&q->lock);
	wait_for_completion(&b.done);
}

void flush_workqueue(struct workqueue_struct *wq)
{
	unsigned int cpu;

	might_sleep();
	for_each_possible_cpu(cpu)
		if (per_cpu_ptr(wq->queues, cpu)->thread)
			flush_queue(per_cpu_ptr(wq->queues, cpu));
}

/* --- making and ending them ----------------------------------------------------------------- */

static int start_queue(struct workqueue_struct *wq, unsigned int cpu)
{
	struct queue *q = per_cpu_ptr(wq->queues, cpu);
	struct task_struct *t = kthread_create(worker, q, "%s/%s%u", wq->name,
					       wq->flags & WQ_UNBOUND ? "u" : "", cpu);

	if (IS_ERR(t))
		return PTR_ERR(t);
	if (!(wq->flags & WQ_UNBOUND))
		kthread_bind(t, cpu);
	if (wq->flags & WQ_HIGHPRI)
		set_user_nice(t, MIN_NICE);
	t->flags |= PF_WQ_WORKER;
	q->thread = t;
	wake_up_process(t);
	return 0;
}

static int start_queues(struct workqueue_struct *wq)
{
	unsigned int cpu;
	int err;

	for_each_online_cpu(cpu) {
		err = start_queue(wq, cpu);
		if (err || (wq->flags & WQ_UNBOUND))
			return err;
	}
	return 0;
}

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = (void *)get_zeroed_page(GFP_KERNEL);
	unsigned int cpu;
	va_list args;

	if (!wq)
		return NULL;
	wq->flags = flags;
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	wq->queues = alloc_percpu(struct queue);
	if (!wq->queues)
		goto free_wq;
	for_each_possible_cpu(cpu) {
		struct queue *q = per_cpu_ptr(wq->queues, cpu);

		raw_spin_lock_init(&q->lock);
		INIT_LIST_HEAD(&q->works);
		q->wq = wq;
	}
	if (!start_queues(wq))
		return wq;
	destroy_workqueue(wq);
	return NULL;

free_wq:
	free_page((unsigned long)wq);
	return NULL;
}

void destroy_workqueue(struct workqueue_struct *wq)
{
	unsigned int cpu;

	flush_workqueue(wq);
	for_each_possible_cpu(cpu) {
		struct queue *q = per_cpu_ptr(wq->queues, cpu);

		if (!q->thread)
			continue;
		kthread_stop(q->thread);
		WARN_ON(!list_empty(&q->works));
	}
	free_percpu(wq->queues);
	free_page((unsigned long)wq);
}

static int __init workqueue_init(void)
{
	system_wq = alloc_workqueue("events", 0, 0);
	system_unbound_wq = alloc_workqueue("events", WQ_UNBOUND, 0);
	if (!system_wq || !system_unbound_wq)
		panic("no memory for the workqueues");
	return 0;
}
core_initcall(workqueue_init);
