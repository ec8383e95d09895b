// SPDX-License-Identifier: MIT
/*
 * Stack unwinding by the ARM exception handling tables (EHABI, ARM IHI 0038).
 *
 * The compiler describes each function's frame in .ARM.exidx: an address and either a few bytes of
 * unwind instructions or a pointer to them. Running those on a set of virtual registers gives the
 * caller's registers. It costs the running code nothing: no frame pointer is kept.
 *
 * Two kinds of frame need more than tables: where an exception came in (pc within the entry code:
 * r4 holds the saved registers, entry.S invariant 1), and where a thread was switched away.
 *
 * The walk is used on stacks that may be damaged. Each word is read through a probe that survives a
 * fault, each step must go up the stack or end, and a walk has at most MAX_FRAMES steps.
 */
#include <asm/unwind.h>
#include <asm/sections.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <marrow/fault.h>

#define SP	13
#define LR	14
#define PC	15

#define MAX_FRAMES		64
#define EXIDX_CANTUNWIND	1

/* One entry of the index; both words are place-relative in 31 bits (IHI 0038, 6). */
struct exidx_entry {
	u32 fn;
	u32 insn;
};

extern const struct exidx_entry __exidx_start[], __exidx_end[];

/* Unwind instructions come in words, the most significant byte first. */
struct unwind_bytes {
	const u32 *word;
	int byte;		/* the next one in *word, 3 to 0 */
	int words_left;		/* behind *word */
};

static unsigned long prel31(const u32 *place)
{
	return (unsigned long)place + ((s32)(*place << 1) >> 1);
}

/* The last entry whose function begins at or before @addr. */
static const struct exidx_entry *find_entry(unsigned long addr)
{
	const struct exidx_entry *low = __exidx_start, *high = __exidx_end;

	if (addr < (unsigned long)_stext || addr >= (unsigned long)_etext)
		return NULL;
	while (high - low > 1) {
		const struct exidx_entry *mid = low + (high - low) / 2;

		if (prel31(&mid->fn) <= addr)
			low = mid;
		else
			high = mid;
	}
	return low < __exidx_end ? low : NULL;
}

static unsigned int next_byte(struct unwind_bytes *bytes)
{
	unsigned int val;

	if (bytes->words_left < 0)
		return 0xb0;		/* past the end: finish */
	val = *bytes->word >> (8 * bytes->byte) & 0xff;
	if (--bytes->byte < 0) {
		bytes->word++;
		bytes->words_left--;
		bytes->byte = 3;
	}
	return val;
}

static int pop_word(unsigned long *vsp, unsigned long *val)
{
	u32 word;

	if (*vsp & 3 || probe_ioread32((void *)*vsp, &word))
		return -EINVAL;
	*val = word;
	*vsp += 4;
	return 0;
}

/* Pops the registers of @mask, bit 0 for register @first. */
static int pop_registers(struct stackframe *frame, unsigned int mask, unsigned int first)
{
	unsigned long vsp = frame->vrs[SP];
	bool sp_loaded = false;
	unsigned int reg;

	for (reg = first; mask; mask >>= 1, reg++) {
		if (!(mask & 1))
			continue;
		if (pop_word(&vsp, &frame->vrs[reg]))
			return -EINVAL;
		sp_loaded |= reg == SP;
	}
	if (!sp_loaded)
		frame->vrs[SP] = vsp;
	return 0;
}

static unsigned long uleb128(struct unwind_bytes *bytes)
{
	unsigned long val = 0;
	unsigned int byte, shift = 0;

	do {
		byte = next_byte(bytes);
		val |= (unsigned long)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80 && shift < 28);
	return val;
}

/* Instructions 0xb1 to 0xb3 and the floating point registers, of which we have none to restore. */
static int exec_0xb0(struct stackframe *frame, struct unwind_bytes *bytes, unsigned int insn)
{
	unsigned int arg;

	switch (insn) {
	case 0xb1:
		arg = next_byte(bytes);
		return arg && !(arg & 0xf0) ? pop_registers(frame, arg, 0) : -EINVAL;
	case 0xb2:
		frame->vrs[SP] += 0x204 + (uleb128(bytes) << 2);
		return 0;
	default:
		return -EINVAL;
	}
}

/* One unwind instruction (IHI 0038, table 4); @insn is its first byte. */
static int exec_insn(struct stackframe *frame, struct unwind_bytes *bytes, unsigned int insn)
{
	unsigned int mask;

	if (insn < 0x40) {
		frame->vrs[SP] += ((insn & 0x3f) << 2) + 4;
		return 0;
	}
	if (insn < 0x80) {
		frame->vrs[SP] -= ((insn & 0x3f) << 2) + 4;
		return 0;
	}
	if (insn < 0x90) {
		mask = (insn & 0x0f) << 8 | next_byte(bytes);
		return mask ? pop_registers(frame, mask, 4) : -ENOENT;
	}
	if (insn < 0xa0) {
		if ((insn & 0x0f) == SP || (insn & 0x0f) == PC)
			return -EINVAL;
		frame->vrs[SP] = frame->vrs[insn & 0x0f];
		return 0;
	}
	if (insn < 0xb0) {
		mask = (1u << ((insn & 7) + 1)) - 1;
		return pop_registers(frame, mask | (insn & 8 ? 1u << (LR - 4) : 0), 4);
	}
	return exec_0xb0(frame, bytes, insn);
}

