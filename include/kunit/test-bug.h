/* SPDX-License-Identifier: MIT */
/* What code under test may ask of KUnit: kunit_get_current_test(), kunit_fail_current_test(). */
#ifndef _KUNIT_TEST_BUG_H
#define _KUNIT_TEST_BUG_H

#include <kunit/test.h>

#endif /* _KUNIT_TEST_BUG_H */
