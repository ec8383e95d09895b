/* SPDX-License-Identifier: MIT */
/* Short names for the attributes of GCC and Clang. */
#ifndef _LINUX_COMPILER_ATTRIBUTES_H
#define _LINUX_COMPILER_ATTRIBUTES_H

#define __alias(symbol)			__attribute__((__alias__(#symbol)))
#define __aligned(x)			__attribute__((__aligned__(x)))
#define __aligned_largest		__attribute__((__aligned__))
#define __alloc_size(x, ...)		__attribute__((__alloc_size__(x, ##__VA_ARGS__)))
#define __always_unused			__attribute__((__unused__))
#define __attribute_const__		__attribute__((__const__))
#define __cleanup(func)			__attribute__((__cleanup__(func)))
#define __cold				__attribute__((__cold__))
#define __deprecated
#define __flatten			__attribute__((__flatten__))
#define __gnu_inline			__attribute__((__gnu_inline__))
#define __malloc			__attribute__((__malloc__))
#define __maybe_unused			__attribute__((__unused__))
#define __mode(x)			__attribute__((__mode__(x)))
#define __must_check			__attribute__((__warn_unused_result__))
#define __nonstring			__attribute__((__nonstring__))
#define __noreturn			__attribute__((__noreturn__))
#define __packed			__attribute__((__packed__))
#define __printf(fmt, args)		__attribute__((__format__(__printf__, fmt, args)))
#define __pure				__attribute__((__pure__))
#define __scanf(fmt, args)		__attribute__((__format__(__scanf__, fmt, args)))
#define __section(name)			__attribute__((__section__(name)))
#define __used				__attribute__((__used__))
#define __weak				__attribute__((__weak__))
#define __returns_nonnull		__attribute__((__returns_nonnull__))
#define __no_stack_protector		__attribute__((__optimize__("no-stack-protector")))
#define __compiletime_error(msg)	__attribute__((__error__(msg)))
#define __compiletime_warning(msg)	__attribute__((__warning__(msg)))

/* Says that falling into the next case is meant. */
#define fallthrough			__attribute__((__fallthrough__))

#define __always_inline			inline __attribute__((__always_inline__))
#define noinline			__attribute__((__noinline__))
#define noinline_for_stack		noinline
#define notrace
#define __no_sanitize_address
#define __no_kasan_or_inline		__always_inline

#endif /* _LINUX_COMPILER_ATTRIBUTES_H */
