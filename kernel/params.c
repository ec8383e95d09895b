// SPDX-License-Identifier: MIT
/*
 * Kernel parameters.
 *
 * The command line is a list of words, "name" or "name=value"; lib/cmdline.c cuts them. A name is
 * looked for in three tables, in which '-' and '_' are the same letter:
 *
 *	early_param()	before memory is set up, in a pass of its own
 *	module_param()	part.name=value, core_param() without a part: variables
 *	__setup()	functions; those whose name ends in '=' see what follows it
 *
 * A word that is in none of them is named in one line at the end. A value that its owner refuses
 * is named at once. Neither stops the kernel.
 */
#include <linux/moduleparam.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

/* --- names ------------------------------------------------------------------------------- */

static char dash_to_underscore(char c)
{
	return c == '-' ? '_' : c;
}

static bool names_equal(const char *a, const char *b)
{
	while (*a && dash_to_underscore(*a) == dash_to_underscore(*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

/* True if @name is what stands in @str before a final '='; *@takes_value says if there is one. */
static bool setup_matches(const char *str, const char *name, bool *takes_value)
{
	size_t len = strlen(str);

	*takes_value = len && str[len - 1] == '=';
	if (*takes_value)
		len--;
	return strlen(name) == len && strncmp(str, name, len) == 0;
}

/* --- the parser -------------------------------------------------------------------------- */

static void report_refusal(const char *doing, const char *param, const char *val, int err)
{
	if (!val)
		pr_err("%s: parameter '%s' wants a value\n", doing, param);
	else if (err == -ENOSPC)
		pr_err("%s: '%s' is too long for parameter '%s'\n", doing, val, param);
	else
		pr_err("%s: '%s' is no value for parameter '%s' (%pe)\n", doing, val, param,
		       ERR_PTR(err));
}

static const struct kernel_param *find_param(const struct kernel_param *params, unsigned int num,
					     const char *name)
{
	unsigned int i;

	for (i = 0; i < num; i++) {
		if (names_equal(params[i].name, name))
			return &params[i];
	}
	return NULL;
}

static int set_param(const struct kernel_param *kp, const char *val)
{
	if (!val && !(kp->ops->flags & KERNEL_PARAM_OPS_FL_NOARG))
		return -EINVAL;
	return kp->ops->set(val, kp);
}

char *parse_args(const char *doing, char *args, const struct kernel_param *params,
		 unsigned int num, int (*unknown)(char *param, char *val, const char *doing))
{
	char *result = NULL;

	args = skip_spaces(args);
	while (*args) {
		const struct kernel_param *kp;
		char *param, *val;
		int err;

		args = next_arg(args, &param, &val);
		/* What follows "--" is not for the kernel. */
		if (!val && strcmp(param, "--") == 0)
			break;
		kp = find_param(params, num, param);
		if (kp)
			err = set_param(kp, val);
		else
			err = unknown ? unknown(param, val, doing) : -ENOENT;
		if (!err)
			continue;
		if (err == -ENOENT)
			pr_err("%s: unknown parameter '%s'\n", doing, param);
		else
			report_refusal(doing, param, val, err);
		result = ERR_PTR(err);
	}
	return result;
}
EXPORT_SYMBOL(parse_args);

/* --- the kernel's command line ----------------------------------------------------------- */

/* A copy, for words are cut out of it; kept, for charp parameters point into it. */
static char words[COMMAND_LINE_SIZE];

static int __init do_early_param(char *param, char *val, const char *doing)
{
	const struct obs_kernel_param *p;

	for (p = __setup_start; p < __setup_end; p++) {
		if (p->early && names_equal(p->str, param) && p->setup_func(val ? val : ""))
			pr_warn("Malformed early option '%s%s%s'\n", param, val ? "=" : "",
				val ? val : "");
	}
	return 0;
}

void __init parse_early_param(void)
{
	static char early_words[COMMAND_LINE_SIZE] __initdata;

	strscpy(early_words, boot_command_line, sizeof(early_words));
	parse_args("early options", early_words, NULL, 0, do_early_param);
}

/* What nobody knew, for one line at the end. */
static char unknown_text[256] __initdata;
static struct seq_buf unknown_words __initdata = {
	.buffer = unknown_text, .size = sizeof(unknown_text),
};

static void __init note_unknown(const char *param, const char *val)
{
	seq_buf_printf(&unknown_words, "%s'%s%s%s'", unknown_words.len ? ", " : "", param,
		       val ? "=" : "", val ? val : "");
}

/* Hands a word to __setup() functions and early parameters, which have had it already. */
static int __init do_setup_param(char *param, char *val, const char *doing)
{
	const struct obs_kernel_param *p;
	bool known = false, takes_value;

	for (p = __setup_start; p < __setup_end; p++) {
		if (p->early) {
			known |= names_equal(p->str, param);
			continue;
		}
		if (!setup_matches(p->str, param, &takes_value))
			continue;
		if (p->setup_func(takes_value && val ? val : ""))
			return 0;
		return -EINVAL;
	}
	if (!known)
		note_unknown(param, val);
	return 0;
}

void __init parse_kernel_params(const char *cmdline)
{
	strscpy(words, cmdline, sizeof(words));
	parse_args("Kernel command line", words, __start___param, __stop___param - __start___param,
		   do_setup_param);
	if (unknown_words.len)
		pr_warn("Unknown kernel command line parameters: %s\n",
			seq_buf_str(&unknown_words));
}

/* --- types ------------------------------------------------------------------------------- */

/* A type whose text kstrto* reads and printf writes. */
#define PARAM_TYPE(name, type, format, parse)						\
static int param_set_##name(const char *val, const struct kernel_param *kp)		\
{											\
	return parse(val, 0, kp->arg);							\
}											\
static int param_get_##name(char *buffer, const struct kernel_param *kp)		\
{											\
	return scnprintf(buffer, PARAM_TEXT_MAX, format "\n", *(type *)kp->arg);	\
}											\
const struct kernel_param_ops param_ops_##name = {					\
	.set = param_set_##name,							\
	.get = param_get_##name,							\
}

/* What get() may write. */
#define PARAM_TEXT_MAX	4096

PARAM_TYPE(byte, unsigned char, "%hhu", kstrtou8);
PARAM_TYPE(short, short, "%hi", kstrtos16);
PARAM_TYPE(ushort, unsigned short, "%hu", kstrtou16);
PARAM_TYPE(int, int, "%i", kstrtoint);
PARAM_TYPE(uint, unsigned int, "%u", kstrtouint);
PARAM_TYPE(long, long, "%li", kstrtol);
PARAM_TYPE(ulong, unsigned long, "%lu", kstrtoul);
PARAM_TYPE(ullong, unsigned long long, "%llu", kstrtoull);
PARAM_TYPE(hexint, unsigned int, "%#08x", kstrtouint);

static int param_set_charp(const char *val, const struct kernel_param *kp)
{
	*(const char **)kp->arg = val;
	return 0;
}

static int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PARAM_TEXT_MAX, "%s\n", *(char **)kp->arg);
}

const struct kernel_param_ops param_ops_charp = {
	.set = param_set_charp,
	.get = param_get_charp,
};

/* "name" alone means yes. */
static int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val ? val : "1", kp->arg);
}

static int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PARAM_TEXT_MAX, "%c\n", *(bool *)kp->arg ? 'Y' : 'N');
}

const struct kernel_param_ops param_ops_bool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool,
	.get = param_get_bool,
};

static int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool value;
	int err = kstrtobool(val, &value);

	if (!err)
		*(bool *)kp->arg = !value;
	return err;
}

static int param_get_invbool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PARAM_TEXT_MAX, "%c\n", *(bool *)kp->arg ? 'N' : 'Y');
}

const struct kernel_param_ops param_ops_invbool = {
	.set = param_set_invbool,
	.get = param_get_invbool,
};

static int param_set_string(const char *val, const struct kernel_param *kp)
{
	return strscpy(kp->str->string, val, kp->str->maxlen) < 0 ? -ENOSPC : 0;
}

static int param_get_string(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PARAM_TEXT_MAX, "%s\n", kp->str->string);
}

const struct kernel_param_ops param_ops_string = {
	.set = param_set_string,
	.get = param_get_string,
};
