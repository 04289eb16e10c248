#include "zone.h"

#include "path.h"
#include "zone_route53.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the stream ---- */

void
zone_entries(struct zone_reader *r, zone_bytes bytes, void *closure)
{
	struct zone_scan *scan = zone_scan_new(bytes, closure, ZONE_BUFFER_BYTES);
	struct zone_entry e;
	enum zone_scanned what;

	while (((what = zone_scan_next(scan, &e)) == ZONE_ENTRY || what == ZONE_COMMENT) && !r->refused)
		if (what == ZONE_ENTRY)
			zone_entry(r, &e);
		else if (g_strstr_len(e.comment, (gssize)MIN(e.comment_size, 20), "Transfer failed") != NULL) {
			/* Behind what the head was searched for: what came before it is part of a zone. */
			zone_problem(r, "zone-transfer-failed", &e, 0, NULL, NULL, 0, true);
			r->complete = false;
			r->closed = true;       /* that its end is missing has been said */
		}
	if (what == ZONE_READ_ERROR) {
		source_problem(r->input->source, r->facts->region, "unreadable", 0, NULL, NULL, true);
		r->complete = false;
	}
	zone_scan_free(scan);
}

/* Codes that reading as a zone gives; the other two are of a part of a zone that was no zone by itself. */
static bool
ours(const struct problem *p)
{
	return g_str_has_prefix(p->code, "zone-") || strcmp(p->code, "unknown-file") == 0 || strcmp(p->code, "not-text") == 0;
}

/* A second reading of the file replaces the first; zones_add() does so with its zones. */
static void
forget(struct source *s)
{
	for (guint i = s->problems->len; i-- > 0;) {
		const struct problem *p = g_ptr_array_index(s->problems, i);
		const char *code = p->code;

		if (!ours(p))
			continue;
		s->nproblems -= GPOINTER_TO_UINT(g_hash_table_lookup(s->per_code, code));
		g_hash_table_remove(s->per_code, code);
		g_ptr_array_remove_index(s->problems, i);
	}
	s->objects = 0;
	s->state = SOURCE_READ;
	for (guint i = 0; i < s->problems->len; i++)
		if (((const struct problem *)g_ptr_array_index(s->problems, i))->loss)
			s->state = SOURCE_PARTLY;
}

static void
forget_zones(GPtrArray *zones, const char *path)
{
	for (guint i = zones->len; i-- > 0;) {
		const struct zone *z = g_ptr_array_index(zones, i);

		if (strcmp(z->at.file, path) == 0)
			g_ptr_array_remove_index(zones, i);
	}
}

void
zone_included(struct zone_reader *r, struct source *s, guint64 records)
{
	if (wanted_file_has_zones(r->wanted, s->path))
		forget_zones(r->facts->zones, s->path);
	wanted_file_begin(r->wanted, s->path);
	forget(s);
	s->kind = "zone";
	s->objects = records;
}

/* A file called otherwise than its one zone may be a copy in which a name was left as it was. */
static void
compare_file_name(struct zone_reader *r)
{
	const struct zone_head *h = &r->head;

	if (r->nzones == 1 && h->file_name != NULL && strstr(h->file_name, r->first) == NULL &&
	    (h->name == h->file_name || strcmp(h->name, h->file_name) != 0))
		zone_file_problem(r, "zone-name-differs", h->file_name, false);
}

static void
describe(struct zone_reader *r)
{
	struct source *s = r->input->source;

	s->kind = "zone";
	if (r->refused) {
		forget_zones(r->facts->zones, s->path);
		s->state = SOURCE_REFUSED;
		return;
	}
	s->objects = r->total;
	compare_file_name(r);
	if (r->nzones > 0)
		s->view = view_name(zone_view(r));
	else if (s->state != SOURCE_IGNORED)
		s->state = SOURCE_REFUSED;
	if (r->total == 0 && r->head.refused == NULL)
		zone_file_problem(r, "zone-empty", NULL, true);
}

/* The zone scope is nearer to the records than the folder is; where the two contradict each other, neither is believed.  What
 * audit.ini says holds. */
static void
look_at_scope(struct zone_reader *r)
{
	struct file_setting stated;
	bool contradicts;
	enum view view = words_view(r->head.scope, &contradicts);

	zone_file_problem(r, "zone-scope", r->head.scope, false);
	if (view == VIEW_NONE || (path_setting(r->facts, r->input->path, &stated) && stated.view != VIEW_NONE))
		return;
	if (r->told != VIEW_NONE && r->told != view) {
		zone_file_problem(r, "zone-scope-contradicts", r->head.scope, false);
		r->told = VIEW_NONE;
	} else {
		r->told = view;
	}
}

