// SPDX-License-Identifier: MIT
/*
 * Interrupts: the core on a controller made of software, whose every call is written down; then one
 * real interrupt, raised by software through the board's controller.
 */
#include <linux/interrupt.h>

#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/irqdomain.h>
#include <linux/ktime.h>
#include <linux/of.h>
#include <linux/percpu.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

#define LINES		32
#define UNHANDLED_MAX	100	/* kernel/irq/internals.h */

/* -- The controller ------------------------------------------------------------------------ */

/* What was called, a letter each: m mask, u unmask, a acknowledge, e end, h handler. */
static char trace[512];
static unsigned int trace_len;
static irq_flow_handler_t flow;
static struct irq_domain *domain;

static void note(char c)
{
	if (trace_len < sizeof(trace) - 1)
		trace[trace_len++] = c;
	trace[trace_len] = '\0';
}

static void clear_trace(void)
{
	trace_len = 0;
	trace[0] = '\0';
}

static void soft_mask(struct irq_data *d)
{
	note('m');
}

static void soft_unmask(struct irq_data *d)
{
	note('u');
}

static void soft_mask_ack(struct irq_data *d)
{
	note('m');
	note('a');
}

static void soft_ack(struct irq_data *d)
{
	note('a');
}

static void soft_eoi(struct irq_data *d)
{
	note('e');
}

static int soft_set_type(struct irq_data *d, unsigned int type)
{
	return type == IRQ_TYPE_LEVEL_LOW ? -EINVAL : 0;
}

static struct irq_chip soft_chip = {
	.name = "soft",
	.irq_mask = soft_mask,
	.irq_unmask = soft_unmask,
	.irq_ack = soft_ack,
	.irq_eoi = soft_eoi,
	.irq_set_type = soft_set_type,
};

static int soft_map(struct irq_domain *d, unsigned int virq, irq_hw_number_t hw)
{
	if (hw == LINES - 1)
		return -EPERM;
	irq_set_chip_and_handler(virq, &soft_chip, flow);
	return flow == handle_percpu_devid_irq ? irq_set_percpu_devid(virq) : 0;
}

static const struct irq_domain_ops soft_ops = {
	.map = soft_map,
	.xlate = irq_domain_xlate_twocell,
};

/* A line signals: as the exception entry would have it. */
static void fire(unsigned int hw)
{
	unsigned long flags;

	local_irq_save(flags);
	irq_enter();
	generic_handle_domain_irq(domain, hw);
	irq_exit();
	local_irq_restore(flags);
}

static int irq_test_init(struct kunit *test)
{
	flow = handle_level_irq;
	clear_trace();
	domain = irq_domain_add_linear(NULL, LINES, &soft_ops, NULL);
	KUNIT_ASSERT_NOT_NULL(test, domain);
	return 0;
}

static void irq_test_exit(struct kunit *test)
{
	if (domain)
		irq_domain_remove(domain);
	domain = NULL;
}

/* -- Handlers ------------------------------------------------------------------------------ */

/**
 * struct device - who a handler serves
 * @calls:	how often it was called
 * @result:	what it returns
 * @hw:		its line
 * @again:	fires so often more from inside the handler, as another CPU would
 * @disable:	closes its own line
 * @context:	in_hardirq() and interrupts off, at each call
 */
struct device {
	int calls;
	irqreturn_t result;
	unsigned int hw;
	int again;
	bool disable;
	bool context;
};

static irqreturn_t device_handler(int irq, void *dev_id)
{
	struct device *dev = dev_id;

	note('h');
	dev->calls++;
	dev->context = in_hardirq() && irqs_disabled();
	if (dev->disable)
		disable_irq_nosync(irq);
	if (dev->again-- > 0)
		generic_handle_domain_irq(domain, dev->hw);
	return dev->result;
}

static unsigned int setup_line(struct kunit *test, struct device *dev, unsigned long flags)
{
	unsigned int irq = irq_create_mapping(domain, dev->hw);

	KUNIT_ASSERT_NE(test, irq, 0u);
	KUNIT_ASSERT_EQ(test, request_irq(irq, device_handler, flags, "device", dev), 0);
	return irq;
}

