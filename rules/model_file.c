/* model_file.c - the model as one file: written whole, read only when it is whole. */
/* SPDX-License-Identifier: MIT */
/*
 * A head of 16 letters with the version, the SHA-256 of the rest, then numbers in
 * little-endian order: record, calibration, labels, features, weights, nearest lessons,
 * unseen answers. Every count is held against what is left of the file before anything is
 * allocated.
 */
#include "mail/error.h"
#include "rules/model_part.h"
#include "rules/model_seal.h"

#include <math.h>
#include <string.h>

#define HEAD	    "postdesk model 1" /* the number is the version */
#define HEAD_NAME   (sizeof("postdesk model ") - 1)
#define HEAD_LENGTH (sizeof(HEAD) - 1)
#define SUM_LENGTH  32
#define FILE_MAX    (1024 * 1024 * 1024)

G_STATIC_ASSERT(sizeof(float) == 4 && sizeof(double) == 8);

/* --- writing --- */

static void write_number(GByteArray *to, guint64 number, guint bytes)
{
	guint64 little = GUINT64_TO_LE(number);

	g_byte_array_append(to, (const guint8 *)&little, bytes);
}

static void write_double(GByteArray *to, double value)
{
	guint64 bits;

	memcpy(&bits, &value, sizeof(bits));
	write_number(to, bits, sizeof(bits));
}

static void write_words(GByteArray *to, const void *words, gsize count)
{
	const guint32 *each = words;

	for (gsize i = 0; i < count; i++)
		write_number(to, each[i], sizeof(*each));
}

static void write_record(GByteArray *to, const Model *model)
{
	const ModelRecord *record = &model->record;
	const Calibration *calibration = &model->calibration;

	write_number(to, (guint64)record->learned_at, 8);
	write_number(to, record->texts, 4);
	write_double(to, record->accuracy);
	write_double(to, record->macro_f1);
	write_double(to, record->precision);
	write_double(to, record->threshold);
	write_double(to, record->coverage);
	write_double(to, record->outside_below);
	write_double(to, calibration->near_share);
	write_double(to, calibration->sharpness);
	write_double(to, calibration->most);
	for (guint i = 0; i < MODEL_SIGNALS; i++)
		write_double(to, calibration->trust[i]);
	g_byte_array_append(to, (const guint8 *)model->latin, sizeof(model->latin));
}

static void write_near(GByteArray *to, const Near *near)
{
	guint places = near->starts[near->features];

	write_number(to, near->lessons, 4);
	write_words(to, near->labels, near->lessons);
	write_words(to, near->starts, (gsize)near->features + 1);
	write_words(to, near->places, places);
	write_words(to, near->values, places);
}

static GBytes *payload_of(const Model *model)
{
	GByteArray *to = g_byte_array_new();
	guint labels = model->labels->len;

	write_record(to, model);
	write_number(to, labels, 4);
	for (guint i = 0; i < labels; i++) {
		const char *label = model->labels->pdata[i];
		write_number(to, strlen(label), 4);
		g_byte_array_append(to, (const guint8 *)label, (guint)strlen(label));
	}
	write_number(to, model->features, 4);
	write_words(to, model->hashes, model->features);
	write_words(to, model->rarity, model->features);
	write_words(to, model->scales, model->features);
	g_byte_array_append(to, (const guint8 *)model->weights, model->features * labels);
	write_near(to, model->near);
	write_number(to, model->unseen->count, 4);
	for (guint i = 0; i < model->unseen->count; i++)
		write_number(to, model->unseen->marks[i], 8);
	write_words(to, model->unseen->answers, model->unseen->count);
	return g_byte_array_free_to_bytes(to);
}

static void sum_of(const void *bytes, gsize length, guint8 sum[SUM_LENGTH])
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize room = SUM_LENGTH;

	g_checksum_update(checksum, bytes, (gssize)length);
	g_checksum_get_digest(checksum, sum, &room);
}

GBytes *model_seal(GBytes *payload)
{
	GByteArray *file = g_byte_array_new();
	gsize length;
	const guint8 *bytes = g_bytes_get_data(payload, &length);
	guint8 sum[SUM_LENGTH];

	sum_of(bytes, length, sum);
	g_byte_array_append(file, (const guint8 *)HEAD, HEAD_LENGTH);
	g_byte_array_append(file, sum, SUM_LENGTH);
	g_byte_array_append(file, bytes, (guint)length);
	return g_byte_array_free_to_bytes(file);
}

