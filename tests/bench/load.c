/* load.c - sends many different mails over several connections, and takes the time. */
/* SPDX-License-Identifier: MIT */
/*
 * load PORT SESSIONS MAILS BYTES RECIPIENT PREFIX
 *
 * Every mail has a sender, from a domain of its own, and a Message-ID, as real mail has,
 * and 32 headers. Prints "SECONDS ACCEPTED": the time from the first connection to the
 * last answer, and how many were answered 250. PREFIX makes the senders of one run differ
 * from another's.
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

#define HEADERS	   25 /* besides the seven of every mail */
#define TEXT_BYTES 2000

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
	fprintf(out, "From: Customer %d <me@%s%d.example>\r\nTo: <%s>\r\n", number,
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
	fputs("Content-Type: multipart/mixed; boundary=part\r\n\r\n", out);
}

static bool send_mail(FILE *in, FILE *out, const Load *load, int number)
{
	fprintf(out, "MAIL FROM:<me@%s%d.example>\r\nRCPT TO:<%s>\r\nDATA\r\n",
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

static void fill(char *at, size_t bytes, const char *const *lines, size_t count)
{
	size_t done = 0;

	for (size_t i = 0; done + strlen(lines[i % count]) < bytes; i++) {
		memcpy(at + done, lines[i % count], strlen(lines[i % count]));
		done += strlen(lines[i % count]);
	}
}

static const char *const letter[] = {
	"Good morning,\r\n\r\n",
	"on Tuesday last week I ordered two desk lamps and a box of bulbs from your "
	"shop.\r\n",
	"The bulbs came by post on Friday, wrapped with care, thank you for that.\r\n",
	"Of the lamps I have heard nothing since the mail that confirmed my order.\r\n",
	"Your site still shows the same line under my account: being prepared.\r\n",
	"My neighbour, who recommended you, says hers took three days at most.\r\n",
	"I called the courier, and the young man there found no number in his list.\r\n",
	"Could somebody look where they are, and tell me when I may expect them?\r\n",
	"If one of the two is out of stock, please send the other in the meantime.\r\n",
	"We move house at the end of this month, so the street will change then.\r\n",
	"Until the twenty-eighth everything can go to the address that you know.\r\n",
	"The amount was taken from my card already, I checked with the bank today.\r\n",
	"One more question while I write: does the white model fit a wider shade?\r\n",
	"In the picture it looks as if the ring could be unscrewed from below.\r\n",
	"I attach a photograph of the shade so that you can see what I mean.\r\n",
	"It belonged to my grandmother and I would be sorry to have to replace it.\r\n",
	"During the day you reach me at work, in the evening at the number below.\r\n",
	"An answer by mail is fine too, I read it several times between meetings.\r\n",
	"Perhaps you could also explain how the guarantee works for electric parts.\r\n",
	"My husband threw the leaflet away together with the first carton.\r\n",
	"Apart from this I am very happy with what I bought in the past years.\r\n",
	"The blue armchair in particular has survived two children and a dog.\r\n",
	"Many thanks for your trouble, and kind regards from the seaside.\r\n",
};

static const char *const pixels[] = {
	"aGVyZSBpcyB3aGF0IGEgY2FtZXJhIG1ha2VzIG9mIGEgcGFyY2VsIG9uIGEgdGFi\r\n",
	"bGUgYnkgdGhlIHdpbmRvdywgd2l0aCB0aGUgbGFiZWwgdG9ybiBvZmYgYW5kIGEg\r\n",
};

/* Two kilobytes of what a person wrote, the rest a picture. */
static char *body_of(size_t bytes)
{
	static const char text[] =
		"--part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
	static const char picture[] = "\r\n--part\r\nContent-Type: image/jpeg\r\n"
				      "Content-Transfer-Encoding: base64\r\n"
				      "Content-Disposition: attachment; "
				      "filename=shade.jpg\r\n\r\n";
	size_t rest = bytes > TEXT_BYTES ? bytes - TEXT_BYTES : 0;
	char *words = calloc(1, TEXT_BYTES + 1), *image = calloc(1, rest + 1);
	char *body = calloc(1, bytes + 1000);

	fill(words, TEXT_BYTES, letter, sizeof(letter) / sizeof(letter[0]));
	fill(image, rest, pixels, sizeof(pixels) / sizeof(pixels[0]));
	snprintf(body, bytes + 1000, "%s%s%s%s\r\n--part--\r\n", text, words, picture,
		 image);
	free(words);
	free(image);
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
