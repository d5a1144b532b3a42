/* deliver.c - hands a mail to the desk as the milter does, and runs the admin command. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/talk.h"

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void verdict_add(World *world, const char *format, const char *text)
{
	GString *line = g_string_new(format);
	g_string_replace(line, "%", text ? text : "", 1);
	g_ptr_array_add(world->verdicts, g_string_free(line, FALSE));
}

static bool recipient_asked(World *world, const char *recipient, bool *ours)
{
	const Sending *sending = world->sending;
	g_autofree char *reply = NULL;
	RecipientKind kind =
		desk_recipient(world->desk, sending->door, sending->sender, sending->auth,
			       recipient, sending->size_bytes, world->now, &reply);
	*ours |= kind == RECIPIENT_OURS;
	if (kind == RECIPIENT_OURS || kind == RECIPIENT_FOREIGN)
		return true;
	verdict_add(world, "%", reply);
	if (sending->door != DOOR_MILTER)
		world_fail(world, 0, "%s was refused at a door without an SMTP client",
			   recipient);
	return false;
}

/* The lines of one header, the index-th of its name, in a mail; NULL: there is none. */
static char *header_find(char *mail, const HeaderEdit *edit, char **end)
{
	guint count = 0;
	for (char *line = mail; *line && *line != '\r' && *line != '\n'; line = *end) {
		*end = line;
		do {
			*end += strcspn(*end, "\n");
			*end += **end == '\n';
		} while (**end == ' ' || **end == '\t');
		gsize length = strlen(edit->name);
		count += !g_ascii_strncasecmp(line, edit->name, length) &&
			 line[length] == ':';
		if (count == edit->index)
			return line;
	}
	return NULL;
}

static void header_edit(GString *mail, const HeaderEdit *edit)
{
	g_autoptr(GString) line = g_string_new(NULL);
	if (edit->value) {
		g_string_printf(line, "%s: %s\n", edit->name, edit->value);
		g_string_replace(line, "\n", "\r\n", 0);
	}
	char *end = mail->str;
	char *at = edit->index ? header_find(mail->str, edit, &end) : mail->str;
	if (!at)
		return;
	gssize place = at - mail->str;
	g_string_erase(mail, place, end - at);
	g_string_insert(mail, place, line->str);
}

/* The mail as a milter's edits leave it. */
static GBytes *edited_raw(GBytes *raw, const Verdict *verdict)
{
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	if (!verdict->header_edits)
		return g_bytes_ref(raw);
	GString *mail = g_string_new_len(bytes, (gssize)length);
	for (guint i = 0; i < verdict->header_edits->len; i++)
		header_edit(mail, verdict->header_edits->pdata[i]);
	return g_string_free_to_bytes(mail);
}

static bool lies_there(World *world, const char *address, GBytes *raw)
{
	for (guint i = 0; i < world->mails->len; i++) {
		const Mail *mail = world->mails->pdata[i];
		if (g_str_equal(mail->recipient, address) &&
		    g_bytes_equal(mail->raw, raw))
			return true;
	}
	return false;
}

/* What the others in the envelope get: the mail itself,
 * unless it was taken off the wire. */
static void carry(World *world, const GPtrArray *recipients, const Verdict *verdict)
{
	g_autoptr(GBytes) raw = edited_raw(world->sending->raw, verdict);
	const Sending *sending = world->sending;
	if (verdict->kind != VERDICT_KEEP && verdict->kind != VERDICT_PASS)
		return;
	for (guint i = 0; i < recipients->len; i++) {
		g_autofree char *address = address_normalise(recipients->pdata[i]);
		g_autofree char *reply = NULL;
		if (g_ptr_array_find_with_equal_func(verdict->remove_recipients,
						     recipients->pdata[i], g_str_equal,
						     NULL))
			continue;
		if (desk_recipient(world->desk, DOOR_INJECT, sending->sender, NULL,
				   address, 0, world->now, &reply) != RECIPIENT_FOREIGN)
			continue;
		/* What the sender sends twice is not the desk's second mail. */
		if (verdict->header_edits && lies_there(world, address, raw))
			continue;
		Mail *mail = mailbox_put(
			world, verdict->sender ? verdict->sender : sending->sender,
			address, raw);
		g_free(mail->kind);
		mail->kind = g_strdup(verdict->header_edits ? "direct" : "carried");
		mail->announced = true;
		mail->expected = !verdict->header_edits;
	}
}

