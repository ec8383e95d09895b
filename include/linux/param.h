/* SPDX-License-Identifier: MIT */
/* Ticks a second. */
#ifndef _LINUX_PARAM_H
#define _LINUX_PARAM_H

#define HZ		100

#endif /* _LINUX_PARAM_H */