/* -- Mappings ------------------------------------------------------------------------------ */

static void irq_mapping_test(struct kunit *test)
{
	unsigned int a = irq_create_mapping(domain, 3), b = irq_create_mapping(domain, 4);

	KUNIT_EXPECT_NE(test, a, 0u);
	KUNIT_EXPECT_NE(test, b, 0u);
	KUNIT_EXPECT_NE(test, a, b);
	KUNIT_EXPECT_EQ(test, irq_create_mapping(domain, 3), a);
	KUNIT_EXPECT_EQ(test, irq_find_mapping(domain, 4), b);
	KUNIT_EXPECT_EQ(test, irq_find_mapping(domain, 5), 0u);
	KUNIT_EXPECT_EQ(test, irq_get_irq_data(a)->hwirq, 3ul);
	KUNIT_EXPECT_EQ(test, irq_create_mapping(domain, LINES), 0u);
	KUNIT_EXPECT_EQ(test, irq_find_mapping(domain, LINES), 0u);
	KUNIT_EXPECT_EQ(test, irq_find_mapping(domain, ~0ul), 0u);
	KUNIT_EXPECT_EQ(test, irq_create_mapping(NULL, 0), 0u);
	/* The driver refuses it: nothing stays behind. */
	KUNIT_EXPECT_EQ(test, irq_create_mapping(domain, LINES - 1), 0u);
	KUNIT_EXPECT_EQ(test, irq_find_mapping(domain, LINES - 1), 0u);

	irq_dispose_mapping(a);
	KUNIT_EXPECT_EQ(test, irq_find_mapping(domain, 3), 0u);
	KUNIT_EXPECT_PTR_EQ(test, irq_get_irq_data(a), NULL);
	KUNIT_EXPECT_EQ(test, generic_handle_domain_irq(domain, 3), -EINVAL);
	irq_dispose_mapping(a);
	irq_dispose_mapping(0);
	irq_dispose_mapping(NR_IRQS);
}

static void irq_xlate_test(struct kunit *test)
{
	irq_hw_number_t hw = 0;
	unsigned int type = 0;
	u32 spec[2] = { 7, IRQ_TYPE_EDGE_RISING | 0xf00 };

	KUNIT_EXPECT_EQ(test, irq_domain_xlate_twocell(domain, NULL, spec, 2, &hw, &type), 0);
	KUNIT_EXPECT_EQ(test, hw, 7ul);
	KUNIT_EXPECT_EQ(test, type, (unsigned int)IRQ_TYPE_EDGE_RISING);
	KUNIT_EXPECT_EQ(test, irq_domain_xlate_twocell(domain, NULL, spec, 1, &hw, &type), -EINVAL);
	KUNIT_EXPECT_EQ(test, irq_domain_xlate_onecell(domain, NULL, spec, 1, &hw, &type), 0);
	KUNIT_EXPECT_EQ(test, type, (unsigned int)IRQ_TYPE_NONE);
	KUNIT_EXPECT_EQ(test, irq_domain_xlate_onecell(domain, NULL, spec, 0, &hw, &type), -EINVAL);
}

static void irq_domain_limits_test(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, irq_domain_add_linear(NULL, 0, &soft_ops, NULL), NULL);
	KUNIT_EXPECT_PTR_EQ(test, irq_domain_add_linear(NULL, IRQ_DOMAIN_MAX_LINES + 1, &soft_ops,
							NULL), NULL);
	KUNIT_EXPECT_PTR_EQ(test, irq_find_host(NULL), NULL);
}

/* -- request_irq and free_irq -------------------------------------------------------------- */

