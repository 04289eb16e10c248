#include "zone.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
directive_problem(struct zone_reader *r, const char *code, const struct zone_entry *e, size_t token)
{
	const struct zone_token *t = &e->tokens[MIN(token, e->ntokens - 1)];

	zone_problem(r, code, e, t->column, NULL, t->text, t->size, true);
	r->complete = false;
}

static bool
set_origin(struct zone_reader *r, const struct zone_token *t)
{
	char name[ZONE_NAME_BYTES];
	unsigned notes = 0;

	if (!zone_name(t->text, t->size, r->head.origin_absolute ? "" : r->has_origin ? r->origin : NULL, r->head.dialect.octal, name, &notes))
		return false;
	strcpy(r->origin, name);
	r->has_origin = true;
	return true;
}

/* "$ORIGIN sub" is meant, "$ORIGIN contoso.com" within contoso.com is not: a server appends the name all the same. */
static void
origin(struct zone_reader *r, const struct zone_entry *e)
{
	char *before = g_strdup(r->has_origin ? r->origin : "");

	if (e->ntokens != 2 || !set_origin(r, &e->tokens[1])) {
		directive_problem(r, "zone-bad-directive", e, 1);
		/* What follows would be read below the wrong name. */
		r->has_origin = false;
	} else if (zone_repeats(r->origin, before)) {
		zone_token_problem(r, "zone-origin-final-dot", e, &e->tokens[1], "$ORIGIN", false);
	}
	g_free(before);
}

static void
ttl(struct zone_reader *r, const struct zone_entry *e)
{
	guint32 value;

	if (e->ntokens != 2 || !zone_ttl(e->tokens[1].text, e->tokens[1].size, &value)) {
		zone_token_problem(r, "zone-bad-directive", e, &e->tokens[e->ntokens > 1], "$TTL", false);
		return;
	}
	r->default_ttl = value;
	r->has_default_ttl = true;
}

/* The folder comes from strangers: nothing outside it is read, and no word of a refused file is told.  The path without
 * what leads nowhere ("./hosts.inc"), or NULL. */
static char *
allowed_path(const struct zone_token *t)
{
	char *text = g_strndup(t->text, t->size), **parts = g_strsplit(text, "/", -1);
	bool ok = *text != '\0' && text[0] != '/' && strpbrk(text, ":\\") == NULL;
	GString *path = g_string_new(NULL);

	for (size_t i = 0; parts[i] != NULL; i++) {
		ok = ok && strcmp(parts[i], "..") != 0;
		if (*parts[i] != '\0' && strcmp(parts[i], ".") != 0)
			g_string_append_printf(path, "%s%s", path->len > 0 ? "/" : "", parts[i]);
	}
	ok = ok && path->len > 0;
	g_strfreev(parts);
	g_free(text);
	return g_string_free(path, !ok);
}

/* A file of the evidence list that is included. */
struct included {
	const char *raw_path;
	struct source *source;
};

/* Opens a file of the evidence list.  One that is not in it (results of an earlier run) is no evidence, and of one that
 * holds a private key not a word may come into a report. */
static int
open_source(struct zone_reader *r, const char *path, struct included *found)
{
	int fd = input_open(r->input->folder, path);
	gpointer key, value;

	if (fd < 0)
		return -1;
	if (g_hash_table_lookup_extended(r->facts->source_of, path, &key, &value)) {
		*found = (struct included){ key, value };
		if (!found->source->secret)
			return fd;
	}
	close(fd);
	errno = EACCES;
	return -1;
}

/* Beside the file that includes it, else below the folder's top (BIND starts at its own directory). */
static int
open_include(struct zone_reader *r, const char *path, struct included *found)
{
	char *folder = g_path_get_dirname(r->raw_path);
	char *beside = strcmp(folder, ".") == 0 ? g_strdup(path) : g_build_filename(folder, path, NULL);
	int fd = open_source(r, beside, found), error;

	if (fd < 0 && errno == ENOENT)
		fd = open_source(r, path, found);
	error = errno;
	g_free(folder);
	g_free(beside);
	errno = error;
	return fd;
}

