// SPDX-License-Identifier: MIT
/*
 * The log in memory.
 *
 * Two rings: descriptors, and the characters they stand for. Positions and sequence numbers only
 * grow; where they lie is their remainder by the size of the ring.
 *
 *	descriptors	first_seq ............... next_seq
 *	                    |                         |
 *	                    v                         v
 *	log_buf		 begin,len  begin,len ...  text_end
 *
 *	1. The records first_seq <= seq < next_seq exist, at most NR_RECORDS of them.
 *	2. Their texts follow one another without a gap and end at text_end; from the first begin
 *	   to text_end there are at most LOG_BUF_SIZE characters.
 *	3. Only the newest record may be open. It is closed when another one is added.
 *
 * All is protected by log_lock, held with interrupts off and only to copy text: nothing under it
 * can fault or print. Should it happen all the same, log_owner tells that the holder is the very
 * CPU that asks.
 */
#include "printk_internal.h"

#include <linux/build_bug.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define LOG_BUF_SIZE	(64 * 1024)
#define NR_RECORDS	1024

static_assert((LOG_BUF_SIZE & (LOG_BUF_SIZE - 1)) == 0, "text_end wraps around with the ring");
static_assert(LOG_LINE_MAX < LOG_BUF_SIZE);

struct log_desc {
	u64 ts_nsec;
	const void *owner;		/* the context that may append */
	u32 begin;
	u16 len;
	u8 level;
	u8 cpu : 7;
	u8 open : 1;
};

/* For debuggers: log_buf is the text, log_descs tells the lines. */
static char log_buf[LOG_BUF_SIZE];
static struct log_desc log_descs[NR_RECORDS];
static u64 first_seq, next_seq;
static u32 text_end;
static u32 generation;			/* changes with every change of the log */

static DEFINE_RAW_SPINLOCK(log_lock);
static int log_owner = -1;		/* the CPU that holds log_lock */
static bool log_lock_busted;

static struct log_desc *desc_of(u64 seq)
{
	return &log_descs[seq % NR_RECORDS];
}

/* False if this CPU holds the lock. */
static bool log_enter(unsigned long *flags)
{
	local_irq_save(*flags);
	if (unlikely(log_lock_busted))
		return true;
	if (READ_ONCE(log_owner) == raw_smp_processor_id()) {
		local_irq_restore(*flags);
		return false;
	}
	raw_spin_lock(&log_lock);
	log_owner = raw_smp_processor_id();
	return true;
}

static void log_exit(unsigned long flags)
{
	if (likely(!log_lock_busted)) {
		log_owner = -1;
		raw_spin_unlock(&log_lock);
	}
	local_irq_restore(flags);
}

void log_bust_lock(void)
{
	log_lock_busted = true;
}

/* Interrupts are contexts of their own, whatever thread they came over. */
static const void *this_context(void)
{
	return in_interrupt() ? (const void *)((unsigned long)current | 1) : current;
}

/* Gives up old records until @len more characters fit. */
static void make_room(size_t len)
{
	while (first_seq < next_seq &&
	       text_end + len - desc_of(first_seq)->begin > LOG_BUF_SIZE)
		first_seq++;
}

static void copy_in(u32 pos, const char *text, size_t len)
{
	size_t at = pos % LOG_BUF_SIZE;
	size_t part = min_t(size_t, len, LOG_BUF_SIZE - at);

	memcpy(log_buf + at, text, part);
	memcpy(log_buf, text + part, len - part);
}

static void copy_out(char *buf, u32 pos, size_t len)
{
	size_t at = pos % LOG_BUF_SIZE;
	size_t part = min_t(size_t, len, LOG_BUF_SIZE - at);

	memcpy(buf, log_buf + at, part);
	memcpy(buf + part, log_buf, len - part);
}

static void store_locked(int level, const char *text, size_t len, bool more)
{
	struct log_desc *desc;

	if (next_seq > first_seq)
		desc_of(next_seq - 1)->open = false;
	make_room(len);
	if (next_seq - first_seq == NR_RECORDS)
		first_seq++;
	desc = desc_of(next_seq);
	*desc = (struct log_desc) {
		.ts_nsec = local_clock(),
		.owner = this_context(),
		.begin = text_end,
		.len = len,
		.level = level,
		.cpu = raw_smp_processor_id(),
		.open = more,
	};
	copy_in(text_end, text, len);
	text_end += len;
	next_seq++;
	generation++;
}

bool log_store(int level, const char *text, size_t len, bool more)
{
	unsigned long flags;

	if (!log_enter(&flags))
		return false;
	store_locked(level, text, min_t(size_t, len, LOG_LINE_MAX), more);
	log_exit(flags);
	return true;
}

static bool append_locked(const char *text, size_t len, bool more)
{
	struct log_desc *desc;

	if (next_seq == first_seq)
		return false;
	desc = desc_of(next_seq - 1);
	if (!desc->open || desc->owner != this_context())
		return false;
	len = min_t(size_t, len, LOG_LINE_MAX - desc->len);
	make_room(len);
	copy_in(text_end, text, len);
	text_end += len;
	desc->len += len;
	desc->open = more;
	generation++;
	return true;
}

bool log_append(const char *text, size_t len, bool more, bool *added)
{
	unsigned long flags;

	if (!log_enter(&flags))
		return false;
	*added = append_locked(text, len, more);
	log_exit(flags);
	return true;
}

static void read_locked(u64 seq, size_t pos, struct log_line *line, char *buf, size_t size)
{
	const struct log_desc *desc = desc_of(seq);
	size_t len = desc->len - min_t(size_t, pos, desc->len);

	line->rec = (struct kmsg_record) {
		.seq = seq,
		.ts_nsec = desc->ts_nsec,
		.cpu = desc->cpu,
		.level = desc->level,
		.len = desc->len,
	};
	line->open = desc->open;
	if (size) {
		len = min(len, size - 1);
		copy_out(buf, desc->begin + pos, len);
		buf[len] = '\0';
	}
}

bool log_read(u64 *seq, size_t pos, struct log_line *line, char *buf, size_t size)
{
	unsigned long flags;
	bool found;

	if (!log_enter(&flags))
		return false;
	if (*seq < first_seq) {
		*seq = first_seq;
		pos = 0;
	}
	found = *seq < next_seq;
	if (found)
		read_locked(*seq, pos, line, buf, size);
	log_exit(flags);
	return found;
}

u32 log_generation(void)
{
	return READ_ONCE(generation);
}

u64 log_next_seq(void)
{
	unsigned long flags;
	u64 seq;

	if (!log_enter(&flags))
		return next_seq;
	seq = next_seq;
	log_exit(flags);
	return seq;
}
