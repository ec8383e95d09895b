// SPDX-License-Identifier: MIT
/*
 * PSCI: calls to firmware, or to a hypervisor, that start and stop CPUs and the system.
 *
 * The tree says which instruction reaches it: "smc" or "hvc". Since version 0.2 the function
 * numbers are fixed; version 0.1 gives them in the node, and knows nothing of the system's end. A
 * call takes its function in r0 and arguments in r1 to r3, returns in r0 and keeps r4 on (SMC
 * Calling Convention, DEN 0028).
 *
 * The tree is asked at the first use, since CPUs are started before drivers are bound.
 */
#include <linux/psci.h>

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/string.h>

#define PSCI_VERSION		0x84000000
#define PSCI_CPU_OFF		0x84000002
#define PSCI_CPU_ON		0x84000003
#define PSCI_SYSTEM_OFF		0x84000008
#define PSCI_SYSTEM_RESET	0x84000009

#define PSCI_RET_SUCCESS	0
#define PSCI_RET_INVALID	(-2)
#define PSCI_RET_DENIED		(-3)
#define PSCI_RET_ALREADY_ON	(-4)
#define PSCI_RET_ON_PENDING	(-5)

/* hvc #0 and smc #0: the assembler knows them for other CPUs only. */
#define ARM_HVC_0		".inst 0xe1400070"
#define ARM_SMC_0		".inst 0xe1600070"

typedef int (*psci_call_fn)(u32 function, u32 arg0, u32 arg1, u32 arg2);

static struct {
	bool asked;		/* the tree has been asked */
	psci_call_fn call;	/* NULL: no PSCI */
	u32 cpu_on;
	u32 cpu_off;
	bool system;		/* knows SYSTEM_OFF and SYSTEM_RESET */
} psci;

static int call_hvc(u32 function, u32 arg0, u32 arg1, u32 arg2)
{
	register u32 r0 asm("r0") = function;
	register u32 r1 asm("r1") = arg0;
	register u32 r2 asm("r2") = arg1;
	register u32 r3 asm("r3") = arg2;

	asm volatile(ARM_HVC_0
		     : "+r" (r0), "+r" (r1), "+r" (r2), "+r" (r3) : : "ip", "lr", "memory");
	return r0;
}

static int call_smc(u32 function, u32 arg0, u32 arg1, u32 arg2)
{
	register u32 r0 asm("r0") = function;
	register u32 r1 asm("r1") = arg0;
	register u32 r2 asm("r2") = arg1;
	register u32 r3 asm("r3") = arg2;

	asm volatile(ARM_SMC_0
		     : "+r" (r0), "+r" (r1), "+r" (r2), "+r" (r3) : : "ip", "lr", "memory");
	return r0;
}

static psci_call_fn read_method(struct device_node *np)
{
	const char *method = "";

	of_property_read_string(np, "method", &method);
	if (!strcmp(method, "hvc"))
		return call_hvc;
	if (!strcmp(method, "smc"))
		return call_smc;
	of_report(np, "method", "neither hvc nor smc; PSCI not used");
	return NULL;
}

static void psci_ask_tree(void)
{
	static const struct of_device_id matches[] = {
		{ .compatible = "arm,psci-1.0" },
		{ .compatible = "arm,psci-0.2" },
		{ .compatible = "arm,psci" },
		{ }
	};
	const struct of_device_id *match;
	struct device_node *np;

	psci.asked = true;
	np = of_find_matching_node_and_match(NULL, matches, &match);
	if (!np || !of_device_is_reachable(np))
		return;
	psci.system = strcmp(match->compatible, "arm,psci") != 0;
	psci.cpu_on = PSCI_CPU_ON;
	psci.cpu_off = PSCI_CPU_OFF;
	if (!psci.system && (of_property_read_u32(np, "cpu_on", &psci.cpu_on) ||
			     of_property_read_u32(np, "cpu_off", &psci.cpu_off)))
		return;
	psci.call = read_method(np);
}

static bool psci_is_there(void)
{
	if (!psci.asked)
		psci_ask_tree();
	return psci.call;
}

int psci_cpu_on(u32 mpidr, phys_addr_t entry)
{
	if (!psci_is_there())
		return -EOPNOTSUPP;
	switch (psci.call(psci.cpu_on, mpidr, entry, 0)) {
	case PSCI_RET_SUCCESS:
		return 0;
	case PSCI_RET_INVALID:
		return -EINVAL;
	case PSCI_RET_DENIED:
		return -EPERM;
	case PSCI_RET_ALREADY_ON:
	case PSCI_RET_ON_PENDING:
		return -EALREADY;
	default:
		return -EIO;
	}
}

int psci_cpu_off(void)
{
	if (!psci_is_there())
		return -EOPNOTSUPP;
	psci.call(psci.cpu_off, 0, 0, 0);
	return -EPERM;
}

static int psci_system_reset(struct sys_off_data *data)
{
	psci.call(PSCI_SYSTEM_RESET, 0, 0, 0);
	return NOTIFY_DONE;
}

static int psci_system_off(struct sys_off_data *data)
{
	psci.call(PSCI_SYSTEM_OFF, 0, 0, 0);
	return NOTIFY_DONE;
}

static int __init psci_init(void)
{
	u32 version;

	if (!psci_is_there() || !psci.system)
		return 0;
	version = psci.call(PSCI_VERSION, 0, 0, 0);
	pr_info("psci: version %u.%u\n", version >> 16, version & 0xffff);
	register_sys_off_handler(SYS_OFF_MODE_RESTART, SYS_OFF_PRIO_FIRMWARE, psci_system_reset,
				 NULL);
	register_sys_off_handler(SYS_OFF_MODE_POWER_OFF, SYS_OFF_PRIO_FIRMWARE, psci_system_off,
				 NULL);
	return 0;
}
early_initcall(psci_init);
