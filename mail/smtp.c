/* smtp.c - hands mail to an SMTP server over one connection that stays open. */
/* SPDX-License-Identifier: MIT */
/*
 * libcurl speaks SMTP; its header callback sees each line of each reply, which is where
 * the receipt and the server's reasons come from. A server may drop an idle connection at
 * any moment: a send that fails on an old one before the content was taken is tried once
 * more on a new one. After the content it is not: the server may have it.
 */
#include "mail/error.h"
#include "mail/transport.h"

#include <curl/curl.h>
#include <string.h>

#define CONNECT_TIMEOUT_S 10
#define REPLY_BYTES_MAX	  4000

typedef struct {
	Transport transport;
	CURL *curl;
	char *url;
	GBytes *raw;	     /* while sending */
	gsize sent;	     /* bytes of it that libcurl has taken */
	bool complete;	     /* libcurl has seen its end */
	GString *reply;	     /* the latest reply, lines joined by a space */
	bool reply_is_whole; /* its last line has come */
	char problem[CURL_ERROR_SIZE];
} Smtp;

typedef struct curl_slist Recipients;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recipients, curl_slist_free_all)

static size_t give_content(char *buffer, size_t size, size_t count, void *data)
{
	Smtp *smtp = data;
	gsize length;
	const char *bytes = g_bytes_get_data(smtp->raw, &length);
	gsize chunk = MIN(size * count, length - smtp->sent);
	if (chunk)
		memcpy(buffer, bytes + smtp->sent, chunk);
	smtp->sent += chunk;
	smtp->complete = smtp->complete || chunk == 0;
	return chunk;
}

static int reply_code(const Smtp *smtp)
{
	return (int)g_ascii_strtoull(smtp->reply->str, NULL, 10);
}

/*
 * "250-first" goes on, "250 last" ends. The code stands once, at the front. After a
 * refusal libcurl says QUIT: the 221 to that must not replace the refusal.
 */
static size_t take_reply_line(char *line, size_t size, size_t count, void *data)
{
	Smtp *smtp = data;
	gsize shown = size * count;
	while (shown && (line[shown - 1] == '\r' || line[shown - 1] == '\n'))
		shown--;
	bool goes_on = shown >= 4 && line[3] == '-';
	bool is_farewell = shown >= 3 && memcmp(line, "221", 3) == 0;
	if (is_farewell && reply_code(smtp) >= 400)
		return size * count;
	if (smtp->reply_is_whole)
		g_string_truncate(smtp->reply, 0);
	smtp->reply_is_whole = !goes_on;

	bool is_first = smtp->reply->len == 0;
	if (is_first)
		g_string_append_len(smtp->reply, line, MIN(shown, 3));
	if (shown >= 4 && smtp->reply->len < REPLY_BYTES_MAX) {
		g_string_append_c(smtp->reply, ' ');
		g_string_append_len(smtp->reply, line + 4, shown - 4);
	}
	return size * count;
}

static char *reply_text(const Smtp *smtp)
{
	g_autofree char *text = g_utf8_make_valid(smtp->reply->str, smtp->reply->len);
	for (char *c = text; *c; c++)
		if ((unsigned char)*c < ' ')
			*c = ' ';
	return g_steal_pointer(&text);
}

/*
 * A 5xx counts as final only for this mail: at MAIL, RCPT, DATA or after the content. One
 * at the greeting, and those that ask for authentication or TLS, speak about the server's
 * set-up.
 */
static int judge(const Smtp *smtp, CURLcode result)
{
	int code = reply_code(smtp);
	bool about_mail = result == CURLE_SEND_ERROR || smtp->complete;
	bool about_setup = code == 530 || code == 535 || code == 538;
	return about_mail && !about_setup && code >= 500 && code < 600 ? POSTDESK_INVALID
								       : POSTDESK_BUSY;
}

static bool report(const Smtp *smtp, CURLcode result, GError **error)
{
	g_autofree char *said = reply_text(smtp);
	bool has_reply = reply_code(smtp) >= 400;
	const char *why = *smtp->problem ? smtp->problem : curl_easy_strerror(result);
	g_set_error(error, POSTDESK_ERROR, judge(smtp, result), "%s: %s", smtp->url,
		    has_reply ? said : why);
	return false;
}

static CURLcode transfer(Smtp *smtp, bool fresh)
{
	smtp->sent = 0;
	smtp->complete = false;
	smtp->problem[0] = '\0';
	smtp->reply_is_whole = false;
	g_string_truncate(smtp->reply, 0);
	curl_easy_setopt(smtp->curl, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
	return curl_easy_perform(smtp->curl);
}

static bool was_dropped(const Smtp *smtp, CURLcode result)
{
	long connects = 0;
	curl_easy_getinfo(smtp->curl, CURLINFO_NUM_CONNECTS, &connects);
	int code = reply_code(smtp);
	bool no_answer = result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR ||
			 result == CURLE_GOT_NOTHING ||
			 result == CURLE_WEIRD_SERVER_REPLY;
	return no_answer && connects == 0 && !smtp->complete &&
	       (code < 400 || code == 421);
}

static bool smtp_send(Transport *transport, const char *sender, const char *recipient,
		      GBytes *raw, char **receipt, GError **error)
{
	Smtp *smtp = (Smtp *)transport;
	if (!envelope_check(sender, recipient, error))
		return false;

	g_autofree char *from = g_strdup_printf("<%s>", sender);
	g_autofree char *to = g_strdup_printf("<%s>", recipient);
	g_autoptr(Recipients) recipients = curl_slist_append(NULL, to);
	smtp->raw = raw;
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE,
			 (curl_off_t)g_bytes_get_size(raw));

	CURLcode result = transfer(smtp, false);
	if (result != CURLE_OK && was_dropped(smtp, result))
		result = transfer(smtp, true);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
	smtp->raw = NULL;
	if (result != CURLE_OK)
		return report(smtp, result, error);
	if (receipt)
		*receipt = reply_text(smtp);
	return true;
}

static void smtp_close(Transport *transport)
{
	Smtp *smtp = (Smtp *)transport;
	curl_easy_cleanup(smtp->curl);
	g_string_free(smtp->reply, TRUE);
	g_free(smtp->url);
	g_free(smtp);
	curl_global_cleanup();
}

static void set_options(Smtp *smtp, const char *url)
{
	CURL *curl = smtp->curl;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SEND_TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->problem);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_content);
	curl_easy_setopt(curl, CURLOPT_READDATA, smtp);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_reply_line);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, smtp);
}

/* The path of an smtp URL is the name for EHLO. */
static char *with_greeting(const char *url)
{
	const char *host = url + strlen("smtp://");
	if (strchr(host, '/'))
		return g_strdup(url);
	return g_strdup_printf("%s/%s", url, g_get_host_name());
}

Transport *smtp_open(const char *url, GError **error)
{
	if (strlen(url) <= strlen("smtp://")) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "outbox: «%s» names no host", url);
		return NULL;
	}
	curl_global_init(CURL_GLOBAL_DEFAULT);
	Smtp *smtp = g_new0(Smtp, 1);
	smtp->transport.send = smtp_send;
	smtp->transport.close = smtp_close;
	smtp->url = g_strdup(url);
	smtp->reply = g_string_new(NULL);
	smtp->curl = curl_easy_init();
	g_autofree char *whole = with_greeting(url);
	set_options(smtp, whole);
	return &smtp->transport;
}
