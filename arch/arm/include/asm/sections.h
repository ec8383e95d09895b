/* SPDX-License-Identifier: MIT */
/* Symbols of linker.ld. */
#ifndef _ASM_SECTIONS_H
#define _ASM_SECTIONS_H

extern const char _text[], _stext[], _etext[];
extern const char __entry_text_start[], __entry_text_end[];
extern const char __vectors_start[];
extern const char __init_text_begin[], __init_text_end[];
extern const char __start_rodata[], __end_rodata[];
extern char __start_ro_after_init[], __end_ro_after_init[];
extern char __data_start[], __init_data_begin[], __init_data_end[], _edata[];
extern char __bss_start[], __bss_stop[], _end[];

/* The boot CPU's stacks: the guard page, the stack, its end. */
extern char init_stack_guard[], init_stack[], init_stack_top[];
extern char init_irq_stack_guard[], init_irq_stack[], init_irq_stack_top[];
extern char init_abt_stack_guard[], init_abt_stack[], init_abt_stack_top[];

#endif
