# SPDX-License-Identifier: MIT
#
# GDB commands for the kernel, from its first instruction on. tools/debug.py sets $ram, the start of
# the board's RAM, before it reads this file; by hand: set $ram = 0x80000000 on a BeagleBone.
#
# The kernel is linked for where it runs once the MMU is on, and begins where it was loaded, with
# the MMU off. The file's symbols are loaded a second time for the latter, so that source lines
# and names are right on both sides. Breakpoints before the switch must be hardware ones (hbreak):
# a software breakpoint is written into memory, at an address that is not mapped yet.

set pagination off
set confirm off
set print pretty on

set $kernel_virt = 0xc0000000
set $kernel_phys_offset = $ram - $kernel_virt

define phys-break
  thbreak *((unsigned int)&$arg0 + (unsigned int)$kernel_phys_offset)
end
document phys-break
phys-break SYMBOL: stop once at SYMBOL where it lies before the MMU is on.
end

define entry
  phys-break _start
  continue
end
document entry
entry: run to the first instruction of the kernel.
end

define mmu-on
  phys-break turn_mmu_on
  continue
end
document mmu-on
mmu-on: run to the instruction that switches the MMU on. Then stepi, and look at where you are.
end