static void verdict_tell(World *world, const Verdict *verdict)
{
	static const char *words[] = {[VERDICT_KEEP] = "keep",
				      [VERDICT_CONSUME] = "consume",
				      [VERDICT_LATER] = "later",
				      [VERDICT_REFUSED] = "refused",
				      [VERDICT_PASS] = "pass"};
	verdict_add(world, "%", verdict->reply ? verdict->reply : words[verdict->kind]);
	for (guint i = 0;
	     verdict->remove_recipients && i < verdict->remove_recipients->len; i++)
		verdict_add(world, "remove %", verdict->remove_recipients->pdata[i]);
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, verdict->ticket);
	verdict_add(world, "ticket %", number);
	if (verdict->subject)
		verdict_add(world, "subject %", verdict->subject);
	if (verdict->sender)
		verdict_add(world, "sender <%>", verdict->sender);
	if (verdict->repeated)
		verdict_add(world, "repeated", NULL);
}

void sending_deliver(World *world)
{
	const Sending *sending = world->sending;
	g_autoptr(GPtrArray) accepted = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *id =
		g_strdup_printf("T%u%c", world->step, 'A' + (int)world->stage);
	bool ours = false;
	g_ptr_array_set_size(world->verdicts, 0);
	for (guint i = 0; i < sending->recipients->len; i++) {
		bool smtp = sending->door == DOOR_MILTER;
		g_autofree char *recipient =
			g_strdup_printf(smtp ? "<%s>" : "%s",
					(const char *)sending->recipients->pdata[i]);
		if (recipient_asked(world, recipient, &ours))
			g_ptr_array_add(accepted, g_steal_pointer(&recipient));
	}
	if (!accepted->len)
		return;
	Envelope envelope = {.door = sending->door,
			     .sender = sending->sender,
			     .recipients = accepted,
			     .auth_user = sending->auth,
			     .cert_subject = sending->cert,
			     .client_address = sending->client,
			     .queue_id = id,
			     .hostname = "mx.example.com"};
	g_autoptr(Verdict) verdict =
		ours || desk_may_be_direct(world->desk, sending->auth, accepted)
			? desk_intake(world->desk, &envelope, sending->raw, world->now)
			: verdict_new(VERDICT_PASS);
	verdict_tell(world, verdict);
	carry(world, accepted, verdict);
}

static void input_connect(gpointer data)
{
	dup2(GPOINTER_TO_INT(data), STDIN_FILENO);
}

static int input_open(World *world, const Step *step)
{
	g_autofree char *path = g_build_filename(world->place, "stdin", NULL);
	g_autofree char *text = world_fill(world, step->line, step->body->str);
	const char *said = step_option(step, "stdin");
	g_autofree char *line = said ? g_strconcat(said, "\n", NULL) : NULL;
	if (!g_file_set_contents(path, line ? line : text, -1, NULL))
		return -1;
	return open(path, O_RDONLY | O_CLOEXEC);
}

static char **command_words(World *world, const Step *step)
{
	char **words = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *filled = world_fill(world, step->line, step->text);
	g_auto(GStrv) based = g_strsplit(filled, "@DIR@", -1);
	g_autofree char *text = g_strjoinv(world->base, based);
	if (!g_shell_parse_argv(text, NULL, &words, &error)) {
		world_fail(world, step->line, "%s", error->message);
		return NULL;
	}
	if (!g_str_equal(words[0], "postdesk")) {
		world_fail(world, step->line, "only postdesk can be run");
		g_clear_pointer(&words, g_strfreev);
	} else {
		g_free(words[0]);
		words[0] = g_strdup(world->program);
	}
	return words;
}

int command_run(World *world, const Step *step)
{
	g_auto(GStrv) words = command_words(world, step);
	g_autofree char *out = NULL;
	g_autofree char *talk = NULL;
	g_autoptr(GError) error = NULL;
	int status = 0, input = input_open(world, step);
	if (!words || input < 0)
		return 0;
	g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT, world->now);
	g_autofree char *config = g_build_filename(world->place, "postdesk.ini", NULL);
	g_auto(GStrv) variables = g_get_environ();
	variables = g_environ_setenv(variables, "POSTDESK_NOW", now, TRUE);
	variables = g_environ_setenv(variables, "POSTDESK_CONFIG", config, TRUE);
	variables = g_environ_setenv(variables, "TZ", "UTC", TRUE);
	bool ran = g_spawn_sync(world->base, words, variables,
				G_SPAWN_CHILD_INHERITS_STDIN, input_connect,
				GINT_TO_POINTER(input), &out, &talk, &status, &error);
	close(input);
	if (!ran) {
		world_fail(world, step->line, "%s", error->message);
		return 0;
	}
	g_string_assign(world->output, out);
	g_autofree char *code = g_strdup_printf("%d", WEXITSTATUS(status));
	verdict_add(world, "exit %", WIFEXITED(status) ? code : "by a signal");
	g_auto(GStrv) lines = g_strsplit(talk, "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line)
			verdict_add(world, "said %", *line);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
