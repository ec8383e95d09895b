/* SPDX-License-Identifier: MIT */
/* For libfdt, which includes it in every file and uses it only in those that Marrow does not build. */
