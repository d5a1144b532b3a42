/* limits.h - every cap on hostile mail, in one place, applied before allocation. */
/* SPDX-License-Identifier: MIT */
#pragma once

#define MAIL_HEADERS_MAX      2000	    /* header fields that are kept */
#define MAIL_HEADER_BYTES_MAX (64 * 1024)   /* one field, after unfolding */
#define MAIL_HEADER_BLOCK_MAX (1024 * 1024) /* all fields together */
#define MAIL_ADDRESSES_MAX    500	    /* addresses in one field */
#define MAIL_REFERENCES_MAX   100	    /* Message-IDs read from References */
#define MAIL_PARTS_MAX	      1000	    /* MIME parts that are looked at */
#define MAIL_BOUNDARIES_MAX   10000 /* lines like boundaries that GMime is shown */
#define MAIL_DEPTH_MAX	      50    /* multipart and message/rfc822 nesting */
#define MAIL_TEXT_BYTES_MAX   (1024 * 1024)	/* decoded text of all parts together */
#define MAIL_HTML_BYTES_MAX   (4 * 1024 * 1024) /* HTML that is parsed */
#define MAIL_ATTACHMENTS_MAX  200		/* attachments that are listed */
#define MAIL_MESSAGE_ID_MAX   500	    /* octets of a Message-ID that is believed */
#define MAIL_LOCAL_PART_MAX   64	    /* RFC 5321 4.5.3.1.1 */
#define MAIL_SPOOL_THRESHOLD  (1024 * 1024) /* a body larger than this goes to a file */