static bool
already_open(const struct zone_reader *r, const struct stat *st)
{
	for (unsigned i = 0; i <= r->depth; i++)
		if (r->open[i][0] == (guint64)st->st_dev && r->open[i][1] == (guint64)st->st_ino)
			return true;
	return false;
}

/* RFC 1035, 5.1; BIND restores origin and owner behind it. */
static void
read_include(struct zone_reader *r, const struct zone_entry *e, int fd, const struct included *file)
{
	struct zone_reader saved = *r;
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || already_open(r, &st)) {
		directive_problem(r, "zone-include-refused", e, 1);
		return;
	}
	if (e->ntokens > 2 && !set_origin(r, &e->tokens[2])) {
		directive_problem(r, "zone-bad-directive", e, 2);
		return;
	}
	r->depth++;
	r->included++;
	r->open[r->depth][0] = (guint64)st.st_dev;
	r->open[r->depth][1] = (guint64)st.st_ino;
	r->file = file->source->path;
	r->raw_path = file->raw_path;
	zone_entries(r, zone_from_file, &fd);
	r->depth--;
	r->file = saved.file;
	r->raw_path = saved.raw_path;
	memcpy(r->origin, saved.origin, sizeof r->origin);
	r->has_origin = saved.has_origin;
	memcpy(r->owner, saved.owner, sizeof r->owner);
	r->has_owner = saved.has_owner;
	r->interest = saved.interest;
	if (r->nzones == saved.nzones)
		zone_included(r, file->source, r->nrecords - saved.nrecords);
}

static void
include(struct zone_reader *r, const struct zone_entry *e)
{
	struct included file;
	char *path;
	int fd;

	if (e->ntokens < 2 || e->ntokens > 3) {
		directive_problem(r, "zone-bad-directive", e, 0);
		return;
	}
	if (r->depth >= ZONE_INCLUDE_DEPTH || r->included >= ZONE_INCLUDE_FILES) {
		directive_problem(r, "zone-include-limit", e, 1);
		return;
	}
	path = allowed_path(&e->tokens[1]);
	if (path == NULL || r->input->folder < 0)
		directive_problem(r, "zone-include-refused", e, 1);
	else if ((fd = open_include(r, path, &file)) < 0)
		directive_problem(r, errno == ENOENT || errno == ENOTDIR ? "zone-include-missing" : "zone-include-refused", e, 1);
	else {
		read_include(r, e, fd, &file);
		close(fd);
	}
	g_free(path);
}

static bool
skip(void *closure, const struct zone_token *owner)
{
	return zone_skip_owner(closure, owner);
}

static void
emit(void *closure, const struct zone_entry *e)
{
	zone_entry(closure, e);
}

static void
generate(struct zone_reader *r, const struct zone_entry *e)
{
	const struct zone_generator generator = { skip, emit, r };
	const char *code = zone_generate(e, &r->generated, &generator);

	if (code != NULL)
		directive_problem(r, code, e, 1);
}

void
zone_directive(struct zone_reader *r, const struct zone_entry *e)
{
	static const struct { const char *name; void (*take)(struct zone_reader *, const struct zone_entry *); } rows[] = {
		{ "$ORIGIN", origin }, { "$TTL", ttl }, { "$INCLUDE", include }, { "$GENERATE", generate },
	};
	const struct zone_token *t = e->tokens;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strlen(rows[i].name) == t->size && g_ascii_strncasecmp(rows[i].name, t->text, t->size) == 0) {
			rows[i].take(r, e);
			return;
		}
	directive_problem(r, "zone-unknown-directive", e, 0);
	/* Perhaps a misspelt $ORIGIN: what follows would be read below the wrong name. */
	if (e->ntokens == 2 && !g_ascii_isdigit(e->tokens[1].text[0]))
		r->has_origin = false;
}
