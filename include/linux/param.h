/* SPDX-License-Identifier: MIT */
/*
 * Ticks a second. A tick of 4 ms is fine enough for a sleeping thread, and each of the three
 * boards' timer clocks (24 and 62.5 MHz) gives it without a remainder.
 */
#ifndef _LINUX_PARAM_H
#define _LINUX_PARAM_H

#define HZ		250

#endif /* _LINUX_PARAM_H */
