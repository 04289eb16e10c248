/* Everything below FOLDER, in byte order of the path. */
#include "walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "passwords.h"

struct walk {
	struct facts *facts;
	int folder;
	struct stat exclude;
	bool has_exclude;
	const struct passwords *passwords;      /* or NULL */
	GPtrArray *found;               /* struct found * */
	struct found *first_beyond;     /* the first file beyond FILES_MAX, or NULL */
	guint64 beyond;
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
refuse(struct found *f, const char *code, const char *text)
{
	source_problem(f->in.source, f->in.facts->region, code, 0, NULL, text, true);
	f->in.source->state = SOURCE_REFUSED;
}

/* NULL: it is one of those beyond that are only counted. */
static struct found *
add_found(struct walk *w, const char *raw, const char *refused)
{
	const bool beyond = w->found->len >= FILES_MAX && g_ascii_strcasecmp(raw, "audit.ini") != 0;
	struct found *f;

	w->beyond += beyond;
	if (w->beyond > 1 && beyond)
		return NULL;
	f = g_new0(struct found, 1);
	f->in.facts = w->facts;
	f->in.folder = w->folder;
	f->in.passwords = w->passwords;
	f->in.raw_path = region_strdup(w->facts->region, raw);
	f->in.path = shown_path(w->facts->region, raw);
	f->in.source = source_new(w->facts->region, f->in.path);
	if (beyond)
		w->first_beyond = f;
	else if (refused != NULL)
		refuse(f, refused, NULL);
	g_ptr_array_add(w->found, f);
	return f;
}

/* The file of --password-file is no evidence: not even its digest is taken, against which passwords could be tried. */
static void
add_passwords(struct walk *w, const char *raw)
{
	struct found *f = add_found(w, raw, NULL);

	if (f == NULL)
		return;
	f->in.source->secret = true;
	f->in.source->state = SOURCE_IGNORED;
	source_problem(f->in.source, w->facts->region, "password-file", 0, NULL, NULL, false);
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

static gint
by_bytes(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, in the order that the paths below them have: "a.csv" stands before "a/b.csv".  A folder's ends with '/'. */
static GPtrArray *
sorted_names(int fd)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	struct dirent **entries;
	const int n = scandirat(fd, ".", &entries, not_dots, NULL);

	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		struct stat st;
		const bool folder = fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);

		g_ptr_array_add(names, g_strconcat(name, folder ? "/" : NULL, NULL));
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	else
		g_clear_pointer(&names, g_ptr_array_unref);
	if (names != NULL)
		g_ptr_array_sort(names, by_bytes);
	return names;
}

static void
walk_directory(struct walk *w, int fd, const char *path, unsigned depth)
{
	GPtrArray *names = sorted_names(fd);

	if (names == NULL) {
		add_found(w, path, "unreadable");
		return;
	}
	for (guint i = 0; i < names->len; i++) {
		char *name = g_ptr_array_index(names, i), *below;

		if (g_str_has_suffix(name, "/"))
			name[strlen(name) - 1] = '\0';
		below = *path != '\0' ? g_strconcat(path, "/", name, NULL) : g_strdup(name);
		walk_entry(w, fd, name, below, depth);
		g_free(below);
	}
	g_ptr_array_unref(names);
}

static gint
by_path(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct found *const *)a)->in.raw_path, (*(const struct found *const *)b)->in.raw_path);
}

GPtrArray *
walk_folder(struct facts *facts, int folder, const char *exclude, const struct passwords *passwords)
{
	struct walk w = { .facts = facts, .folder = folder, .passwords = passwords, .found = g_ptr_array_new_with_free_func(found_free) };

	w.has_exclude = exclude != NULL && stat(exclude, &w.exclude) == 0;
	walk_directory(&w, folder, "", 0);
	if (w.first_beyond != NULL)
		refuse(w.first_beyond, "too-many-files", region_printf(facts->region, "%" G_GUINT64_FORMAT, w.beyond));
	g_ptr_array_sort(w.found, by_path);     /* a folder that was not entered stands there by its own name */
	return w.found;
}
