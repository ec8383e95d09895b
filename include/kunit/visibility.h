/* SPDX-License-Identifier: MIT */
/* Functions that are static but for their tests. Tests are always built here. */
#ifndef _KUNIT_VISIBILITY_H
#define _KUNIT_VISIBILITY_H

#include <linux/export.h>

#define VISIBLE_IF_KUNIT
#define EXPORT_SYMBOL_IF_KUNIT(sym)	EXPORT_SYMBOL(sym)

#endif /* _KUNIT_VISIBILITY_H */
