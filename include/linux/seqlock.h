/* SPDX-License-Identifier: MIT */
/*
 * Data that is read without a lock and tried again when a writer came between: for a few words
 * that are read far more often than written, such as the time.
 *
 * The counter is odd while a writer is at work. A reader notes it, copies the data, and starts
 * over if it was odd or has changed. Readers never hold a writer up. A reader must not follow
 * pointers that it read. A writer that a reader's interrupt could break into must disable
 * interrupts: the reader would spin for ever.
 */
#ifndef _LINUX_SEQLOCK_H
#define _LINUX_SEQLOCK_H

#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>
#include <asm/barrier.h>
#include <asm/processor.h>

typedef struct seqcount {
	unsigned int sequence;
} seqcount_t;

/* Linux's kinds that name the lock their writers hold; the counter is all there is to them. */
typedef seqcount_t seqcount_spinlock_t;
typedef seqcount_t seqcount_raw_spinlock_t;
typedef seqcount_t seqcount_mutex_t;
typedef seqcount_t seqcount_latch_t;

typedef struct seqlock {
	seqcount_t seqcount;
	spinlock_t lock;
} seqlock_t;

#define SEQCNT_ZERO(name)		{ .sequence = 0 }
#define SEQCNT_SPINLOCK_ZERO(name, l)	{ .sequence = 0 }
#define __SEQLOCK_UNLOCKED(name)	{ .lock = __SPIN_LOCK_UNLOCKED(name) }
#define DEFINE_SEQLOCK(x)		seqlock_t x = { .lock = { .rlock = { .name = #x } } }

#define seqcount_init(s)		do { (s)->sequence = 0; } while (0)
#define seqcount_spinlock_init(s, l)	seqcount_init(s)
#define seqlock_init(sl)		do { *(sl) = (seqlock_t)__SEQLOCK_UNLOCKED(#sl); } while (0)

/** The counter as it is, odd or even. */
static inline unsigned int raw_read_seqcount(const seqcount_t *s)
{
	unsigned int seq = READ_ONCE(s->sequence);

	smp_rmb();
	return seq;
}

/** Waits until no writer is at work and returns the counter. Any context. */
static inline unsigned int read_seqcount_begin(const seqcount_t *s)
{
	unsigned int seq;

	while ((seq = READ_ONCE(s->sequence)) & 1)
		cpu_relax();
	smp_rmb();	/* the data is read after the counter */
	return seq;
}
#define raw_read_seqcount_begin(s)	read_seqcount_begin(s)

/** True if what was read since @start must be thrown away. */
static inline int read_seqcount_retry(const seqcount_t *s, unsigned int start)
{
	smp_rmb();	/* the data is read before the counter is read again */
	return READ_ONCE(s->sequence) != start;
}

static inline void raw_write_seqcount_begin(seqcount_t *s)
{
	WRITE_ONCE(s->sequence, s->sequence + 1);
	smp_wmb();	/* odd before the data changes */
}

static inline void raw_write_seqcount_end(seqcount_t *s)
{
	smp_wmb();	/* the data has changed before it is even */
	WRITE_ONCE(s->sequence, s->sequence + 1);
}

/** One writer at a time, and not preempted: readers spin meanwhile. */
static inline void write_seqcount_begin(seqcount_t *s)
{
	preempt_disable();
	raw_write_seqcount_begin(s);
}

static inline void write_seqcount_end(seqcount_t *s)
{
	raw_write_seqcount_end(s);
	preempt_enable();
}

static inline unsigned int read_seqbegin(const seqlock_t *sl)
{
	return read_seqcount_begin(&sl->seqcount);
}

static inline unsigned int read_seqretry(const seqlock_t *sl, unsigned int start)
{
	return read_seqcount_retry(&sl->seqcount, start);
}

static inline void write_seqlock(seqlock_t *sl)
{
	spin_lock(&sl->lock);
	raw_write_seqcount_begin(&sl->seqcount);
}

static inline void write_sequnlock(seqlock_t *sl)
{
	raw_write_seqcount_end(&sl->seqcount);
	spin_unlock(&sl->lock);
}

static inline void write_seqlock_irq(seqlock_t *sl)
{
	spin_lock_irq(&sl->lock);
	raw_write_seqcount_begin(&sl->seqcount);
}

static inline void write_sequnlock_irq(seqlock_t *sl)
{
	raw_write_seqcount_end(&sl->seqcount);
	spin_unlock_irq(&sl->lock);
}

static inline void write_seqlock_bh(seqlock_t *sl)
{
	spin_lock_bh(&sl->lock);
	raw_write_seqcount_begin(&sl->seqcount);
}

static inline void write_sequnlock_bh(seqlock_t *sl)
{
	raw_write_seqcount_end(&sl->seqcount);
	spin_unlock_bh(&sl->lock);
}

static inline unsigned long __write_seqlock_irqsave(seqlock_t *sl)
{
	unsigned long flags;

	spin_lock_irqsave(&sl->lock, flags);
	raw_write_seqcount_begin(&sl->seqcount);
	return flags;
}
#define write_seqlock_irqsave(sl, flags)				\
	do { flags = __write_seqlock_irqsave(sl); } while (0)

static inline void write_sequnlock_irqrestore(seqlock_t *sl, unsigned long flags)
{
	raw_write_seqcount_end(&sl->seqcount);
	spin_unlock_irqrestore(&sl->lock, flags);
}

/** A reader that shuts writers out instead of trying again. */
static inline void read_seqlock_excl(seqlock_t *sl)
{
	spin_lock(&sl->lock);
}

static inline void read_sequnlock_excl(seqlock_t *sl)
{
	spin_unlock(&sl->lock);
}

#endif
