// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plugin for QEMU: the stretches of instructions that an ARM guest runs with interrupts off.
 *
 * The guest is any kernel, as it is: nothing is compiled into it. QEMU ends a translation block
 * behind every instruction that may change CPSR.I, and takes exceptions between blocks, so I is one
 * value in a block; it is looked at when a block begins. An instruction counts if it began with I
 * set: the one that masks does not, the one that unmasks does, and so do all of an exception's.
 *
 * A stretch is known by where it began: the address of its first instruction, and the link register
 * there, which is the caller where the mask is set in a function of its own. For each the longest
 * is kept, with the instructions that each block had of it. At the end, a file with a line each:
 *
 *	instructions N				the guest ran altogether
 *	stretch PC LR END LONGEST TIMES TOTAL	END: the block behind which interrupts were on
 *	block PC N				of the longest, the instructions in a block
 *
 * What ran before interrupts were on for the first time is start-up, and does not count.
 *
 * -plugin irqsoff.so,out=FILE; one CPU. QEMU must be ended with a signal it handles (SIGTERM).
 * Debian has no package with qemu-plugin.h, so what is needed of it is declared here; the CPSR is
 * read by the function that QEMU's GDB stub reads it with.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- QEMU's side, version 1 of the interface ---------------------------------------------------*/
typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct CPUState;
struct byte_array { uint8_t *data; unsigned int len; };	/* GLib's GByteArray */
enum { PLUGIN_CB_NO_REGS };
enum { PLUGIN_INLINE_ADD_U64 };

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id,
					   void (*fn)(plugin_id id, struct qemu_plugin_tb *tb));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb,
					  void (*fn)(unsigned int cpu, void *data), int flags,
					  void *data);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn, int op, void *ptr,
						uint64_t value);
void qemu_plugin_register_atexit_cb(plugin_id id, void (*fn)(plugin_id id, void *data),
				    void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
struct CPUState *qemu_get_cpu(int index);
int arm_cpu_gdb_read_register(struct CPUState *cpu, struct byte_array *out, int reg);
struct byte_array *g_byte_array_new(void);
struct byte_array *g_byte_array_set_size(struct byte_array *array, unsigned int length);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;
int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv);

/* --- the guest's registers ---------------------------------------------------------------------*/
enum { REG_LR = 14, REG_CPSR = 25 };
#define CPSR_I	0x80
/* An interrupt is only taken with I clear, if only for no instruction at all: a stretch begins. */
#define VECTOR_IRQ	0xffff0018u

static uint32_t read_register(int reg)
{
	static struct byte_array *bytes;
	uint32_t value = 0;

	if (!bytes)
		bytes = g_byte_array_new();
	g_byte_array_set_size(bytes, 0);
	arm_cpu_gdb_read_register(qemu_get_cpu(0), bytes, reg);
	memcpy(&value, bytes->data, sizeof(value));
	return value;
}

/* --- blocks and stretches ----------------------------------------------------------------------*/
struct share {
	uint32_t pc;
	uint64_t insns;
};

/* A translation block. Those that the stretch under way has touched are in a list. */
struct block {
	struct share share;
	bool touched;
	struct block *next_touched;
};

/* All the stretches that began at one place. */
struct place {
	uint32_t pc, lr, end;
	uint64_t longest, times, total;
	struct share *shares;		/* of the longest one */
	size_t nr_shares;
	struct place *next;
};

static struct place *places[4096];
static uint64_t count;			/* instructions so far; the guest's code adds to it */

static struct {
	bool masked;			/* in a stretch */
	bool counts;			/* interrupts have been on before */
	uint64_t began;			/* count at its beginning */
	struct place *place;
	struct block *block;		/* the latest block, and the count at its beginning */
	uint64_t block_began;
	struct block *touched;
	size_t nr_touched;
} now;

static void *allocate(void *old, size_t size)
{
	void *memory = realloc(old, size);

	if (!memory) {
		fputs("irqsoff: out of memory\n", stderr);
		exit(1);
	}
	return memory;
}