static void irq_request_errors_test(struct kunit *test)
{
	struct device dev = { .hw = 1, .result = IRQ_HANDLED }, other = { .hw = 1 };
	unsigned int irq;

	KUNIT_EXPECT_EQ(test, request_irq(0, device_handler, 0, "device", &dev), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(NR_IRQS, device_handler, 0, "device", &dev), -EINVAL);
	irq = setup_line(test, &dev, 0);
	KUNIT_EXPECT_EQ(test, request_irq(irq, device_handler, 0, "other", &other), -EBUSY);
	KUNIT_EXPECT_EQ(test, request_irq(irq, device_handler, IRQF_SHARED, "other", &other),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, request_irq(irq, device_handler, IRQF_SHARED, "other", NULL),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(irq, NULL, 0, "other", &other), -EINVAL);
	KUNIT_EXPECT_STREQ(test, free_irq(irq, &dev), "device");
	KUNIT_EXPECT_EQ(test, request_irq(irq, device_handler, IRQF_TRIGGER_LOW, "device", &dev),
			-EINVAL);
	/* None of the failures took the line. */
	KUNIT_EXPECT_EQ(test, request_irq(irq, device_handler, 0, "device", &dev), 0);
	free_irq(irq, &dev);
}

static void irq_free_unknown_test(struct kunit *test)
{
	struct device dev = { .hw = 1, .result = IRQ_HANDLED }, other = { .hw = 1 };
	unsigned int irq = setup_line(test, &dev, 0);

	kunit_expect_splat_begin(test, "has no such handler");
	KUNIT_EXPECT_PTR_EQ(test, free_irq(irq, &other), NULL);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	fire(1);
	KUNIT_EXPECT_EQ(test, dev.calls, 1);
	free_irq(irq, &dev);
	clear_trace();
	fire(1);
	KUNIT_EXPECT_EQ(test, dev.calls, 1);
}

static void irq_shared_test(struct kunit *test)
{
	struct device a = { .hw = 2, .result = IRQ_NONE }, b = { .hw = 2, .result = IRQ_HANDLED };
	unsigned int irq = setup_line(test, &a, IRQF_SHARED);

	KUNIT_ASSERT_EQ(test, request_irq(irq, device_handler, IRQF_SHARED, "b", &b), 0);
	fire(2);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
	KUNIT_EXPECT_EQ(test, b.calls, 1);
	KUNIT_EXPECT_TRUE(test, a.context);
	KUNIT_EXPECT_STREQ(test, free_irq(irq, &a), "device");
	fire(2);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
	KUNIT_EXPECT_EQ(test, b.calls, 2);
	clear_trace();
	free_irq(irq, &b);
	KUNIT_EXPECT_STREQ(test, trace, "m");
}

static void irq_many_handlers_test(struct kunit *test)
{
	static struct device devs[200];
	unsigned int irq = irq_create_mapping(domain, 2);
	int i, n, err = 0;

	for (n = 0; n < (int)ARRAY_SIZE(devs) && !err; n++) {
		devs[n] = (struct device) { .hw = 2, .result = IRQ_HANDLED };
		err = request_irq(irq, device_handler, IRQF_SHARED, "one of many", &devs[n]);
	}
	n -= err != 0;
	KUNIT_EXPECT_EQ(test, err, -ENOMEM);
	KUNIT_EXPECT_GT(test, n, 50);
	fire(2);
	for (i = 0; i < n; i++) {
		KUNIT_EXPECT_EQ(test, devs[i].calls, 1);
		free_irq(irq, &devs[i]);
	}
	/* What was given back can be had again. */
	KUNIT_EXPECT_EQ(test, request_irq(irq, device_handler, 0, "device", &devs[0]), 0);
	free_irq(irq, &devs[0]);
}

/* -- Flows --------------------------------------------------------------------------------- */

/* A level line's life; @flow has been chosen. */
static void check_level_flow(struct kunit *test)
{
	struct device dev = { .hw = 5, .result = IRQ_HANDLED };
	unsigned int irq = setup_line(test, &dev, 0);

	KUNIT_EXPECT_STREQ(test, trace, "u");
	clear_trace();
	fire(5);
	KUNIT_EXPECT_STREQ(test, trace, "mahu");
	KUNIT_EXPECT_EQ(test, kstat_irqs(irq), 1u);
	clear_trace();
	dev.disable = true;
	fire(5);
	KUNIT_EXPECT_STREQ(test, trace, "mahm");
	dev.disable = false;
	clear_trace();
	enable_irq(irq);
	KUNIT_EXPECT_STREQ(test, trace, "u");
	free_irq(irq, &dev);
}

