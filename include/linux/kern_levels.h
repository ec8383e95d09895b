/* SPDX-License-Identifier: MIT */
/* A message's level, in front of its format: KERN_ERR "text". */
#ifndef _LINUX_KERN_LEVELS_H
#define _LINUX_KERN_LEVELS_H

#define KERN_SOH		"\001"		/* introduces a level */
#define KERN_SOH_ASCII		'\001'

#define KERN_EMERG		KERN_SOH "0"	/* the system is unusable */
#define KERN_ALERT		KERN_SOH "1"	/* act at once */
#define KERN_CRIT		KERN_SOH "2"	/* critical */
#define KERN_ERR		KERN_SOH "3"	/* an error */
#define KERN_WARNING		KERN_SOH "4"	/* a warning */
#define KERN_NOTICE		KERN_SOH "5"	/* normal, worth a look */
#define KERN_INFO		KERN_SOH "6"	/* information */
#define KERN_DEBUG		KERN_SOH "7"	/* for the developer */
#define KERN_DEFAULT		""		/* what the kernel takes without a level */
#define KERN_CONT		KERN_SOH "c"	/* goes on with the line before */

#define LOGLEVEL_EMERG		0
#define LOGLEVEL_ALERT		1
#define LOGLEVEL_CRIT		2
#define LOGLEVEL_ERR		3
#define LOGLEVEL_WARNING	4
#define LOGLEVEL_NOTICE		5
#define LOGLEVEL_INFO		6
#define LOGLEVEL_DEBUG		7

#endif /* _LINUX_KERN_LEVELS_H */
