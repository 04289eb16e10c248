/* Every file of FOLDER: what it is by content, and the reader that takes it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "armour.h"
#include "foreign.h"
#include "passwords.h"
#include "path.h"
#include "secret.h"
#include "walk.h"

struct walk {
	struct facts *facts;
	const struct evidence_options *options;
	struct passwords *passwords;    /* or NULL */
	GPtrArray *found;               /* struct found * */
};

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

/* Known by name, and no use.  What nobody sent on purpose is no loss. */
static void
refuse_foreign(struct found *f, const struct foreign *foreign)
{
	const bool litter = foreign_is_litter(foreign);

	source_problem(f->in.source, f->in.facts->region, foreign->code, 0, NULL, foreign->what, !litter);
	f->in.source->state = litter ? SOURCE_IGNORED : SOURCE_REFUSED;
	f->in.source->kind = "foreign";
}

/* Zone files and exports; the text of a file is looked at before it is read whole. */
static void
recognise_text(struct found *f, const struct text *head, int stated)
{
	struct foreign foreign;

	if (head == NULL) {
		refuse(f, "not-text");
	} else if (stated == FILE_OPEN && foreign_text(head, &foreign)) {
		refuse_foreign(f, &foreign);
	} else if (stated != FILE_ZONE && table_recognise(&f->in, head)) {
		read_text(f, table_read);
	} else if (export_recognise(&f->in, head)) {
		read_text(f, export_read);
	} else if (zone_recognise(&f->in, head)) {
		f->zone = true;
		f->in.source->kind = "zone";
	} else if (foreign_text_at_last(head, &foreign)) {
		refuse_foreign(f, &foreign);
	} else {
		refuse(f, "unknown-file");
	}
}

/* The blocks in a mail are taken; what is attached to it besides is not. */
static void
read_certificates(struct found *f, const struct text *head)
{
	struct foreign foreign;

	certificates_read(&f->in);
	if (head != NULL && foreign_text(head, &foreign) && strcmp(foreign.code, "mail-message") == 0)
		source_problem(f->in.source, f->in.facts->region, foreign.code, 0, NULL, NULL, true);
}

/* Out-File writes a byte order mark when there is nothing else to write. */
static bool
is_empty(const struct found *f, const struct text *head)
{
	return f->in.size == 0 || (head != NULL && f->in.size == f->in.head_size && head->bytes[strspn(head->bytes, " \t\n")] == '\0');
}

static void
recognise(struct found *f)
{
	struct text *head = f->in.size > 0 ? text_head(&f->in) : NULL;
	const bool empty = is_empty(f, head);
	struct file_setting stated;
	struct foreign foreign;

	if (head != NULL)
		blocks_blank(head->bytes, head->size);
	path_setting(f->in.facts, f->in.path, &stated);
	if (empty) {
		refuse(f, "empty-file");
	} else if (stated.kind == FILE_IGNORED) {
		f->in.source->state = SOURCE_IGNORED;
	} else if (stated.kind == FILE_CERTIFICATES || (stated.kind == FILE_OPEN && is_certificates(f, head))) {
		read_certificates(f, head);
	} else if (foreign_binary(&f->in, &foreign)) {
		refuse_foreign(f, &foreign);
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
	} while (wanted_count(wanted) > before && ++round < ZONE_ROUNDS_MAX);
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

/* A pattern with a typing error would leave its files as they were, in silence. */
static bool
check_patterns(const struct walk *w, const struct found *settings, GError **error)
{
	for (guint i = 0; i < w->facts->settings->all->len; i++) {
		const struct setting *s = g_ptr_array_index(w->facts->settings->all, i);
		bool matches = strcmp(s->section, "files") != 0 || s->overridden;

		for (guint k = 0; !matches && k < w->found->len; k++)
			matches = path_matches(s, ((struct found *)g_ptr_array_index(w->found, k))->in.path);
		if (matches)
			continue;
		if (settings == NULL || strcmp(s->at.file, settings->in.path) != 0) {
			g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s files.%s: no file in %s matches", s->at.file, s->key,
			    w->options->folder);
			return false;
		}
		source_problem(settings->in.source, w->facts->region, "setting-matches-nothing", s->at.line, s->key, s->value, true);
	}
	return true;
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
	if (!check_patterns(w, settings, error))
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
	struct facts *facts = w->facts;
	const int folder = open(w->options->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (folder < 0) {
		g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s: %s", w->options->folder, g_strerror(errno));
		return false;
	}
	w->found = walk_folder(facts, folder, w->options->exclude, w->passwords);
	for (guint i = 0; i < w->found->len; i++) {
		const struct input *in = &((struct found *)g_ptr_array_index(w->found, i))->in;

		g_ptr_array_add(facts->sources, in->source);
		g_hash_table_insert(facts->source_of, (gpointer)(gsize)in->raw_path, in->source);
	}
	ok = read_evidence(w, error);
	close(folder);
	g_ptr_array_unref(w->found);
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
	ok = read_folder(&w, error);
	passwords_free(w.passwords);
	return ok;
}
