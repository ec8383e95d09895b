/* SPDX-License-Identifier: MIT */
/*
 * The project's own device trees, for one purpose: when the tree that the loader gave is
 * unusable, they tell where this kind of board has its UART, so that the kernel can say so
 * (fallback_console.c).
 */
	.section .init.rodata, "a"
	.macro	tree file
	.balign	8
9:	.incbin	"\file"
	.balign	8
8:
	.pushsection .init.rodata.trees, "a"
	.word	9b
	.popsection
	.endm

	.section .init.rodata.trees, "a"
	.globl	fallback_trees
fallback_trees:
	.section .init.rodata, "a"
	tree	"beaglebone.dtb"
	tree	"cubieboard.dtb"
	tree	"virt.dtb"
	.section .init.rodata.trees, "a"
	.word	0