/* st: of the file itself, so that it cannot include itself; NULL when there is none. */
static void
stream(struct input *in, const char *head, size_t head_size, zone_bytes bytes, void *closure, enum view told, struct wanted *wanted,
    const struct stat *st)
{
	struct zone_reader r = { .input = in, .facts = in->facts, .wanted = wanted, .told = told, .file = in->path,
	    .raw_path = in->raw_path };

	if (st != NULL) {
		r.open[0][0] = (guint64)st->st_dev;
		r.open[0][1] = (guint64)st->st_ino;
	}
	forget(in->source);
	wanted_file_begin(wanted, in->path);
	zone_head(in->facts->region, head, head_size, in->path, &r.head);
	if (r.head.refused != NULL) {
		source_problem(in->source, in->facts->region, r.head.refused, 0, NULL, NULL, !r.head.ignored);
		in->source->state = r.head.ignored ? SOURCE_IGNORED : SOURCE_REFUSED;
		in->source->kind = "zone";
		return;
	}
	if (r.head.name != NULL) {
		g_strlcpy(r.origin, r.head.name, sizeof r.origin);
		r.has_origin = true;
	}
	zone_begin(&r);
	if (r.head.aliases_left_out)
		zone_file_problem(&r, "zone-aliases-left-out", NULL, false);
	if (r.head.scope != NULL)
		look_at_scope(&r);
	if (r.head.json)
		zone_route53_entries(&r, bytes, closure);
	else
		zone_entries(&r, bytes, closure);
	if (!r.refused)
		zone_finish(&r);
	zone_release(&r);
	describe(&r);
}

void
zone_stream(struct input *in, const char *head, size_t head_size, zone_bytes bytes, void *closure, enum view told, struct wanted *wanted)
{
	stream(in, head, head_size, bytes, closure, told, wanted, NULL);
}

/* ---- the file ---- */

/* UTF-16 or UTF-32, or some of it: by the mark, or by many zeros, which no other encoding has. */
static bool
is_wide(const struct input *in)
{
	if (in->head_size >= 2 && ((in->head[0] == 0xff && in->head[1] == 0xfe) || (in->head[0] == 0xfe && in->head[1] == 0xff)))
		return true;
	return !text_few_zeros(in->head, in->head_size);
}

static void
read_decoded(struct input *in, enum view view, struct wanted *wanted)
{
	GBytes *bytes = input_bytes(in);
	struct text *text = bytes != NULL ? text_decode(in, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)) : NULL;

	if (text != NULL) {
		struct zone_memory m = { text->bytes, text->size };

		in->source->encoding = text->encoding;
		zone_stream(in, text->bytes, MIN(text->size, HEAD_BYTES), zone_from_memory, &m, view, wanted);
		text_free(text);
	} else {
		wanted_file_begin(wanted, in->path);
		if (bytes != NULL)
			source_problem(in->source, in->facts->region, "not-text", 0, NULL, NULL, true);
		in->source->state = SOURCE_REFUSED;
	}
	if (bytes != NULL)
		g_bytes_unref(bytes);
}

static const char *
encoding_of(const struct input *in)
{
	const char *p = (const char *)in->head, *end;

	if (in->head_size >= 3 && memcmp(p, "\357\273\277", 3) == 0)
		return "utf-8 bom";
	if (g_utf8_validate(p, (gssize)in->head_size, &end) || p + in->head_size - end < 4) {
		for (size_t i = 0; i < in->head_size; i++)
			if (in->head[i] >= 0x80)
				return "utf-8";
		return "ascii";
	}
	return "windows-1252";
}

void
zone_read(struct input *in, enum view view, struct wanted *wanted)
{
	struct stat st;
	int fd;

	if (wanted_file_is_current(wanted, in->path))
		return;
	if (is_wide(in)) {
		read_decoded(in, view, wanted);
		return;
	}
	fd = input_open(in->folder, in->raw_path);
	if (fd < 0 || fstat(fd, &st) != 0) {
		if (fd >= 0)
			close(fd);
		wanted_file_begin(wanted, in->path);
		source_problem(in->source, in->facts->region, "unreadable", 0, NULL, NULL, true);
		in->source->state = SOURCE_REFUSED;
		return;
	}
	in->source->encoding = encoding_of(in);
	stream(in, (const char *)in->head, in->head_size, zone_from_file, &fd, view, wanted, &st);
	close(fd);
}
