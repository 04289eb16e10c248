/* Everything below FOLDER, in byte order of the path: what it is by content, and the reader that takes it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "armour.h"
#include "input.h"
#include "passwords.h"
#include "path.h"
#include "secret.h"

enum { ROUNDS_MAX = 10 };

/* A file found, with what the readers need. */
struct found {
	struct input in;
	bool zone;
	enum view view;                 /* of a zone: told by the path or by [files] */
};

struct walk {
	struct facts *facts;
	const struct evidence_options *options;
	int folder;
	struct stat exclude;
	bool has_exclude;
	struct passwords *passwords;    /* or NULL */
	GPtrArray *found;               /* struct found * */
	bool too_many;
};

static void
found_free(gpointer p)
{
	struct found *f = p;

	input_clear(&f->in);
	g_free(f);
}

/* Valid UTF-8 as it is; other octets as \xHH. */
static char *
shown_path(struct region *region, const char *raw)
{
	GString *s = g_string_new(NULL);
	char *kept;

	for (const char *p = raw; *p != '\0';) {
		gunichar c = g_utf8_get_char_validated(p, -1);

		if (c >= 0x110000 || g_unichar_iscntrl(c)) {
			g_string_append_printf(s, "\\x%02X", (unsigned char)*p++);
		} else {
			g_string_append_unichar(s, c);
			p += g_utf8_skip[(guchar)*p];
		}
	}
	kept = region_strdup(region, s->str);
	g_string_free(s, TRUE);
	return kept;
}

static void
add_found(struct walk *w, const char *raw, const char *refused)
{
	struct found *f;

	if (w->found->len >= FILES_MAX) {
		w->too_many = true;
		return;
	}
	f = g_new0(struct found, 1);
	f->in.facts = w->facts;
	f->in.folder = w->folder;
	f->in.passwords = w->passwords;
	f->in.raw_path = region_strdup(w->facts->region, raw);
	f->in.path = shown_path(w->facts->region, raw);
	f->in.source = source_new(w->facts->region, f->in.path);
	if (refused != NULL) {
		source_problem(f->in.source, w->facts->region, refused, 0, NULL, NULL, true);
		f->in.source->state = SOURCE_REFUSED;
	}
	g_ptr_array_add(w->found, f);
}

/* The file of --password-file is no evidence: not even its digest is taken, against which passwords could be tried. */
static void
add_passwords(struct walk *w, const char *raw)
{
	const guint before = w->found->len;
	struct source *source;

	add_found(w, raw, NULL);
	if (w->found->len == before)
		return;
	source = ((struct found *)g_ptr_array_index(w->found, before))->in.source;
	source->secret = true;
	source->state = SOURCE_IGNORED;
	source_problem(source, w->facts->region, "password-file", 0, NULL, NULL, false);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
not_dots(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static void walk_directory(struct walk *, int fd, const char *path, unsigned depth);

static void
walk_entry(struct walk *w, int directory, const char *name, const char *path, unsigned depth)
{
	struct stat st;
	int fd;

	if (fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		add_found(w, path, "unreadable");
	} else if (S_ISREG(st.st_mode) && passwords_is_file(w->passwords, &st)) {
		add_passwords(w, path);
	} else if (S_ISREG(st.st_mode)) {
		add_found(w, path, NULL);
	} else if (S_ISLNK(st.st_mode)) {
		add_found(w, path, "symbolic-link");
	} else if (!S_ISDIR(st.st_mode)) {
		add_found(w, path, "not-a-file");
	} else if (w->has_exclude && st.st_dev == w->exclude.st_dev && st.st_ino == w->exclude.st_ino) {
		return;
	} else if (depth >= DEPTH_MAX) {
		add_found(w, path, "too-deep");
	} else if ((fd = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0) {
		add_found(w, path, "unreadable");
	} else {
		walk_directory(w, fd, path, depth + 1);
		close(fd);
	}
}

static void
walk_directory(struct walk *w, int fd, const char *path, unsigned depth)
{
	struct dirent **names;
	int n = scandirat(fd, ".", &names, not_dots, by_name);

	if (n < 0) {
		add_found(w, path, "unreadable");
		return;
	}
	for (int i = 0; i < n; i++) {
		char *below = *path != '\0' ? g_strconcat(path, "/", names[i]->d_name, NULL) : g_strdup(names[i]->d_name);

		walk_entry(w, fd, names[i]->d_name, below, depth);
		g_free(below);
		free(names[i]);
	}
	free(names);
}

static gint
by_path(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct found *const *)a)->in.raw_path, (*(const struct found *const *)b)->in.raw_path);
}