static void irq_level_flow_test(struct kunit *test)
{
	check_level_flow(test);
}

/* The same calls in the same order; what a handler lets in stays masked till its end. */
static void irq_level_solo_flow_test(struct kunit *test)
{
	struct device dev = { .hw = 6, .result = IRQ_HANDLED, .again = 1 };
	unsigned int irq;

	flow = handle_level_solo_irq;
	soft_chip.irq_mask_ack = soft_mask_ack;
	check_level_flow(test);
	irq = setup_line(test, &dev, 0);
	clear_trace();
	fire(6);
	KUNIT_EXPECT_STREQ(test, trace, "mahmau");
	KUNIT_EXPECT_EQ(test, dev.calls, 1);
	disable_irq(irq);
	clear_trace();
	fire(6);
	KUNIT_EXPECT_STREQ(test, trace, "ma");
	enable_irq(irq);
	KUNIT_EXPECT_STREQ(test, trace, "mau");
	free_irq(irq, &dev);
	soft_chip.irq_mask_ack = NULL;
}

static void irq_fasteoi_flow_test(struct kunit *test)
{
	struct device dev = { .hw = 6, .result = IRQ_HANDLED };
	unsigned int irq;

	flow = handle_fasteoi_irq;
	irq = setup_line(test, &dev, 0);
	clear_trace();
	fire(6);
	KUNIT_EXPECT_STREQ(test, trace, "he");
	/* It comes on another CPU while the handler runs: one goes round again, each is ended. */
	clear_trace();
	dev.again = 1;
	fire(6);
	KUNIT_EXPECT_STREQ(test, trace, "hehe");
	disable_irq(irq);
	clear_trace();
	fire(6);
	KUNIT_EXPECT_STREQ(test, trace, "me");
	free_irq(irq, &dev);
}

static void irq_edge_flow_test(struct kunit *test)
{
	struct device dev = { .hw = 7, .result = IRQ_HANDLED };
	unsigned int irq;

	flow = handle_edge_irq;
	irq = setup_line(test, &dev, 0);
	clear_trace();
	fire(7);
	KUNIT_EXPECT_STREQ(test, trace, "ah");
	/* An edge while the handler runs is not lost. */
	clear_trace();
	dev.again = 1;
	fire(7);
	KUNIT_EXPECT_STREQ(test, trace, "ahmauh");
	KUNIT_EXPECT_EQ(test, dev.calls, 3);
	free_irq(irq, &dev);
}

static DEFINE_PER_CPU(struct device, percpu_device);

static void irq_percpu_flow_test(struct kunit *test)
{
	unsigned int irq;

	flow = handle_percpu_devid_irq;
	irq = irq_create_mapping(domain, 8);
	KUNIT_ASSERT_NE(test, irq, 0u);
	KUNIT_EXPECT_EQ(test, request_irq(irq, device_handler, 0, "wrong kind", &flow), -EINVAL);
	KUNIT_ASSERT_EQ(test, request_percpu_irq(irq, device_handler, "percpu", &percpu_device), 0);
	preempt_disable();
	*this_cpu_ptr(&percpu_device) = (struct device) { .hw = 8, .result = IRQ_HANDLED };
	clear_trace();
	enable_percpu_irq(irq, IRQ_TYPE_NONE);
	fire(8);
	disable_percpu_irq(irq);
	KUNIT_EXPECT_STREQ(test, trace, "uahem");
	KUNIT_EXPECT_EQ(test, this_cpu_ptr(&percpu_device)->calls, 1);
	preempt_enable();
	free_percpu_irq(irq, &percpu_device);
}

/* -- Closing and opening ------------------------------------------------------------------- */

