/* scan_without.c - stands in for scan_vectorscan.c where there is no vectorscan. */
/* SPDX-License-Identifier: MIT */
#include "rules/scan.h"

const ScanDriver *scan_vectorscan(void)
{
	return NULL;
}
