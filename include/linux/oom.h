/* SPDX-License-Identifier: MIT */
/* The last resort when memory is out. */
#ifndef _LINUX_OOM_H
#define _LINUX_OOM_H

#include <linux/types.h>

struct notifier_block;

/**
 * register_oom_notifier - be asked before an allocation fails for good
 * @nb: called with an unsigned long *freed as data; adds the pages it could free
 *
 * Called in the thread that allocates; may sleep, must not allocate with reclaim. May sleep. 0.
 */
int register_oom_notifier(struct notifier_block *nb);
int unregister_oom_notifier(struct notifier_block *nb);

#endif
