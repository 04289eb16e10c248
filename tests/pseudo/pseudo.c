/* pseudo mark FROM TO KEPT: the pages of templates below FROM, marked, below TO; code and keys, which are not, into KEPT.
 * pseudo check CORPUS... -- OUTPUT...: outputs made with them hold nothing that is neither marked nor in the corpus. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "pseudo.h"

static bool
mark_folder(const char *from, const char *to, GString *kept)
{
	GDir *dir = g_dir_open(from, 0, NULL);
	const char *name;
	bool ok = dir != NULL && g_mkdir_with_parents(to, 0777) == 0;

	while (ok && (name = g_dir_read_name(dir)) != NULL) {
		char *a = g_build_filename(from, name, NULL), *b = g_build_filename(to, name, NULL);

		if (g_file_test(a, G_FILE_TEST_IS_DIR))
			ok = mark_folder(a, b, kept);
		else if (g_str_has_suffix(name, ".md"))
			ok = mark_file(a, b, kept);
		g_free(a);
		g_free(b);
	}
	if (dir != NULL)
		g_dir_close(dir);
	return ok;
}

static int
mark(char **argv)
{
	GString *kept = g_string_new(NULL);
	const bool ok = mark_folder(argv[0], argv[1], kept) && g_file_set_contents(argv[2], kept->str, -1, NULL);

	g_string_free(kept, TRUE);
	return ok ? 0 : 2;
}

static int
check(char **argv)
{
	struct corpus c;
	unsigned bad = 0;
	guint64 marked = 0;

	corpus_begin(&c);
	corpus_add_machine(&c);
	for (; *argv != NULL && strcmp(*argv, "--") != 0; argv++)
		if (!corpus_add_path(&c, *argv))
			fprintf(stderr, "%s: cannot be read\n", *argv);
	for (argv += *argv != NULL; *argv != NULL; argv++) {
		char *text;

		if (!g_file_get_contents(*argv, &text, NULL, NULL)) {
			printf("%s: cannot be read\n", *argv);
			bad++;
			continue;
		}
		bad += corpus_check(&c, *argv, text, &marked);
		g_free(text);
	}
	corpus_end(&c);
	printf("%" G_GUINT64_FORMAT " marked letters, %u words that are not\n", marked, bad);
	return bad > 0 || marked == 0 ? 1 : 0;
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "mark") == 0)
		return mark(argv + 2);
	if (argc > 3 && strcmp(argv[1], "check") == 0)
		return check(argv + 2);
	fprintf(stderr, "usage: pseudo mark FROM TO KEPT | pseudo check CORPUS... -- OUTPUT...\n");
	return 2;
}
