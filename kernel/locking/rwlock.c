// SPDX-License-Identifier: MIT
/*
 * Reader-writer spinlocks. Readers count themselves in; a writer that must wait announces itself,
 * which sends new readers to the queue behind it.
 *
 *   count: RWLOCK_IN | RWLOCK_WAITING | number of readers
 */
#include <linux/rwlock.h>

#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <asm/processor.h>

static void wait_while(rwlock_t *lock, int bits)
{
	while (atomic_read(&lock->count) & bits)
		cpu_relax();
	smp_mb();	/* what the lock protects is not read before the writer is out */
}

bool __read_trylock(rwlock_t *lock)
{
	if (!(atomic_inc_return(&lock->count) & (RWLOCK_IN | RWLOCK_WAITING)))
		return true;
	atomic_dec(&lock->count);
	return false;
}

void __read_lock(rwlock_t *lock)
{
	if (likely(!(atomic_inc_return(&lock->count) & (RWLOCK_IN | RWLOCK_WAITING))))
		return;
	if (in_interrupt()) {
		wait_while(lock, RWLOCK_IN);
		return;
	}
	atomic_dec(&lock->count);
	arch_spin_lock(&lock->queue);
	atomic_inc(&lock->count);
	wait_while(lock, RWLOCK_IN);
	arch_spin_unlock(&lock->queue);
}

void __read_unlock(rwlock_t *lock)
{
	smp_mb();	/* what was read comes before we are out */
	atomic_dec(&lock->count);
}

bool __write_trylock(rwlock_t *lock)
{
	return atomic_cmpxchg(&lock->count, 0, RWLOCK_IN) == 0;
}

void __write_lock(rwlock_t *lock)
{
	if (likely(__write_trylock(lock)))
		return;
	arch_spin_lock(&lock->queue);
	atomic_or(RWLOCK_WAITING, &lock->count);
	while (atomic_cmpxchg(&lock->count, RWLOCK_WAITING, RWLOCK_IN) != RWLOCK_WAITING)
		cpu_relax();
	arch_spin_unlock(&lock->queue);
}

void __write_unlock(rwlock_t *lock)
{
	smp_mb();	/* what was written comes before we are out */
	atomic_sub(RWLOCK_IN, &lock->count);
}
