// SPDX-License-Identifier: MIT
/* Names of error numbers, for %pe and messages. */
#include <linux/sprintf.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>

#define E(err) [err] = "-" #err

static const char * const low_names[] = {
	E(EPERM), E(ENOENT), E(ESRCH), E(EINTR), E(EIO), E(ENXIO), E(E2BIG), E(ENOEXEC),
	E(EBADF), E(ECHILD), E(EAGAIN), E(ENOMEM), E(EACCES), E(EFAULT), E(ENOTBLK), E(EBUSY),
	E(EEXIST), E(EXDEV), E(ENODEV), E(ENOTDIR), E(EISDIR), E(EINVAL), E(ENFILE), E(EMFILE),
	E(ENOTTY), E(ETXTBSY), E(EFBIG), E(ENOSPC), E(ESPIPE), E(EROFS), E(EMLINK), E(EPIPE),
	E(EDOM), E(ERANGE), E(EDEADLK), E(ENAMETOOLONG), E(ENOLCK), E(ENOSYS), E(ENOTEMPTY),
	E(ELOOP), E(ENOMSG), E(ENODATA), E(ETIME), E(ENOLINK), E(ECOMM), E(EPROTO), E(EBADMSG),
	E(EOVERFLOW), E(EILSEQ), E(EUSERS), E(EMSGSIZE), E(EOPNOTSUPP), E(EADDRINUSE),
	E(EADDRNOTAVAIL), E(ENOBUFS), E(EISCONN), E(ENOTCONN), E(ETIMEDOUT), E(ECONNREFUSED),
	E(EALREADY), E(EINPROGRESS), E(ESTALE), E(EREMOTEIO), E(ECANCELED),
};

#undef E
#define E(err) [err - ERESTARTSYS] = "-" #err

static const char * const high_names[] = {
	E(ERESTARTSYS), E(EPROBE_DEFER), E(ENOPARAM), E(ENOTSUPP),
};

const char *errname(int err)
{
	unsigned int n = err < 0 ? -err : err;

	if (n < ARRAY_SIZE(low_names))
		return low_names[n];
	if (n >= ERESTARTSYS && n - ERESTARTSYS < ARRAY_SIZE(high_names))
		return high_names[n - ERESTARTSYS];
	return NULL;
}
EXPORT_SYMBOL(errname);