/* Where the instructions of @entry begin, for the compact models 0 and 1. */
static int start_bytes(struct unwind_bytes *bytes, const struct exidx_entry *entry)
{
	if (entry->insn & 0x80000000) {
		bytes->word = &entry->insn;
		bytes->words_left = 0;
	} else {
		bytes->word = (const u32 *)prel31(&entry->insn);
	}
	switch (*bytes->word >> 24) {
	case 0x80:
		bytes->byte = 2;
		bytes->words_left = 0;
		return 0;
	case 0x81:
		bytes->byte = 1;
		bytes->words_left = *bytes->word >> 16 & 0xff;
		return 0;
	default:
		return -EINVAL;
	}
}

static int unwind_by_table(struct stackframe *frame)
{
	unsigned long pc = frame->vrs[PC];
	/* A call that never returns may end a function: its return address is the next one's. */
	const struct exidx_entry *entry = find_entry(frame->regs ? pc : pc - 4);
	struct unwind_bytes bytes;
	unsigned int insn;
	int err;

	if (!entry)
		return -EINVAL;
	if (entry->insn == EXIDX_CANTUNWIND)
		return -ENOENT;
	if (start_bytes(&bytes, entry))
		return -EINVAL;
	frame->vrs[PC] = 0;
	while ((insn = next_byte(&bytes)) != 0xb0) {
		err = exec_insn(frame, &bytes, insn);
		if (err)
			return err;
	}
	if (!frame->vrs[PC])
		frame->vrs[PC] = frame->vrs[LR];
	return frame->vrs[PC] == pc ? -EINVAL : 0;
}

void unwind_start_regs(struct stackframe *frame, const struct pt_regs *regs)
{
	memcpy(frame->vrs, regs->r, sizeof(regs->r));
	frame->vrs[SP] = regs->sp;
	frame->vrs[LR] = regs->lr;
	frame->vrs[PC] = regs->pc;
	frame->regs = regs;
}

void unwind_start_task(struct stackframe *frame, const struct task_struct *task)
{
	unsigned int reg;

	/* The switch saved r4 to r11 and lr, from saved_sp upwards. */
	memset(frame, 0, sizeof(*frame));
	frame->vrs[SP] = task->saved_sp;
	for (reg = 4; reg <= 11; reg++)
		pop_word(&frame->vrs[SP], &frame->vrs[reg]);
	pop_word(&frame->vrs[SP], &frame->vrs[PC]);
}

static bool in_entry_text(unsigned long pc)
{
	return pc >= (unsigned long)__entry_text_start && pc < (unsigned long)__entry_text_end;
}

/* The registers that the entry code saved, if the frame's r4 points at some that can be read. */
static const struct pt_regs *saved_regs(const struct stackframe *frame)
{
	const struct pt_regs *regs = (const struct pt_regs *)frame->vrs[4];
	u32 word;

	if ((unsigned long)regs & 3 || probe_ioread32(regs, &word) ||
	    probe_ioread32(&regs->cpsr, &word))
		return NULL;
	return regs;
}

int unwind_frame(struct stackframe *frame)
{
	const struct pt_regs *regs = frame->regs;
	unsigned long sp = frame->vrs[SP];
	int err;

	frame->regs = NULL;
	if (!regs && in_entry_text(frame->vrs[PC])) {
		regs = saved_regs(frame);
		if (!regs)
			return -EINVAL;
		unwind_start_regs(frame, regs);
		return 0;
	}
	/* A jump to nowhere left no frame behind: its caller is in lr. */
	if (regs && !find_entry(frame->vrs[PC]) && find_entry(frame->vrs[LR])) {
		frame->vrs[PC] = frame->vrs[LR];
		return 0;
	}
	err = unwind_by_table(frame);
	if (!err && frame->vrs[SP] < sp)
		err = -EINVAL;
	return err;
}

unsigned int stack_trace_save_frame(struct stackframe *frame, unsigned long *store,
				    unsigned int size, unsigned int skip)
{
	unsigned int i, nr = 0;

	for (i = 0; i < MAX_FRAMES && nr < size; i++) {
		if (i >= skip)
			store[nr++] = frame->vrs[PC];
		if (unwind_frame(frame) || !frame->vrs[PC])
			break;
	}
	return nr;
}

/*
 * The tables name these, the C++ personality routines of the EHABI (IHI 0038, 10.2). Nobody calls
 * them; without them here the linker would take libgcc's, and its whole unwinder with them.
 */
void __aeabi_unwind_cpp_pr0(void);
void __aeabi_unwind_cpp_pr1(void);
void __aeabi_unwind_cpp_pr2(void);

void __aeabi_unwind_cpp_pr0(void)
{
}

void __aeabi_unwind_cpp_pr1(void)
{
}

void __aeabi_unwind_cpp_pr2(void)
{
}
