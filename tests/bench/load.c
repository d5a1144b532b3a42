/* load.c - sends many different mails over several connections and tells how long it
 * took. */
/* SPDX-License-Identifier: MIT */
/*
 * load PORT SESSIONS MAILS BYTES RECIPIENT PREFIX
 *
 * Every mail has a sender and a Message-ID of its own, as real mail has, and 32 headers.
 * Prints "SECONDS ACCEPTED": the time from the first connection to the last answer, and
 * how many were answered 250. PREFIX makes the senders of one run differ from another's.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HEADERS 26 /* besides From, To, Subject, Date, Message-ID, MIME-Version */

typedef struct {
	int port, mails;
	const char *recipient, *prefix;
	char *body;
	atomic_int next, accepted;
} Load;

static int dial(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((uint16_t)port)};
	int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		perror("load: connect");
		exit(1);
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* Reads replies until count of them are complete; returns the last one's code. */
static int replies(FILE *in, int count)
{
	char line[2048];
	int code = 0;

	while (count > 0 && fgets(line, sizeof(line), in) != NULL) {
		code = (int)strtol(line, NULL, 10);
		count -= line[3] != '-';
	}
	return count == 0 ? code : 0;
}

static void print_headers(FILE *out, const Load *load, int number)
{
	fprintf(out, "From: Customer %d <%s%d@example.org>\r\nTo: <%s>\r\n", number,
		load->prefix, number, load->recipient);
	fprintf(out,
		"Subject: Question number %d\r\nDate: Mon, 23 Nov 2026 09:00:00 "
		"+0200\r\n",
		number);
	fprintf(out, "Message-ID: <%s%d@example.org>\r\nMIME-Version: 1.0\r\n",
		load->prefix, number);
	for (int i = 0; i < HEADERS; i++)
		fprintf(out,
			"X-Header-%d: this is a value of about the usual length %d\r\n",
			i, i * number);
	fputs("\r\n", out);
}

static bool send_mail(FILE *in, FILE *out, const Load *load, int number)
{
	fprintf(out, "MAIL FROM:<%s%d@example.org>\r\nRCPT TO:<%s>\r\nDATA\r\n",
		load->prefix, number, load->recipient);
	fflush(out);
	if (replies(in, 3) != 354)
		return false;
	print_headers(out, load, number);
	fputs(load->body, out);
	fputs(".\r\n", out);
	fflush(out);
	return replies(in, 1) == 250;
}

static void *session(void *data)
{
	Load *load = data;
	int fd = dial(load->port);
	FILE *in = fdopen(fd, "r");
	FILE *out = fdopen(dup(fd), "w");
	int number;

	setvbuf(out, NULL, _IOFBF, 1 << 17);
	replies(in, 1);
	fputs("EHLO load.example\r\n", out);
	fflush(out);
	replies(in, 1);
	while ((number = atomic_fetch_add(&load->next, 1)) < load->mails)
		atomic_fetch_add(&load->accepted, send_mail(in, out, load, number));
	fputs("QUIT\r\n", out);
	fclose(out);
	fclose(in);
	return NULL;
}

static char *body_of(size_t bytes)
{
	static const char line[] =
		"The parcel that I was promised has not arrived yet, sorry.\r\n";
	size_t length = sizeof(line) - 1;
	char *body = calloc(1, bytes + length + 1);

	for (size_t at = 0; at < bytes; at += length)
		memcpy(body + at, line, length);
	return body;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	if (argc != 7) {
		fputs("usage: load PORT SESSIONS MAILS BYTES RECIPIENT PREFIX\n", stderr);
		return 64;
	}
	Load load = {.port = (int)strtol(argv[1], NULL, 10),
		     .mails = (int)strtol(argv[3], NULL, 10),
		     .recipient = argv[5],
		     .prefix = argv[6],
		     .body = body_of((size_t)strtol(argv[4], NULL, 10))};
	int sessions = (int)strtol(argv[2], NULL, 10);
	pthread_t *threads = calloc((size_t)sessions, sizeof(*threads));
	double began = seconds();

	for (int i = 0; i < sessions; i++)
		pthread_create(&threads[i], NULL, session, &load);
	for (int i = 0; i < sessions; i++)
		pthread_join(threads[i], NULL);
	printf("%.3f %d\n", seconds() - began, load.accepted);
	return 0;
}
