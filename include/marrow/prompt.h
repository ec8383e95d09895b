/* SPDX-License-Identifier: MIT */
#ifndef _MARROW_PROMPT_H
#define _MARROW_PROMPT_H

#include <linux/compiler.h>

/** Reads commands from the console and carries them out, for ever. Thread context. */
void prompt_loop(void) __noreturn;

#endif
