/* SPDX-License-Identifier: MIT */
/* Error numbers, with Linux's values. lib/errname.c knows their names. */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

#define EPERM		1	/* Not permitted */
#define ENOENT		2	/* No such thing */
#define ESRCH		3	/* No such process */
#define EINTR		4	/* Interrupted */
#define EIO		5	/* Input or output failed */
#define ENXIO		6	/* No such device or address */
#define E2BIG		7	/* Too long a list */
#define ENOEXEC		8	/* Not executable */
#define EBADF		9	/* Bad file number */
#define ECHILD		10	/* No children */
#define EAGAIN		11	/* Try again */
#define EWOULDBLOCK	EAGAIN
#define ENOMEM		12	/* Out of memory */
#define EACCES		13	/* Access denied */
#define EFAULT		14	/* Bad address */
#define ENOTBLK		15	/* Block device wanted */
#define EBUSY		16	/* Busy */
#define EEXIST		17	/* Exists already */
#define EXDEV		18	/* Other device */
#define ENODEV		19	/* No such device */
#define ENOTDIR		20	/* Not a directory */
#define EISDIR		21	/* Is a directory */
#define EINVAL		22	/* Invalid argument */
#define ENFILE		23	/* File table full */
#define EMFILE		24	/* Too many open files */
#define ENOTTY		25	/* Not a terminal */
#define ETXTBSY		26	/* Text file busy */
#define EFBIG		27	/* File too large */
#define ENOSPC		28	/* No space left */
#define ESPIPE		29	/* Cannot seek */
#define EROFS		30	/* Read-only file system */
#define EMLINK		31	/* Too many links */
#define EPIPE		32	/* Broken pipe */
#define EDOM		33	/* Argument out of domain */
#define ERANGE		34	/* Result out of range */
#define EDEADLK		35	/* Would deadlock */
#define EDEADLOCK	EDEADLK
#define ENAMETOOLONG	36	/* Name too long */
#define ENOLCK		37	/* No locks available */
#define ENOSYS		38	/* Not implemented */
#define ENOTEMPTY	39	/* Not empty */
#define ELOOP		40	/* Too many links in a row */
#define ENOMSG		42	/* No message */
#define ENODATA		61	/* No data */
#define ETIME		62	/* Timer expired */
#define ENOLINK		67	/* Link severed */
#define ECOMM		70	/* Communication error */
#define EPROTO		71	/* Protocol error */
#define EBADMSG		74	/* Not a data message */
#define EOVERFLOW	75	/* Too large for the type */
#define EILSEQ		84	/* Illegal byte sequence */
#define EUSERS		87	/* Too many users */
#define EMSGSIZE	90	/* Message too long */
#define EOPNOTSUPP	95	/* Operation not supported */
#define EADDRINUSE	98	/* Address in use */
#define EADDRNOTAVAIL	99	/* Address not available */
#define ENOBUFS		105	/* No buffer space */
#define EISCONN		106	/* Connected already */
#define ENOTCONN	107	/* Not connected */
#define ETIMEDOUT	110	/* Timed out */
#define ECONNREFUSED	111	/* Connection refused */
#define EALREADY	114	/* Already in progress */
#define EINPROGRESS	115	/* In progress */
#define ESTALE		116	/* Stale handle */
#define EREMOTEIO	121	/* Remote input or output failed */
#define ECANCELED	125	/* Cancelled */

/* Only inside the kernel. */
#define ERESTARTSYS	512	/* Interrupted by a signal: restart */
#define ENOPARAM	519	/* Parameter not found */
#define EPROBE_DEFER	517	/* Driver asks for another try later */
#define ENOTSUPP	524	/* Operation not supported */

#endif /* _LINUX_ERRNO_H */