/* ---- one file ---- */

static void
refuse(struct found *f, const char *code)
{
	source_problem(f->in.source, f->in.facts->region, code, 0, NULL, NULL, true);
	f->in.source->state = SOURCE_REFUSED;
}

static void
read_text(struct found *f, void (*reader)(struct input *, const struct text *))
{
	GBytes *bytes = input_bytes(&f->in);
	gsize size;
	const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &size) : NULL;
	struct text *text = data != NULL ? text_decode(&f->in, data, size) : NULL;

	if (text != NULL && f->in.source->secret)     /* a key is no value of a table */
		blocks_blank(text->bytes, text->size);
	if (text != NULL)
		reader(&f->in, text);
	else if (bytes != NULL)
		refuse(f, "not-text");
	text_free(text);
	if (bytes != NULL)
		g_bytes_unref(bytes);
}

/* A table or zone into which somebody pasted a certificate or key stays one: head is what stands around the blocks. */
static bool
is_certificates(const struct found *f, const struct text *head)
{
	return certificates_recognise(&f->in) && (head == NULL || (!table_recognise(&f->in, head) && !zone_recognise(&f->in, head)));
}

/* Zone files and exports; the text of a file is looked at before it is read whole. */
static void
recognise_text(struct found *f, const struct text *head, int stated)
{
	if (head == NULL) {
		refuse(f, "not-text");
	} else if (stated != FILE_ZONE && table_recognise(&f->in, head)) {
		read_text(f, table_read);
	} else if (export_recognise(&f->in, head)) {
		read_text(f, export_read);
	} else if (zone_recognise(&f->in, head)) {
		f->zone = true;
		f->in.source->kind = "zone";
	} else {
		refuse(f, "unknown-file");
	}
}

static void
recognise(struct found *f)
{
	const char *container = container_kind(f->in.head, f->in.head_size);
	struct text *head = f->in.size > 0 ? text_head(&f->in) : NULL;
	struct file_setting stated;

	if (head != NULL)
		blocks_blank(head->bytes, head->size);
	path_setting(f->in.facts, f->in.path, &stated);
	if (f->in.size == 0) {
		refuse(f, "empty-file");
	} else if (stated.kind == FILE_IGNORED) {
		f->in.source->state = SOURCE_IGNORED;
	} else if (stated.kind == FILE_CERTIFICATES || (stated.kind == FILE_OPEN && is_certificates(f, head))) {
		certificates_read(&f->in);
	} else if (container != NULL) {
		f->in.source->kind = "container";
		refuse(f, container);
	} else {
		recognise_text(f, head, stated.kind);
	}
	text_free(head);
}

/* ---- zones ---- */

static enum view
stated_view(struct found *f)
{
	struct file_setting stated;
	bool contradicts;
	enum view view = path_view(f->in.path, &contradicts);

	if (path_setting(f->in.facts, f->in.path, &stated) && stated.view != VIEW_NONE)
		return stated.view;
	if (contradicts)
		source_problem(f->in.source, f->in.facts->region, "view-contradicts", 0, NULL, f->in.path, false);
	return view;
}

/* Targets of MX, SRV and CNAME records are wanted too; each round may find more of them in another zone. */
static void
read_zones(struct walk *w)
{
	struct wanted *wanted = wanted_new();
	size_t before;
	unsigned round = 0;

	wanted_collect(wanted, w->facts);
	do {
		before = wanted_count(wanted);
		for (guint i = 0; i < w->found->len; i++) {
			struct found *f = g_ptr_array_index(w->found, i);

			if (f->zone)
				zone_read(&f->in, f->view, wanted);
		}
	} while (wanted_count(wanted) > before && ++round < ROUNDS_MAX);
	wanted_free(wanted);
}

