/* A zone is streamed: what it costs in memory is what is kept of the few names that are asked for, however large the file is. */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../audit/evidence/input.h"

enum { SMALL = 2, LARGE = 20 };     /* megabytes */

static bool
write_zone(const char *path, unsigned megabytes)
{
	FILE *f = fopen(path, "w");
	long bytes = 0;

	if (f == NULL)
		return false;
	bytes += fprintf(f, "$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 900 1209600 300\nmail A 203.0.113.5\n");
	for (unsigned i = 0; bytes < (long)megabytes * 1024 * 1024; i++) {
		bytes += fprintf(f, "host%u.dept%u IN A 198.51.100.%u\n\tIN TXT ( \"first of %u\"\n\t\"second\" )\n", i, i % 500, i % 256, i);
		bytes += fprintf(f, "alias%u.contoso.com. 300 IN CNAME host%u.dept%u ; a remark\n", i, i, i % 500);
	}
	return fclose(f) == 0;
}

static char *
make_folder(unsigned megabytes)
{
	char *folder = g_dir_make_tmp("zone-memory-XXXXXX", NULL);
	char *domains = g_build_filename(folder, "domains.csv", NULL), *zone = g_build_filename(folder, "contoso.com.zone", NULL);

	g_assert_true(g_file_set_contents(domains, "Domain\ncontoso.com\n", -1, NULL));
	g_assert_true(write_zone(zone, megabytes));
	g_free(domains);
	g_free(zone);
	return folder;
}

static void
remove_folder(char *folder)
{
	static const char *const names[] = { "domains.csv", "contoso.com.zone" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		char *path = g_build_filename(folder, names[i], NULL);

		g_unlink(path);
		g_free(path);
	}
	g_rmdir(folder);
	g_free(folder);
}

/* Reads the folder as an audit does; 0 when the zone is there with the one name that was asked for. */
static int
read_folder(const char *folder)
{
	struct facts *facts = facts_new();
	const struct evidence_options options = { .folder = folder };
	const struct zone *z;
	bool ok = evidence_read(facts, &options, NULL) && facts->zones->len == 1;

	z = ok ? g_ptr_array_index(facts->zones, 0) : NULL;
	ok = ok && z->complete && g_hash_table_contains(z->owners, "mail.contoso.com") && g_hash_table_size(z->owners) == 2;
	facts_free(facts);
	return ok ? 0 : 1;
}

/* The most memory, in kilobytes, that a process had which read such a folder. */
static long
peak(unsigned megabytes)
{
	char *folder = make_folder(megabytes);
	struct rusage ru = { 0 };
	int status = -1;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(read_folder(folder));
	g_assert_cmpint(wait4(pid, &status, 0, &ru), ==, pid);
	g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	remove_folder(folder);
	return ru.ru_maxrss;
}

/* The growth, not the whole: sanitizers and valgrind have memory of their own. */
static void
streamed(void)
{
	const long small = peak(SMALL), large = peak(LARGE);

	g_assert_cmpint(large - small, <, (LARGE - SMALL) * 1024 / 4);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/zone-memory/streamed", streamed);
	return g_test_run();
}
