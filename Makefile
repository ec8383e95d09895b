# SPDX-License-Identifier: MIT
#
# Builds the kernel: every .c and .S file below the folders of KERNEL_DIRS is part of the image, so
# a new file needs no line here. tools/targets.mk holds what runs it (run, test, debug, check ...).
#
# The link is done twice: the symbol table for backtraces is made from the first pass, and lies
# behind everything whose address it holds.

MAKEFLAGS += --no-builtin-rules
# As many jobs as there are CPUs; a -j of the caller's goes before it.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec
.DELETE_ON_ERROR:
.SECONDARY:

BUILD ?= build
V ?= 0
Q := $(if $(filter 1,$(V)),,@)
# Said by make itself, without a process for it.
SILENT := $(filter 1,$(V))$(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
say = $(if $(SILENT),,$(info $(1)$(2)))

CROSS_COMPILE ?= arm-none-eabi-
CC := $(CROSS_COMPILE)gcc
NM := $(CROSS_COMPILE)nm
OBJCOPY := $(CROSS_COMPILE)objcopy
DTC ?= dtc
PYTHON ?= python3

VERSION := 0.1

# --- switches of the build (make help lists them) -----------------------------------------------
TESTS ?= 1
# Stacks of 2^n pages: 0 for the book's single-page stacks.
THREAD_SIZE_ORDER ?= 1
# A folder outside of the tree whose .c files become part of the image as well: a module of one's
# own, or Linux's tests (docs/testing.md). Its warnings are its own affair, but for those that mean
# that it does not fit these headers.
EXTRA ?=

KERNEL_DIRS := arch/arm mm kernel lib drivers $(if $(filter 1,$(TESTS)),tests bench)

.PHONY: all
all: $(addprefix $(BUILD)/,marrow.elf zImage uImage) dtbs

# --- flags --------------------------------------------------------------------------------------
# Offset of the stack canary in struct task_struct: GCC reads it through the thread pointer.
TSK_STACK_CANARY := 32

ARCH_FLAGS := -mcpu=cortex-a8 -marm -mfloat-abi=soft -mtp=cp15
STACK_PROTECTOR := -fstack-protector-strong -mstack-protector-guard=tls \
	-mstack-protector-guard-offset=$(TSK_STACK_CANARY)
INCLUDES = -nostdinc -Iarch/arm/include -Iinclude -I$(BUILD)/include -Ilib/fdt \
	$(if $(LIBFDT_DIR),-isystem $(LIBFDT_DIR)) -isystem $(GCC_INCLUDE)
WARNINGS := -Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare \
	-Wmissing-prototypes -Wstrict-prototypes
CPPFLAGS = -D__KERNEL__ -DTSK_STACK_CANARY=$(TSK_STACK_CANARY) \
	-DTHREAD_SIZE_ORDER=$(THREAD_SIZE_ORDER) \
	$(if $(filter 1,$(TESTS))$(EXTRA),-DCONFIG_KUNIT=1) $(INCLUDES) \
	-include include/linux/kconfig.h $(modname)
# The file's name, as a prefix of its parameters and messages: lib/foo-bar.c is "foo_bar".
modname = $(if $(filter %.c,$<),-DKBUILD_MODNAME='"$(subst -,_,$(basename $(notdir $<)))"')
CFLAGS = -std=gnu11 $(ARCH_FLAGS) -ffreestanding -O2 -g $(WARNINGS) $(STACK_PROTECTOR) \
	-fno-common -fno-strict-aliasing -fno-delete-null-pointer-checks -fno-strict-overflow \
	-ffunction-sections -fdata-sections -funwind-tables -fstack-usage \
	-fmacro-prefix-map=$(CURDIR)/= -ffile-prefix-map=$(CURDIR)=.
ASFLAGS = $(ARCH_FLAGS) -g -D__ASSEMBLY__
LDFLAGS = $(ARCH_FLAGS) -nostdlib -static -Wl,--build-id=none -Wl,--gc-sections \
	-Wl,--orphan-handling=error -Wl,--no-warn-rwx-segments -Wl,-z,max-page-size=4096
LIBGCC = $(shell $(CC) $(ARCH_FLAGS) -print-libgcc-file-name)
GCC_INCLUDE = $(shell $(CC) -print-file-name=include)

# --- sources ------------------------------------------------------------------------------------
find = $(shell find $(wildcard $(1)) -path tests/host -prune -o -name '$(2)' -print)
C_FILES := $(sort $(call find,$(KERNEL_DIRS),*.c))
S_FILES := $(sort $(call find,$(KERNEL_DIRS),*.S))
GENERATED := $(BUILD)/include/generated/asm-offsets.h
C_FILES := $(filter-out arch/arm/asm-offsets.c,$(C_FILES))
OBJS := $(C_FILES:%.c=$(BUILD)/%.o) $(S_FILES:%.S=$(BUILD)/%.o)
EXTRA_FILES := $(if $(EXTRA),$(sort $(wildcard $(EXTRA)/*.c)))
EXTRA_OBJS := $(patsubst $(EXTRA)/%.c,$(BUILD)/extra/%.o,$(EXTRA_FILES))
DTBS := $(patsubst boot/dts/%.dts,$(BUILD)/dtb/%.dtb,$(wildcard boot/dts/*.dts))

# For size: what runs at start-up, on a slow device, or to say that something is wrong.
COLD := libfdt/% $(addprefix drivers/,base/% clk/% firmware/% of/% power/% tty/% watchdog/%) \
	$(addprefix kernel/,console cpu hung_task kallsyms kthread main notifier panic params \
		printk printk_ringbuffer prompt rcu reboot smp stop_machine workqueue sched/debug \
		sched/policy) \
	$(addprefix kernel/irq/,irqdesc irqdomain manage spurious) \
	$(addprefix kernel/time/,clockevents clocksource) \
	$(addprefix lib/,bitmap cmdline errname fault_inject hexdump kstrtox kunit/% list_sort \
		random ratelimit seq_buf string vsprintf) \
	$(addprefix mm/,bad_page memblock oom page_owner set_memory show_mem slab_common \
		slab_debug slab_geometry slab_info slab_reap slab_report slab_validate \
		vmalloc_info vmscan) \
	$(addprefix arch/arm/,cpu fallback_console fault ptdump ram_probe setup smp stacktrace \
		traps unwind)
$(addprefix $(BUILD)/,$(COLD:=.o)): CFLAGS += -Os


# Runs with the MMU off: position independent, no canary before there is a thread, aligned access.
$(BUILD)/arch/arm/early_mmu.o: CFLAGS += -fpie -fno-stack-protector -mno-unaligned-access
$(BUILD)/kernel/main.o: CPPFLAGS += -DMARROW_VERSION='"$(VERSION)"'
# The unwinder and the exception handlers must not recurse through their own checks.
$(BUILD)/arch/arm/unwind.o: CFLAGS += -fno-stack-protector

# --- libfdt -------------------------------------------------------------------------------------
# Debian's source package, unpacked in the cache folder; $(BUILD)/libfdt.mk says where.
ifneq ($(filter-out clean help deps,$(or $(MAKECMDGOALS),all)),)
-include $(BUILD)/libfdt.mk
endif
$(BUILD)/libfdt.mk: tools/fetch.py | deps
	$(Q)mkdir -p $(@D)
	$(Q)dir=$$($(PYTHON) tools/fetch.py libfdt) && echo "LIBFDT_DIR := $$dir" > $@

LIBFDT_OBJS := $(addprefix $(BUILD)/libfdt/,fdt.o fdt_ro.o fdt_rw.o fdt_wip.o fdt_sw.o \
	fdt_strerror.o fdt_addresses.o fdt_check.o)
$(BUILD)/libfdt/%.o: $(LIBFDT_DIR)/%.c $(BUILD)/libfdt.mk
	$(call say,  CC      ,libfdt/$*.c)
	$(Q)$(CC) $(CPPFLAGS) $(filter-out $(WARNINGS),$(CFLAGS)) -w -MMD -MP -c -o $@ $<

# --- compile ------------------------------------------------------------------------------------
FOLDERS := $(sort $(dir $(OBJS) $(LIBFDT_OBJS) $(EXTRA_OBJS)))
$(FOLDERS):
	$(Q)mkdir -p $@
$(OBJS) $(LIBFDT_OBJS) $(EXTRA_OBJS): | $(FOLDERS)

$(BUILD)/%.o: %.c $(GENERATED) $(BUILD)/libfdt.mk $(BUILD)/flags
	$(call say,  CC      ,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

EXTRA_WARNINGS := -Wall -Wno-pointer-sign $(addprefix -Werror=,implicit-function-declaration \
	int-conversion incompatible-pointer-types return-type)
$(BUILD)/extra/%.o: $(EXTRA)/%.c $(GENERATED) $(BUILD)/libfdt.mk $(BUILD)/flags
	$(call say,  CC      ,$<)
	$(Q)$(CC) $(CPPFLAGS) $(filter-out $(WARNINGS),$(CFLAGS)) $(EXTRA_WARNINGS) -MMD -MP \
		-c -o $@ $<

$(BUILD)/%.o: %.S $(GENERATED) $(BUILD)/flags
	$(call say,  AS      ,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ASFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/include/generated/asm-offsets.h: arch/arm/asm-offsets.c
	$(call say,  GEN     ,$@)
	$(Q)mkdir -p $(@D) $(BUILD)/arch/arm
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MT $@ -MF $(BUILD)/arch/arm/asm-offsets.d -S \
		-o $(BUILD)/arch/arm/asm-offsets.s $<
	$(Q)sed -n 's/^.*->\([A-Z0-9_]*\) #\?\(-\?[0-9]*\)".*/#define \1 \2/p' \
		$(BUILD)/arch/arm/asm-offsets.s > $@

$(BUILD)/linker.ld: linker.ld
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -E -P -x assembler-with-cpp -D__ASSEMBLY__ $(CPPFLAGS) -MMD -MP -MT $@ -o $@ $<

# Rebuilds everything when the flags change, and nothing when they do not.
ALL_FLAGS = $(CC) $(CPPFLAGS) $(CFLAGS) $(ASFLAGS) COLD=$(COLD) TESTS=$(TESTS)
.PHONY: FORCE
$(BUILD)/flags: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' '$(ALL_FLAGS)' | cmp -s - $@ || printf '%s\n' '$(ALL_FLAGS)' > $@

# The list of objects: a file that comes or goes changes the image.
$(BUILD)/objects: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' $(OBJS) $(EXTRA_OBJS) | cmp -s - $@ || \
		printf '%s\n' $(OBJS) $(EXTRA_OBJS) > $@

# --- link ---------------------------------------------------------------------------------------
link = $(CC) $(LDFLAGS) -Wl,-T,$(BUILD)/linker.ld -Wl,-Map,$@.map -o $@ \
	@$(BUILD)/objects $(LIBFDT_OBJS) $(1) $(LIBGCC)
PASS1 := $(BUILD)/marrow.pass1.elf
LINK_DEPS := $(OBJS) $(EXTRA_OBJS) $(LIBFDT_OBJS) $(BUILD)/linker.ld $(BUILD)/objects \
	tools/kallsyms.py

$(BUILD)/kallsyms.0.S: tools/kallsyms.py
	$(Q)mkdir -p $(@D)
	$(Q)$(PYTHON) tools/kallsyms.py --empty > $@
$(BUILD)/kallsyms.1.S: $(PASS1) tools/kallsyms.py
	$(call say,  KSYM    ,$@)
	$(Q)$(NM) -n $< | $(PYTHON) tools/kallsyms.py > $@
$(BUILD)/kallsyms.%.o: $(BUILD)/kallsyms.%.S
	$(Q)$(CC) $(ASFLAGS) -c -o $@ $<

$(PASS1): $(LINK_DEPS) $(BUILD)/kallsyms.0.o
	$(call say,  LD      ,$@)
	$(Q)$(call link,$(BUILD)/kallsyms.0.o)
$(BUILD)/marrow.elf: $(PASS1) $(BUILD)/kallsyms.1.o
	$(call say,  LD      ,$@)
	$(Q)$(call link,$(BUILD)/kallsyms.1.o)
	$(Q)$(PYTHON) tools/kallsyms.py --verify <($(NM) -n $(PASS1)) <($(NM) -n $@)

$(BUILD)/zImage: $(BUILD)/marrow.elf
	$(call say,  OBJCOPY ,$@)
	$(Q)$(OBJCOPY) -O binary $< $@

# U-Boot's own format; the load address means nothing to an image that moves itself.
$(BUILD)/uImage: $(BUILD)/zImage
	$(call say,  MKIMAGE ,$@)
	$(Q)SOURCE_DATE_EPOCH=0 mkimage -A arm -O linux -T kernel_noload -C none -a 0 -e 0 \
		-n Marrow -d $< $@ > /dev/null

# --- device trees -------------------------------------------------------------------------------
.PHONY: dtbs
dtbs: $(DTBS)
$(BUILD)/dtb/%.dtb: boot/dts/%.dts
	$(call say,  DTC     ,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(DTC) -q -I dts -O dtb -o $@ $<

# The project's own trees inside the image: where to look for a UART when the given tree is broken.
$(BUILD)/arch/arm/fallback_trees.o: $(DTBS)
$(BUILD)/arch/arm/fallback_trees.o: ASFLAGS += -I$(BUILD)/dtb

# "make clean all": with several jobs at a time, what comes first has to be done before them.
.PHONY: clean
ifeq ($(filter-out clean,$(MAKECMDGOALS)),)
clean:
	$(Q)rm -rf $(BUILD)
else ifeq ($(filter clean,$(MAKECMDGOALS))$(MAKE_RESTARTS),clean)
$(shell rm -rf $(BUILD))
endif

-include tools/targets.mk
-include $(OBJS:.o=.d) $(EXTRA_OBJS:.o=.d) $(LIBFDT_OBJS:.o=.d)
-include $(BUILD)/arch/arm/asm-offsets.d $(BUILD)/linker.d
