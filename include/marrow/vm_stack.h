/* SPDX-License-Identifier: MIT */
/* Stacks of threads in vmalloc's space. mm/vm_stack.c draws them. */
#ifndef _MARROW_VM_STACK_H
#define _MARROW_VM_STACK_H

#include <linux/gfp_types.h>

/** THREAD_SIZE bytes of zeros with a guard page on either side, or NULL. Sleeps if @gfp says so. */
void *vm_stack_alloc(gfp_t gfp);
/** Gives them back, with nothing left in the slots of the local maps. Not in interrupts. */
void vm_stack_free(void *stack);
/** Where the slots for the local maps of the thread with this stack begin. */
unsigned long vm_stack_window(const void *stack);

#endif
