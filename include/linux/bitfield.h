/* SPDX-License-Identifier: MIT */
/* Fields of a register, named by their mask: FIELD_GET(GENMASK(7, 4), reg). Masks are constant. */
#ifndef _LINUX_BITFIELD_H
#define _LINUX_BITFIELD_H

#include <linux/bits.h>
#include <linux/build_bug.h>

#define __bf_shf(mask)		(__builtin_ffsll(mask) - 1)

/* The largest value the field holds. */
#define FIELD_MAX(mask)		((typeof(mask))((mask) >> __bf_shf(mask)))
/* True if @val fits in the field. */
#define FIELD_FIT(mask, val)	(!((((typeof(mask))(val)) << __bf_shf(mask)) & ~(mask)))
/* @val in the place of the field, and the field of @reg as a value. */
#define FIELD_PREP(mask, val)	(((typeof(mask))(val) << __bf_shf(mask)) & (mask))
#define FIELD_GET(mask, reg)	((typeof(mask))(((reg) & (mask)) >> __bf_shf(mask)))

#endif /* _LINUX_BITFIELD_H */