static struct place *find_place(uint32_t pc, uint32_t lr)
{
	struct place **slot = &places[(pc ^ lr * 2654435761u) >> 2 & 4095], *place;

	for (place = *slot; place; place = place->next)
		if (place->pc == pc && place->lr == lr)
			return place;
	place = allocate(NULL, sizeof(*place));
	*place = (struct place) { .pc = pc, .lr = lr, .next = *slot };
	*slot = place;
	return place;
}

/* The block that ends now had these instructions of the stretch. */
static void credit_block(void)
{
	struct block *block = now.block;

	if (!block->touched) {
		block->touched = true;
		block->share.insns = 0;
		block->next_touched = now.touched;
		now.touched = block;
		now.nr_touched++;
	}
	block->share.insns += count - now.block_began;
}

/* Empties the list of touched blocks, into @shares unless that is NULL. */
static void forget_touched(struct share *shares)
{
	struct block *block;

	for (block = now.touched; block; block = block->next_touched) {
		if (shares)
			*shares++ = block->share;
		block->touched = false;
	}
	now.touched = NULL;
	now.nr_touched = 0;
}

static void end_stretch(void)
{
	struct place *place = now.place;
	uint64_t length = now.counts ? count - now.began : 0;

	place->times++;
	place->total += length;
	if (length <= place->longest) {
		forget_touched(NULL);
		return;
	}
	place->longest = length;
	place->end = now.block->share.pc;
	place->nr_shares = now.nr_touched;
	place->shares = allocate(place->shares, now.nr_touched * sizeof(struct share));
	forget_touched(place->shares);
}

static void begin_block(unsigned int cpu, void *data)
{
	struct block *block = data;
	bool masked = read_register(REG_CPSR) & CPSR_I;
	bool interrupt = block->share.pc == VECTOR_IRQ;

	if (now.masked) {
		credit_block();
		if (!masked || interrupt)
			end_stretch();
	}
	if (masked && (!now.masked || interrupt)) {
		now.place = find_place(block->share.pc, interrupt ? 0 : read_register(REG_LR));
		now.began = count;
	}
	now.masked = masked;
	now.counts |= !masked;
	now.block = block;
	now.block_began = count;
}

static void translate_block(plugin_id id, struct qemu_plugin_tb *tb)
{
	struct block *block = allocate(NULL, sizeof(*block));
	size_t i;

	*block = (struct block) { .share.pc = (uint32_t)qemu_plugin_tb_vaddr(tb) };
	qemu_plugin_register_vcpu_tb_exec_cb(tb, begin_block, PLUGIN_CB_NO_REGS, block);
	for (i = 0; i < qemu_plugin_tb_n_insns(tb); i++)
		qemu_plugin_register_vcpu_insn_exec_inline(qemu_plugin_tb_get_insn(tb, i),
							   PLUGIN_INLINE_ADD_U64, &count, 1);
}

/* --- the end -----------------------------------------------------------------------------------*/
static void write_place(FILE *out, const struct place *place)
{
	size_t i;

	fprintf(out, "stretch %08" PRIx32 " %08" PRIx32 " %08" PRIx32, place->pc, place->lr,
		place->end);
	fprintf(out, " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", place->longest, place->times,
		place->total);
	for (i = 0; i < place->nr_shares; i++)
		fprintf(out, "block %08" PRIx32 " %" PRIu64 "\n", place->shares[i].pc,
			place->shares[i].insns);
}

static void write_all(plugin_id id, void *path)
{
	FILE *out = fopen(path, "w");
	size_t i;

	if (!out) {
		perror(path);
		return;
	}
	fprintf(out, "instructions %" PRIu64 "\n", count);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		for (const struct place *place = places[i]; place; place = place->next)
			if (place->longest)
				write_place(out, place);
	fclose(out);
}

__attribute__((visibility("default")))
int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv)
{
	if (argc != 1 || strncmp(argv[0], "out=", 4)) {
		fputs("irqsoff: one argument, out=FILE\n", stderr);
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate_block);
	qemu_plugin_register_atexit_cb(id, write_all, argv[0] + 4);
	return 0;
}