bool model_save(const Model *model, const char *path, GError **error)
{
	g_autoptr(GBytes) payload = payload_of(model);
	g_autoptr(GBytes) file = model_seal(payload);
	g_autoptr(GError) cause = NULL;
	gsize length;
	const char *bytes = g_bytes_get_data(file, &length);

	if (g_file_set_contents_full(path, bytes, (gssize)length,
				     G_FILE_SET_CONTENTS_CONSISTENT |
					     G_FILE_SET_CONTENTS_DURABLE,
				     0640, &cause))
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "%s: %s", path, cause->message);
	return false;
}

/* --- reading --- */

typedef struct {
	const guint8 *at;
	gsize left;
	bool is_short; /* more was asked than there is */
} Source;

static const guint8 *read_bytes(Source *from, gsize count, gsize size)
{
	const guint8 *bytes = from->at;

	if (from->is_short || count > from->left / size) {
		from->is_short = true;
		return NULL;
	}
	from->at += count * size;
	from->left -= count * size;
	return bytes;
}

static guint64 read_number(Source *from, guint size)
{
	guint64 number = 0;
	const guint8 *bytes = read_bytes(from, 1, size);

	if (bytes)
		memcpy(&number, bytes, size);
	return GUINT64_FROM_LE(number);
}

/* What is no number makes the file a damaged one. */
static double read_double(Source *from)
{
	guint64 bits = read_number(from, sizeof(bits));
	double value;

	memcpy(&value, &bits, sizeof(value));
	from->is_short |= !isfinite(value);
	return value;
}

static guint32 *read_words(Source *from, gsize count)
{
	const guint8 *bytes = read_bytes(from, count, sizeof(guint32));
	guint32 *words = bytes ? g_new(guint32, count + 1) : g_new0(guint32, 1);

	for (gsize i = 0; bytes && i < count; i++) {
		memcpy(&words[i], bytes + i * sizeof(*words), sizeof(*words));
		words[i] = GUINT32_FROM_LE(words[i]);
	}
	return words;
}

static float *read_floats(Source *from, gsize count)
{
	g_autofree guint32 *words = read_words(from, count);
	float *floats = g_new0(float, from->is_short ? 1 : count + 1);

	if (!from->is_short)
		memcpy(floats, words, count * sizeof(*floats));
	for (gsize i = 0; !from->is_short && i < count; i++)
		from->is_short |= !isfinite(floats[i]);
	return floats;
}

static bool all_below(const guint32 *words, gsize count, guint32 limit)
{
	for (gsize i = 0; i < count; i++)
		if (words[i] >= limit)
			return false;
	return true;
}

static void read_record(Source *from, Model *model)
{
	ModelRecord *record = &model->record;
	Calibration *calibration = &model->calibration;

	record->learned_at = (gint64)read_number(from, 8);
	record->texts = (guint)read_number(from, 4);
	record->accuracy = read_double(from);
	record->macro_f1 = read_double(from);
	record->precision = read_double(from);
	record->threshold = read_double(from);
	record->coverage = read_double(from);
	record->outside_below = read_double(from);
	calibration->near_share = read_double(from);
	calibration->sharpness = read_double(from);
	calibration->most = read_double(from);
	for (guint i = 0; i < MODEL_SIGNALS; i++)
		calibration->trust[i] = read_double(from);
	const guint8 *latin = read_bytes(from, 1, sizeof(model->latin));
	if (latin)
		memcpy(model->latin, latin, sizeof(model->latin));
	from->is_short |= model->latin[sizeof(model->latin) - 1] != '\0';
}

static void read_labels(Source *from, Model *model)
{
	guint labels = (guint)read_number(from, 4);

	from->is_short |= labels < 2 || labels > LESSON_LABELS_MAX;
	for (guint i = 0; !from->is_short && i < labels; i++) {
		gsize length = read_number(from, 4);
		const char *label = (const char *)read_bytes(from, length, 1);
		if (label && length && g_utf8_validate(label, (gssize)length, NULL))
			g_ptr_array_add(model->labels, g_strndup(label, length));
		else
			from->is_short = true;
	}
}

