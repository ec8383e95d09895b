// SPDX-License-Identifier: MIT
/* The command line: words, numbers, sizes, lists, and the parameters they set. */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

struct option_case {
	const char *text;
	int ret;
	int value;
	const char *rest;
};

static const struct option_case option_cases[] = {
	{ "", 0, -99, "" },
	{ "5", 1, 5, "" },
	{ "5,6", 2, 5, "6" },
	{ "5-6", 3, 5, "-6" },
	{ "-5", 1, -5, "" },
	{ "0x10,", 2, 16, "" },
	{ "5 6", 1, 5, " 6" },
	{ "x", 0, -99, "x" },
	{ ",5", 0, -99, ",5" },
	{ "-", 0, -99, "" },
	{ "--5", 0, -99, "-5" },
};

KUNIT_ARRAY_PARAM_DESC(option, option_cases, text);

static void get_option_test(struct kunit *test)
{
	const struct option_case *c = test->param_value;
	char text[16], *p = text;
	int value = -99;

	strscpy(text, c->text);
	KUNIT_EXPECT_EQ(test, get_option(&p, &value), c->ret);
	KUNIT_EXPECT_EQ(test, value, c->value);
	KUNIT_EXPECT_STREQ(test, p, c->rest);
}

static void get_option_null_test(struct kunit *test)
{
	char *none = NULL;
	char text[] = "7,8", *p = text;

	KUNIT_EXPECT_EQ(test, get_option(&none, NULL), 0);
	KUNIT_EXPECT_EQ(test, get_option(&p, NULL), 2);
	KUNIT_EXPECT_STREQ(test, p, "8");
}

static void get_options_test(struct kunit *test)
{
	int v[6];

	KUNIT_EXPECT_STREQ(test, get_options("1,2,3", 6, v), "");
	KUNIT_EXPECT_MEMEQ(test, v, ((int[]){ 3, 1, 2, 3 }), 16);
	KUNIT_EXPECT_STREQ(test, get_options("3-5,9x", 6, v), "x");
	KUNIT_EXPECT_MEMEQ(test, v, ((int[]){ 4, 3, 4, 5, 9 }), 20);
	/* No room: what fits, and the rest is left. */
	KUNIT_EXPECT_STREQ(test, get_options("1,2,3,4", 3, v), "3,4");
	KUNIT_EXPECT_EQ(test, v[0], 2);
	v[3] = 77;
	get_options("1-100", 3, v);
	KUNIT_EXPECT_EQ(test, v[0], 2);
	KUNIT_EXPECT_EQ(test, v[3], 77);
	get_options("5-2", 6, v);
	KUNIT_EXPECT_EQ(test, v[0], 0);
	get_options("", 6, v);
	KUNIT_EXPECT_EQ(test, v[0], 0);
	/* Only counted. */
	v[1] = 77;
	KUNIT_EXPECT_STREQ(test, get_options("1,4-2000000000,-9x", 0, v), "x");
	KUNIT_EXPECT_EQ(test, v[0], 1999999999);
	KUNIT_EXPECT_EQ(test, v[1], 77);
}

struct size_case {
	const char *text;
	unsigned long long value;
	const char *rest;
};

static const struct size_case size_cases[] = {
	{ "0", 0, "" },
	{ "4096", 4096, "" },
	{ "64K", 65536, "" },
	{ "64k@0x1000", 65536, "@0x1000" },
	{ "512M", 512ULL << 20, "" },
	{ "0x10M", 16ULL << 20, "" },
	{ "3G", 3ULL << 30, "" },
	{ "1t", 1ULL << 40, "" },
	{ "1P", 1ULL << 50, "" },
	{ "1e", 1ULL << 60, "" },
	{ "12B", 12, "B" },
	{ "M", 0, "" },
	{ "lots", 0, "lots" },
	{ "", 0, "" },
};

KUNIT_ARRAY_PARAM_DESC(size, size_cases, text);

static void memparse_test(struct kunit *test)
{
	const struct size_case *c = test->param_value;
	char *end;

	KUNIT_EXPECT_EQ(test, memparse(c->text, &end), c->value);
	KUNIT_EXPECT_STREQ(test, end, c->rest);
	KUNIT_EXPECT_EQ(test, memparse(c->text, NULL), c->value);
}

