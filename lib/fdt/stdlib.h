/* SPDX-License-Identifier: MIT */
/* For libfdt, which includes it everywhere and uses it only in files that Marrow does not build. */
