# SPDX-License-Identifier: MIT
#
# Everything that is done with the kernel once it is built. Each target first sees to the programs
# it calls (tools/deps.sh), then builds, then hands over to one script of tools/ or tests/host/.

# --- variables (make help lists them) -------------------------------------------------------------
BOARD ?= cubieboard
BOOT ?=
MEM ?=
SMP ?=
ARGS ?=
T ?=

PYTHON ?= python3
HOSTCC ?= gcc
BOARD_OPTIONS = --board '$(BOARD)' $(if $(BOOT),--boot '$(BOOT)') $(if $(MEM),--mem '$(MEM)') \
	$(if $(SMP),--smp '$(SMP)') --args '$(ARGS)' $(if $(T),--filter '$(T)') --build '$(BUILD)'

# --- what the machine needs -----------------------------------------------------------------------
# The stages of tools/deps.sh that each goal wants beyond "build".
DEPS_run := run
DEPS_test := run test debug qemu sdcard
DEPS_test-linux-on-beaglebone := qemu
DEPS_debug := run debug
DEPS_bench-boot := run debug
DEPS_bench := run debug
DEPS_bench-linux := run debug bench
DEPS_bench-irq := run
DEPS_bench-irqsoff := run plugin
DEPS_bench-cpus := run
DEPS_qemu := qemu
DEPS_sdcard := sdcard
DEPS_deps := run test debug qemu sdcard
BOARD_STAGES := $(if $(filter beaglebone,$(BOARD)),qemu sdcard)
DEPS_STAGES := build $(sort $(foreach goal,$(MAKECMDGOALS),$(DEPS_$(goal))) $(BOARD_STAGES))

# Everything that is built depends on this one, through $(BUILD)/libfdt.mk.
.PHONY: deps
deps:
	@tools/deps.sh $(DEPS_STAGES)

# --- the emulated BeagleBone ----------------------------------------------------------------------
# No stock QEMU has one: tools/qemu builds it into the cache folder, once.
.PHONY: qemu sdcard
qemu: deps
	@$(PYTHON) tools/qemu/build.py

sdcard: all
	@$(PYTHON) tools/sdcard.py --build '$(BUILD)' --args '$(ARGS)'

QEMU_FOR_BOARD := $(if $(filter beaglebone,$(BOARD)),qemu)

# --- run ------------------------------------------------------------------------------------------
.PHONY: run debug
run: all $(QEMU_FOR_BOARD)
	@$(PYTHON) tools/run.py $(BOARD_OPTIONS)

debug: all $(QEMU_FOR_BOARD)
	@$(PYTHON) tools/debug.py $(BOARD_OPTIONS)

# --- measure --------------------------------------------------------------------------------------
# The size of the kernel is that of the build without tests.
PLAIN := $(BUILD)/plain
.PHONY: bench bench-linux bench-boot bench-irq bench-irqsoff bench-cpus plain
plain: all
	@+$(MAKE) --no-print-directory BUILD='$(PLAIN)' TESTS=0 all

bench: all plain
	@$(PYTHON) tools/benchmarks/main.py --build '$(BUILD)' --plain '$(PLAIN)'

bench-linux: all plain
	@$(PYTHON) tools/benchmarks/main.py --build '$(BUILD)' --plain '$(PLAIN)' --linux

bench-boot: all
	@$(PYTHON) tools/bench_boot.py --build '$(BUILD)'

bench-irq: all
	@$(PYTHON) tools/bench_irq.py --build '$(BUILD)'

bench-irqsoff: all $(BUILD)/irqsoff.so
	@$(PYTHON) tools/bench_irqsoff.py --build '$(BUILD)'

bench-cpus: all
	@$(PYTHON) tools/bench_cpus.py --build '$(BUILD)'

# What QEMU loads to watch the guest.
$(BUILD)/irqsoff.so: tools/qemu/plugin/irqsoff.c | deps
	$(call say,  HOSTCC  ,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -O2 -Wall -Wextra -Wno-unused-parameter -shared -fPIC -o $@ $<

# --- test -----------------------------------------------------------------------------------------
.PHONY: test test-linux-on-beaglebone check
test: all plain qemu
	@$(PYTHON) tests/host/main.py --build '$(BUILD)' $(if $(T),--only '$(T)')

# Debian's kernel on the emulated board: is the machine right where both Marrow and it are ours?
test-linux-on-beaglebone: all qemu
	@$(PYTHON) tests/host/main.py --build '$(BUILD)' --only armmp

check: all
	@$(PYTHON) tools/check/main.py --build '$(BUILD)' --cc '$(CC) $(CPPFLAGS) $(CFLAGS)'

# --- help -----------------------------------------------------------------------------------------
define HELP
make            build the kernel: build/marrow.elf, build/zImage, build/uImage, build/dtb/*.dtb
make run        boot it in QEMU; ends after the kernel's tests, with status 0 only if all passed
make test       boot the whole matrix, feed it broken input; ends in "N passed, N failed"
make test-linux-on-beaglebone   boot Debian's Linux on the emulated BeagleBone Black
make debug      boot it stopped at its first instruction, with GDB attached
make check      hold the sources to the house style
make qemu       build the QEMU that emulates a BeagleBone Black (minutes, the first time)
make sdcard     make build/beaglebone-sd.img, for the emulated board and for a real one
make bench      count the instructions of each operation, against the goals
make bench-linux  the same for Debian's Linux 6.1, side by side; also build/bench.svg
make bench-boot count the instructions from the kernel's entry to its first test
make bench-irq  count the instructions of an interrupt, its handler's left out
make bench-irqsoff  find the longest stretch with interrupts off in each subsystem
make bench-cpus time a counter under a lock against one per CPU, on one to four CPUs
make clean      remove build/
make deps       install what the targets above need (each installs its own share by itself)
make help       this

BOARD=NAME      cubieboard (default), virt, beaglebone                        run, debug
BOOT=direct     beaglebone: straight to the kernel, not through U-Boot   run
MEM=SIZE        memory of the board: 512M (cubieboard), 1G (virt)             run, debug
SMP=N           number of CPUs, for virt                                      run, debug
ARGS='...'      the kernel's command line                                     run, debug
T=GLOB          run: only the suites (suite.case) that match; test: only these cases
V=1             show the commands of the build
TESTS=0         leave the kernel's own tests and benchmarks out of the image
EXTRA=FOLDER    make the .c files of a folder outside of the tree part of the image
THREAD_SIZE_ORDER=0  stacks of one page instead of two
BUILD=FOLDER    where the build goes
endef

.PHONY: help
help:
	$(info $(HELP))
	@:
