/* post_files.h - which files of a mail go along with what the desk writes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/post.h"

/* Attaches the files of post->attachments to the draft, whose HTML stands already. */
void post_files_attach(const Work *work, const Post *post, Draft *draft);

/* An agent's mail brings a file that would reach the customer. */
bool post_files_any(const Work *work, const Message *message);
