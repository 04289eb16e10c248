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

	if (!zone_name(t->text, t->size, r->has_origin ? r->origin : NULL, r->head.dialect.octal, name, &notes))
		return false;
	strcpy(r->origin, name);
	r->has_origin = true;
	return true;
}

static void
origin(struct zone_reader *r, const struct zone_entry *e)
{
	if (e->ntokens != 2 || !set_origin(r, &e->tokens[1])) {
		directive_problem(r, "zone-bad-directive", e, 1);
		/* What follows would be read below the wrong name. */
		r->has_origin = false;
	}
}

static void
ttl(struct zone_reader *r, const struct zone_entry *e)
{
	guint32 value;

	if (e->ntokens != 2 || !zone_ttl(e->tokens[1].text, e->tokens[1].size, &value)) {
		zone_problem(r, "zone-bad-directive", e, e->tokens[0].column, "$TTL", e->tokens[0].text, e->tokens[0].size, false);
		return;
	}
	r->default_ttl = value;
	r->has_default_ttl = true;
}

/* The folder comes from strangers: nothing outside it is read, and no word of a refused file is told. */
static bool
path_allowed(const char *path)
{
	char **parts;
	bool ok = *path != '\0' && path[0] != '/' && strpbrk(path, ":\\") == NULL;

	parts = g_strsplit(path, "/", -1);
	for (size_t i = 0; parts[i] != NULL; i++)
		ok = ok && strcmp(parts[i], "..") != 0;
	g_strfreev(parts);
	return ok;
}

/* Beside the file that includes it, else below the folder's top (BIND starts at its own directory). */
static int
open_include(struct zone_reader *r, const char *path, const char **found)
{
	char *folder = g_path_get_dirname(r->file), *beside = strcmp(folder, ".") == 0 ? g_strdup(path) : g_build_filename(folder, path, NULL);
	int fd = input_open(r->input->folder, beside), error;

	*found = region_strdup(r->facts->region, fd >= 0 ? beside : path);
	if (fd < 0 && errno == ENOENT)
		fd = input_open(r->input->folder, path);
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
read_include(struct zone_reader *r, const struct zone_entry *e, int fd, const char *path)
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
	r->file = path;
	zone_entries(r, zone_from_file, &fd);
	r->depth--;
	r->file = saved.file;
	memcpy(r->origin, saved.origin, sizeof r->origin);
	r->has_origin = saved.has_origin;
	memcpy(r->owner, saved.owner, sizeof r->owner);
	r->has_owner = saved.has_owner;
	r->interest = saved.interest;
	if (r->nzones == saved.nzones)
		zone_included(r, path, r->nrecords - saved.nrecords);
}

static void
include(struct zone_reader *r, const struct zone_entry *e)
{
	char *path;
	const char *found;
	int fd;

	if (e->ntokens < 2 || e->ntokens > 3) {
		directive_problem(r, "zone-bad-directive", e, 0);
		return;
	}
	if (r->depth >= ZONE_INCLUDE_DEPTH || r->included >= ZONE_INCLUDE_FILES) {
		directive_problem(r, "zone-include-limit", e, 1);
		return;
	}
	path = g_strndup(e->tokens[1].text, e->tokens[1].size);
	if (!path_allowed(path) || r->input->folder < 0)
		directive_problem(r, "zone-include-refused", e, 1);
	else if ((fd = open_include(r, path, &found)) < 0)
		directive_problem(r, errno == ENOENT || errno == ENOTDIR ? "zone-include-missing" : "zone-include-refused", e, 1);
	else {
		read_include(r, e, fd, found);
		close(fd);
	}
	g_free(path);
}

static void
emit(void *closure, const struct zone_entry *e)
{
	zone_entry(closure, e);
}

static void
generate(struct zone_reader *r, const struct zone_entry *e)
{
	const char *code = zone_generate(e, &r->generated, emit, r);

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
	/* A misspelt $ORIGIN: what follows would be read below the wrong name. */
	if (e->tokens[0].size > 1 && g_ascii_tolower(e->tokens[0].text[1]) == 'o')
		r->has_origin = false;
}
