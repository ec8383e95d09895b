/* SPDX-License-Identifier: MIT */
/* A way back up the stack, for tests that give up half-way. */
#ifndef _ASM_SETJMP_H
#define _ASM_SETJMP_H

#include <linux/compiler_attributes.h>

/* r4 to r11, sp, lr */
struct jmp_buf {
	unsigned long regs[10];
};

/* Returns 0, and once more with what longjmp() gives, while the caller has not returned. */
int setjmp(struct jmp_buf *buf) __attribute__((__returns_twice__));
/* Continues at setjmp(), on the same stack, in the same thread; @value is not 0. */
void longjmp(struct jmp_buf *buf, int value) __noreturn;

#endif /* _ASM_SETJMP_H */