/* ---- the run ---- */

static struct found *
find_path(const struct walk *w, const char *path)
{
	for (guint i = 0; i < w->found->len; i++) {
		struct found *f = g_ptr_array_index(w->found, i);

		if (g_ascii_strcasecmp(f->in.raw_path, path) == 0)
			return f;
	}
	return NULL;
}

static void
read_files(struct walk *w, const struct found *settings)
{
	for (guint i = 0; i < w->found->len; i++) {
		struct found *f = g_ptr_array_index(w->found, i);

		if (f == settings || f->in.source->state != SOURCE_READ)
			continue;
		if (w->options->progress != NULL)
			w->options->progress(f->in.path, w->options->closure);
		recognise(f);
		if (f->zone)
			f->view = stated_view(f);
	}
}

/* Codes that a reader names a key or a password by. */
static bool
is_named(const struct source *s)
{
	static const char *const codes[] = { "private-key", "private-key-encrypted", "pfx-key", "pfx-locked", "password-file" };

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (g_hash_table_contains(s->per_code, codes[i]))
			return true;
	return false;
}

/* Keys that no reader met, because the file is of another kind. */
static void
name_secrets(const struct walk *w)
{
	for (guint i = 0; i < w->found->len; i++) {
		struct source *s = ((struct found *)g_ptr_array_index(w->found, i))->in.source;

		if (s->secret && !is_named(s))
			source_problem(s, w->facts->region, "private-key", 0, NULL, NULL, false);
	}
}

static bool
read_evidence(struct walk *w, GError **error)
{
	struct found *settings = find_path(w, "audit.ini");

	for (guint i = 0; i < w->found->len; i++) {
		struct found *f = g_ptr_array_index(w->found, i);

		if (f->in.source->state == SOURCE_READ && !input_look(&f->in))
			refuse(f, "unreadable");
	}
	if (settings != NULL && settings->in.source->state == SOURCE_READ)
		read_text(settings, settings_read);
	if (w->options->settings_done != NULL && !w->options->settings_done(w->facts, w->options->closure, error))
		return false;
	settings_state_objects(w->facts);
	read_files(w, settings);
	objects_finish(w->facts->objects);
	read_zones(w);
	name_secrets(w);
	return certificates_verify(w->facts, w->options->trust, error);
}

static bool
read_folder(struct walk *w, GError **error)
{
	const struct evidence_options *options = w->options;
	struct facts *facts = w->facts;
	bool ok;

	w->folder = open(options->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	w->has_exclude = options->exclude != NULL && stat(options->exclude, &w->exclude) == 0;
	if (w->folder < 0) {
		g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s: %s", options->folder, g_strerror(errno));
		return false;
	}
	walk_directory(w, w->folder, "", 0);
	g_ptr_array_sort(w->found, by_path);
	for (guint i = 0; i < w->found->len; i++) {
		const struct input *in = &((struct found *)g_ptr_array_index(w->found, i))->in;

		g_ptr_array_add(facts->sources, in->source);
		g_hash_table_insert(facts->source_of, (gpointer)(gsize)in->raw_path, in->source);
	}
	ok = !w->too_many;
	if (!ok)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: more than %d files", options->folder, FILES_MAX);
	ok = ok && read_evidence(w, error);
	close(w->folder);
	return ok;
}

bool
evidence_read(struct facts *facts, const struct evidence_options *options, GError **error)
{
	struct walk w = { .facts = facts, .options = options };
	bool ok;

	secret_wipe_freed();
	if (options->password_file != NULL && (w.passwords = passwords_read(options->password_file, error)) == NULL)
		return false;
	w.found = g_ptr_array_new_with_free_func(found_free);
	ok = read_folder(&w, error);
	g_ptr_array_unref(w.found);
	passwords_free(w.passwords);
	return ok;
}