static void read_features(Source *from, Model *model)
{
	model->features = (guint)read_number(from, 4);
	model->hashes = read_words(from, model->features);
	model->rarity = read_floats(from, model->features);
	model->scales = read_floats(from, model->features);
	gsize cells = (gsize)model->features * model->labels->len;
	const guint8 *weights = read_bytes(from, cells, 1);
	if (weights)
		model->weights = g_memdup2(weights, MAX(cells, 1));
}

static void read_near(Source *from, Model *model)
{
	Near *near = model->near = g_new0(Near, 1);

	near->lessons = (guint)read_number(from, 4);
	near->labels = read_words(from, near->lessons);
	near->features = model->features;
	near->starts = read_words(from, (gsize)near->features + 1);
	if (from->is_short)
		return;
	for (guint i = 0; i < near->features; i++)
		from->is_short |= near->starts[i] > near->starts[i + 1];
	guint places = near->starts[near->features];
	near->places = read_words(from, places);
	near->values = read_floats(from, places);
	if (from->is_short)
		return;
	from->is_short = near->starts[0] != 0 ||
			 !all_below(near->labels, near->lessons, model->labels->len) ||
			 !all_below(near->places, places, near->lessons);
}

static void read_unseen(Source *from, Model *model)
{
	guint count = (guint)read_number(from, 4);
	const guint8 *marks = read_bytes(from, count, sizeof(guint64));

	model->unseen = unseen_new(marks ? count : 0);
	for (guint i = 0; i < model->unseen->count; i++) {
		memcpy(&model->unseen->marks[i], marks + i * sizeof(guint64),
		       sizeof(guint64));
		model->unseen->marks[i] = GUINT64_FROM_LE(model->unseen->marks[i]);
	}
	g_free(model->unseen->answers);
	model->unseen->answers = read_words(from, model->unseen->count);
	if (!from->is_short)
		from->is_short = !all_below(model->unseen->answers, model->unseen->count,
					    model->labels->len);
}

static bool refuse(GError **error, const char *message)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "%s", message);
	return false;
}

static bool seal_holds(const guint8 *bytes, gsize length, GError **error)
{
	guint8 sum[SUM_LENGTH];

	if (length < HEAD_LENGTH + SUM_LENGTH || memcmp(bytes, HEAD, HEAD_NAME) != 0)
		return refuse(error, "this is no model of postdesk");
	if (memcmp(bytes, HEAD, HEAD_LENGTH) != 0)
		return refuse(error, "the model is of another version of postdesk; "
				     "«postdesk learn» makes a new one");
	sum_of(bytes + HEAD_LENGTH + SUM_LENGTH, length - HEAD_LENGTH - SUM_LENGTH, sum);
	if (memcmp(bytes + HEAD_LENGTH, sum, SUM_LENGTH) != 0)
		return refuse(error, "the model is damaged (its checksum is wrong); "
				     "«postdesk learn» makes a new one");
	return true;
}

Model *model_parse(GBytes *file, GError **error)
{
	gsize length;
	const guint8 *bytes = g_bytes_get_data(file, &length);

	if (!seal_holds(bytes, length, error))
		return NULL;
	Source from = {bytes + HEAD_LENGTH + SUM_LENGTH,
		       length - HEAD_LENGTH - SUM_LENGTH, false};
	g_autoptr(Model) model = model_new();
	read_record(&from, model);
	read_labels(&from, model);
	if (!from.is_short)
		read_features(&from, model);
	if (!from.is_short)
		read_near(&from, model);
	if (!from.is_short)
		read_unseen(&from, model);
	if (from.is_short || from.left) {
		refuse(error, "the model is damaged; «postdesk learn» makes a new one");
		return NULL;
	}
	model_index(model);
	return g_steal_pointer(&model);
}

Model *model_load(const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) map = g_mapped_file_new(path, FALSE, &cause);

	if (!map || g_mapped_file_get_length(map) > FILE_MAX) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "%s: %s", path,
			    map ? "too large for a model" : cause->message);
		return NULL;
	}
	g_autoptr(GBytes) bytes = g_mapped_file_get_bytes(map);
	Model *model = model_parse(bytes, error);
	if (!model)
		g_prefix_error(error, "%s: ", path);
	return model;
}
