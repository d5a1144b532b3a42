/* address.h - addresses as text: taking apart, comparing, writing. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Comparison form of an address from SMTP or a header: brackets and source route removed,
 * quoted local part unquoted where the quotes are not needed, all in lower case (local
 * parts that differ only by case are one person), U-label domains. "" for the null sender
 * or something that is no address. g_free.
 */
char *address_normalise(const char *address);

/*
 * Takes a recipient apart at the first delimiter of its local part: support+x@example.com
 * gives "support@example.com" and "x" (extension "" if there is none). Both in comparison
 * form. delimiters "" means never. g_free both.
 */
void address_split(const char *address, const char *delimiters, char **base,
		   char **extension);

/* The domain of an address, borrowed from it; "" if there is none. */
const char *address_domain(const char *address);

/* True when both are in the same organisational domain (last labels, public suffix aware
 * as far as two-level country domains go: example.co.uk). */
bool address_same_organisation(const char *a, const char *b);

/* True for mailer-daemon, postmaster, no-reply and the like. */
bool address_is_robot(const char *address);
