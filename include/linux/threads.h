/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_THREADS_H
#define _LINUX_THREADS_H

/* The most CPUs one image runs on: a GICv2 serves eight. */
#define NR_CPUS			8
#define CONFIG_NR_CPUS		NR_CPUS

#define PID_MAX_DEFAULT		0x8000

#endif
