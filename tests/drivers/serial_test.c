// SPDX-License-Identifier: MIT
/* Serial ports: console options and the input ring. */
#include <linux/serial_core.h>

#include <kunit/test.h>
#include <linux/errno.h>

static void drain(void)
{
	while (serial_getc() >= 0)
		;
}

static void serial_baud_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, uart_parse_baud("115200"), 115200u);
	KUNIT_EXPECT_EQ(test, uart_parse_baud("9600n8"), 9600u);
	KUNIT_EXPECT_EQ(test, uart_parse_baud(NULL), 0u);
	KUNIT_EXPECT_EQ(test, uart_parse_baud(""), 0u);
	KUNIT_EXPECT_EQ(test, uart_parse_baud("n8"), 0u);
	KUNIT_EXPECT_EQ(test, uart_parse_baud("0"), 0u);
	KUNIT_EXPECT_EQ(test, uart_parse_baud("99"), 0u);
	KUNIT_EXPECT_EQ(test, uart_parse_baud("99999999999999999999"), 0u);
}

static void serial_ring_order_test(struct kunit *test)
{
	int i;

	drain();
	KUNIT_EXPECT_EQ(test, serial_getc(), -EAGAIN);
	/* More than the ring holds, in turns: the indices come round. */
	for (i = 0; i < 1000; i++) {
		uart_insert_char(NULL, i & 0xff);
		uart_insert_char(NULL, (i + 1) & 0xff);
		KUNIT_EXPECT_EQ(test, serial_getc(), i & 0xff);
		KUNIT_EXPECT_EQ(test, serial_getc(), (i + 1) & 0xff);
	}
	KUNIT_EXPECT_EQ(test, serial_getc(), -EAGAIN);
}

static void serial_ring_full_test(struct kunit *test)
{
	int i, n = 0;

	drain();
	for (i = 0; i < 1000; i++)
		uart_insert_char(NULL, i & 0xff);
	/* The oldest are kept, the rest is lost, and nothing but what was put in comes out. */
	for (i = serial_getc(); i >= 0; i = serial_getc(), n++)
		KUNIT_EXPECT_EQ(test, i, n & 0xff);
	KUNIT_EXPECT_EQ(test, n, 256);
}

static void serial_console_test(struct kunit *test)
{
	struct console *con = console_for_input();

	if (!con)
		kunit_skip(test, "no console takes input");
	KUNIT_EXPECT_FALSE(test, con->flags & CON_BOOT);
	KUNIT_ASSERT_NOT_NULL(test, con->read);
	drain();
	uart_insert_char(NULL, 'x');
	KUNIT_EXPECT_EQ(test, con->read(con), 'x');
	KUNIT_EXPECT_EQ(test, con->read(con), -EAGAIN);
}

static struct kunit_case serial_cases[] = {
	KUNIT_CASE(serial_baud_test),
	KUNIT_CASE(serial_ring_order_test),
	KUNIT_CASE(serial_ring_full_test),
	KUNIT_CASE(serial_console_test),
	{}
};

static struct kunit_suite serial_suite = {
	.name = "serial",
	.test_cases = serial_cases,
};
kunit_test_suite(serial_suite);
