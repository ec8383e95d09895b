/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_THREAD_INFO_H
#define _LINUX_THREAD_INFO_H

#include <linux/bitops.h>
#include <asm/current.h>
#include <asm/thread_info.h>

/* Bits that other CPUs set in a thread's flag word (TIF_*), atomically. */
#define __thread_flags(task)	((unsigned long *)((char *)(task) + TSK_FLAGS))

#define set_thread_flag(flag)		set_bit(flag, __thread_flags(current))
#define clear_thread_flag(flag)		clear_bit(flag, __thread_flags(current))
#define test_thread_flag(flag)		test_bit(flag, __thread_flags(current))
#define set_tsk_thread_flag(t, flag)	set_bit(flag, __thread_flags(t))
#define clear_tsk_thread_flag(t, flag)	clear_bit(flag, __thread_flags(t))
#define test_tsk_thread_flag(t, flag)	test_bit(flag, __thread_flags(t))

#endif