static void parse_option_str_test(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, parse_option_str("a,bc,d", "bc"));
	KUNIT_EXPECT_TRUE(test, parse_option_str("bc", "bc"));
	KUNIT_EXPECT_TRUE(test, parse_option_str("a,bc", "bc"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("a,bcd", "bc"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("abc", "bc"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("", "bc"));
}

struct arg_case {
	const char *text;
	const char *param;
	const char *val;
	const char *rest;
};

static const struct arg_case arg_cases[] = {
	{ "a", "a", NULL, "" },
	{ "a=b", "a", "b", "" },
	{ "a= b", "a", "", "b" },
	{ "a=b=c d", "a", "b=c", "d" },
	{ "a   b", "a", NULL, "b" },
	{ "a=\"b c\" d", "a", "b c", "d" },
	{ "\"a=b c\" d", "a", "b c", "d" },
	{ "\"a b\"=c d", "a b\"", "c", "d" },
	{ "a=\"b c", "a", "b c", "" },
	{ "a=\"", "a", "", "" },
	{ "\"", "", NULL, "" },
	{ "=b", "", "b", "" },
};

KUNIT_ARRAY_PARAM_DESC(arg, arg_cases, text);

static void next_arg_test(struct kunit *test)
{
	const struct arg_case *c = test->param_value;
	char text[24], *param, *val;

	strscpy(text, c->text);
	KUNIT_EXPECT_STREQ(test, next_arg(text, &param, &val), c->rest);
	KUNIT_EXPECT_STREQ(test, param, c->param);
	if (c->val)
		KUNIT_EXPECT_STREQ(test, val, c->val);
	else
		KUNIT_EXPECT_NULL(test, val);
}

/* --- parameters -------------------------------------------------------------------------- */

static int an_int;
static u8 a_byte;
static unsigned int a_hexint;
static bool a_bool, an_invbool;
static char *a_charp;
static char a_string[6];
static const struct kparam_string a_string_arg = { sizeof(a_string), a_string };

static const struct kernel_param params[] = {
	{ "t.an_int", &param_ops_int, 0, { &an_int } },
	{ "t.a_byte", &param_ops_byte, 0, { &a_byte } },
	{ "t.a_hexint", &param_ops_hexint, 0, { &a_hexint } },
	{ "t.a_bool", &param_ops_bool, 0, { &a_bool } },
	{ "t.an_invbool", &param_ops_invbool, 0, { &an_invbool } },
	{ "t.a_charp", &param_ops_charp, 0, { &a_charp } },
	{ "t.a_string", &param_ops_string, 0, { .str = &a_string_arg } },
};

static char unknown_words[64];

static int note_unknown(char *param, char *val, const char *doing)
{
	strlcat(unknown_words, param, sizeof(unknown_words));
	strlcat(unknown_words, val ? "=" : ";", sizeof(unknown_words));
	strlcat(unknown_words, val ? val : "", sizeof(unknown_words));
	return 0;
}

static char *parse(const char *text)
{
	static char line[160];

	unknown_words[0] = '\0';
	strscpy(line, text);
	return parse_args("test", line, params, ARRAY_SIZE(params), note_unknown);
}

static void parse_args_test(struct kunit *test)
{
	an_invbool = true;
	KUNIT_EXPECT_NULL(test, parse(" t.an_int=-5  t.a_byte=0x10 t.a_hexint=0xff00 t.a_bool "
				      "t.an_invbool=y t.a_charp=\"two words\" t.a_string=short"));
	KUNIT_EXPECT_EQ(test, an_int, -5);
	KUNIT_EXPECT_EQ(test, a_byte, 16);
	KUNIT_EXPECT_TRUE(test, a_bool);
	KUNIT_EXPECT_FALSE(test, an_invbool);
	KUNIT_EXPECT_STREQ(test, a_charp, "two words");
	KUNIT_EXPECT_STREQ(test, a_string, "short");
	KUNIT_EXPECT_STREQ(test, unknown_words, "");
	/* '-' and '_' are the same in names; the last one counts. */
	KUNIT_EXPECT_NULL(test, parse("t.an-int=6 t.an_int=7"));
	KUNIT_EXPECT_EQ(test, an_int, 7);
	KUNIT_EXPECT_NULL(test, parse("t.a_bool=0 quux t.none=3"));
	KUNIT_EXPECT_FALSE(test, a_bool);
	KUNIT_EXPECT_STREQ(test, unknown_words, "quux;t.none=3");
}

static void parse_args_stop_test(struct kunit *test)
{
	an_int = 1;
	KUNIT_EXPECT_NULL(test, parse("-- t.an_int=9"));
	KUNIT_EXPECT_EQ(test, an_int, 1);
	KUNIT_EXPECT_NULL(test, parse(""));
	KUNIT_EXPECT_NULL(test, parse("   "));
}

struct refusal_case {
	const char *text;
	int err;
	const char *line;
};

static const struct refusal_case refusal_cases[] = {
	{ "t.an_int=many", -EINVAL, "test: 'many' is no value for parameter 't.an_int' (-EINVAL)" },
	{ "t.a_byte=256", -ERANGE, "test: '256' is no value for parameter 't.a_byte' (-ERANGE)" },
	{ "t.an_int", -EINVAL, "test: parameter 't.an_int' wants a value" },
	{ "t.a_bool=perhaps", -EINVAL, "test: 'perhaps' is no value" },
	{ "t.a_string=too-long", -ENOSPC, "test: 'too-long' is too long for" },
};

KUNIT_ARRAY_PARAM_DESC(refusal, refusal_cases, text);

/* The line names the culprit; what follows still counts. */
static void parse_args_refusal_test(struct kunit *test)
{
	const struct refusal_case *c = test->param_value;
	char text[64];
	char *result;

	snprintf(text, sizeof(text), "%s t.a_hexint=0x77", c->text);
	kunit_expect_splat_begin(test, c->line);
	result = parse(text);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_PTR_EQ(test, result, (char *)ERR_PTR(c->err));
	KUNIT_EXPECT_EQ(test, a_hexint, 0x77);
}

static void param_get_test(struct kunit *test)
{
	static char text[64];

	an_int = -3;
	a_bool = true;
	params[0].ops->get(text, &params[0]);
	KUNIT_EXPECT_STREQ(test, text, "-3\n");
	params[3].ops->get(text, &params[3]);
	KUNIT_EXPECT_STREQ(test, text, "Y\n");
}

static struct kunit_case cmdline_cases[] = {
	KUNIT_CASE_PARAM(get_option_test, option_gen_params),
	KUNIT_CASE(get_option_null_test),
	KUNIT_CASE(get_options_test),
	KUNIT_CASE_PARAM(memparse_test, size_gen_params),
	KUNIT_CASE(parse_option_str_test),
	KUNIT_CASE_PARAM(next_arg_test, arg_gen_params),
	KUNIT_CASE(parse_args_test),
	KUNIT_CASE(parse_args_stop_test),
	KUNIT_CASE_PARAM(parse_args_refusal_test, refusal_gen_params),
	KUNIT_CASE(param_get_test),
	{}
};

static struct kunit_suite cmdline_suite = {
	.name = "cmdline",
	.test_cases = cmdline_cases,
};
kunit_test_suite(cmdline_suite);