static void irq_nested_disable_test(struct kunit *test)
{
	struct device dev = { .hw = 9, .result = IRQ_HANDLED };
	unsigned int irq = setup_line(test, &dev, 0);

	clear_trace();
	disable_irq(irq);
	disable_irq_nosync(irq);
	disable_irq(irq);
	KUNIT_EXPECT_STREQ(test, trace, "m");
	enable_irq(irq);
	enable_irq(irq);
	KUNIT_EXPECT_STREQ(test, trace, "m");
	fire(9);
	KUNIT_EXPECT_EQ(test, dev.calls, 0);
	clear_trace();
	enable_irq(irq);
	KUNIT_EXPECT_STREQ(test, trace, "u");
	fire(9);
	KUNIT_EXPECT_EQ(test, dev.calls, 1);

	kunit_expect_splat_begin(test, "enabled more often than disabled");
	enable_irq(irq);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	fire(9);
	KUNIT_EXPECT_EQ(test, dev.calls, 2);
	free_irq(irq, &dev);
}

static void irq_no_autoen_test(struct kunit *test)
{
	struct device dev = { .hw = 9, .result = IRQ_HANDLED };
	unsigned int irq = setup_line(test, &dev, IRQF_NO_AUTOEN);

	KUNIT_EXPECT_STREQ(test, trace, "");
	fire(9);
	KUNIT_EXPECT_EQ(test, dev.calls, 0);
	enable_irq(irq);
	fire(9);
	KUNIT_EXPECT_EQ(test, dev.calls, 1);
	free_irq(irq, &dev);
}

/* -- Nobody handles it --------------------------------------------------------------------- */

static void irq_spurious_test(struct kunit *test)
{
	struct device dev = { .hw = 10, .result = IRQ_NONE };
	unsigned int irq = setup_line(test, &dev, 0);
	int i;

	for (i = 0; i < UNHANDLED_MAX - 1; i++)
		fire(10);
	dev.result = IRQ_HANDLED;
	fire(10);
	dev.result = IRQ_NONE;
	/* Handled once: the count starts over. */
	for (i = 0; i < UNHANDLED_MAX - 1; i++)
		fire(10);
	KUNIT_EXPECT_EQ(test, dev.calls, 2 * UNHANDLED_MAX - 1);
	clear_trace();
	fire(10);
	KUNIT_EXPECT_STREQ(test, trace, "mahm");
	fire(10);
	KUNIT_EXPECT_EQ(test, dev.calls, 2 * UNHANDLED_MAX);

	/* Whoever takes the line anew has it open. */
	free_irq(irq, &dev);
	dev = (struct device) { .hw = 10, .result = IRQ_HANDLED };
	KUNIT_ASSERT_EQ(test, request_irq(irq, device_handler, 0, "device", &dev), 0);
	fire(10);
	KUNIT_EXPECT_EQ(test, dev.calls, 1);
	free_irq(irq, &dev);
}

static void irq_no_handler_test(struct kunit *test)
{
	unsigned int irq = irq_create_mapping(domain, 11);

	KUNIT_ASSERT_NE(test, irq, 0u);
	fire(11);
	KUNIT_EXPECT_EQ(test, trace[trace_len - 1], 'm');
	KUNIT_EXPECT_EQ(test, kstat_irqs(irq), 1u);
}

static void irq_show_test(struct kunit *test)
{
	struct device dev = { .hw = 12, .result = IRQ_HANDLED };
	unsigned int irq = setup_line(test, &dev, 0);
	static char text[2048];
	struct seq_buf s;

	fire(12);
	seq_buf_init(&s, text, sizeof(text));
	show_interrupts(&s);
	KUNIT_EXPECT_FALSE(test, seq_buf_has_overflowed(&s));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seq_buf_str(&s), "tick"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seq_buf_str(&s), "soft"));
	free_irq(irq, &dev);
}

/* -- The board's controller ---------------------------------------------------------------- */

static volatile int real_calls, real_cpu;

