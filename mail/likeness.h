/* likeness.h - how much two texts have in common. */
/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * 0 nothing … 1 the same words in the same order, numbers aside: runs of three words that
 * both have, of all that either has. Looks at the first sixty words, and thousand octets;
 * texts of fewer than three words have nothing in common. Both valid UTF-8.
 */
double text_likeness(const char *one, const char *other);
