/* SPDX-License-Identifier: MIT */
#ifndef _ASM_CURRENT_H
#define _ASM_CURRENT_H

struct task_struct;

/*
 * The running thread, from TPIDRURO. The compiler may keep the value for as long as it likes:
 * within one thread it never changes.
 */
#define current		((struct task_struct *)__builtin_thread_pointer())

/* A word of the running thread by its offset (asm/thread_info.h). */
#define __current_field(type, offset)	(*(type *)((char *)__builtin_thread_pointer() + (offset)))

#endif