static irqreturn_t real_handler(int irq, void *dev_id)
{
	real_cpu = raw_smp_processor_id();
	/* Another CPU waits for the count, then looks at the CPU. */
	smp_wmb();
	real_calls++;
	return IRQ_HANDLED;
}

/* The root controller's domain, by a device that hangs on it. */
static struct irq_domain *root_domain(void)
{
	struct device_node *np;

	for_each_of_allnodes(np) {
		if (irq_find_host(np))
			return irq_find_host(np);
	}
	return NULL;
}

/* Maps the highest line of the controller that nobody uses. */
static unsigned int map_free_line(struct irq_domain *root)
{
	unsigned int hw;

	for (hw = root->size - 1; hw > 32; hw--) {
		if (!irq_find_mapping(root, hw))
			return irq_create_mapping(root, hw);
	}
	return 0;
}

static bool wait_for_calls(int calls)
{
	u64 start = ktime_get_ns();

	while (real_calls < calls && ktime_get_ns() - start < 10 * (u64)NSEC_PER_SEC)
		;
	smp_rmb();
	return real_calls == calls;
}

static void irq_real_test(struct kunit *test)
{
	struct irq_domain *root = root_domain();
	unsigned int irq, cpu;
	int expected = 2;

	KUNIT_ASSERT_NOT_NULL(test, root);
	irq = map_free_line(root);
	KUNIT_ASSERT_NE(test, irq, 0u);
	if (!irq_get_irq_data(irq)->chip->irq_retrigger) {
		irq_dispose_mapping(irq);
		kunit_skip(test, "the controller cannot raise a line by software");
	}
	real_calls = 0;
	KUNIT_ASSERT_EQ(test, request_irq(irq, real_handler, IRQF_TRIGGER_RISING, "real", &domain),
			0);
	KUNIT_EXPECT_EQ(test, irq_inject_interrupt(irq), 0);
	KUNIT_EXPECT_TRUE(test, wait_for_calls(1));
	disable_irq(irq);
	irq_inject_interrupt(irq);
	udelay(100);
	KUNIT_EXPECT_EQ(test, real_calls, 1);
	enable_irq(irq);
	KUNIT_EXPECT_TRUE(test, wait_for_calls(2));
	for_each_online_cpu(cpu) {
		if (irq_set_affinity(irq, cpumask_of(cpu)))
			continue;
		/* The CPU before has left the handler, or it would serve this one, too. */
		synchronize_irq(irq);
		irq_inject_interrupt(irq);
		KUNIT_EXPECT_TRUE(test, wait_for_calls(++expected));
		KUNIT_EXPECT_EQ(test, real_cpu, (int)cpu);
	}
	free_irq(irq, &domain);
	irq_dispose_mapping(irq);
}

static struct kunit_case irq_cases[] = {
	KUNIT_CASE(irq_mapping_test),
	KUNIT_CASE(irq_xlate_test),
	KUNIT_CASE(irq_domain_limits_test),
	KUNIT_CASE(irq_request_errors_test),
	KUNIT_CASE(irq_free_unknown_test),
	KUNIT_CASE(irq_shared_test),
	KUNIT_CASE(irq_many_handlers_test),
	KUNIT_CASE(irq_level_flow_test),
	KUNIT_CASE(irq_level_solo_flow_test),
	KUNIT_CASE(irq_fasteoi_flow_test),
	KUNIT_CASE(irq_edge_flow_test),
	KUNIT_CASE(irq_percpu_flow_test),
	KUNIT_CASE(irq_nested_disable_test),
	KUNIT_CASE(irq_no_autoen_test),
	KUNIT_CASE(irq_spurious_test),
	KUNIT_CASE(irq_no_handler_test),
	KUNIT_CASE(irq_show_test),
	KUNIT_CASE(irq_real_test),
	{}
};

static struct kunit_suite irq_suite = {
	.name = "irq",
	.init = irq_test_init,
	.exit = irq_test_exit,
	.test_cases = irq_cases,
};
kunit_test_suite(irq_suite);
