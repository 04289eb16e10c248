/*
 * What reading costs, beside tools that do less with the same bytes.  Each measurement is a child of its own; the README's
 * table is written from them.  Times differ from machine to machine, so the table tells ratios of CPU time.
 *
 *	bench FOLDER HYBRID-AUDIT README	inputs and outputs in FOLDER
 */
#include "bench.h"

#include <fcntl.h>
#include <glib.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../audit/evidence/input.h"

enum { WANTED = 1000, RUNS = 5, FAILING_KILOBYTES = 512 * 1024 };

struct cost {
	bool done;
	double seconds;         /* user and system, the least of RUNS */
	long kilobytes;         /* peak resident */
};

/* ---- what is measured; each runs in a child ---- */

static void
prepare(struct input *in, struct facts *facts, const char *path)
{
	static guint8 head[HEAD_BYTES];
	struct stat st;
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);

	if (n < 0 || fstat(fd, &st) != 0)
		exit(2);
	close(fd);
	memset(in, 0, sizeof *in);
	in->path = in->raw_path = strrchr(path, '/') + 1;
	in->folder = open(g_path_get_dirname(path), O_RDONLY | O_DIRECTORY);
	in->size = (guint64)st.st_size;
	in->head = head;
	in->head_size = (size_t)n;
	in->facts = facts;
	in->source = source_new(facts->region, path);
}

static void
read_wanted(const char *path, struct wanted *wanted)
{
	struct facts *facts = facts_new();
	struct input in;

	prepare(&in, facts, path);
	zone_read(&in, VIEW_EXTERNAL, wanted);
	if (facts->zones->len != 1)
		exit(2);
	wanted_free(wanted);
}

static void
read_zone(const char *path)
{
	struct wanted *wanted = wanted_new();
	char name[64];

	for (unsigned i = 0; i < WANTED; i++) {
		zone_host(i * 97, name);
		wanted_add(wanted, name);
	}
	read_wanted(path, wanted);
}

/* What an audit asks of one domain. */
static void
read_few(const char *path)
{
	static const char *const names[] = { "contoso.com", "autodiscover.contoso.com", "_autodiscover._tcp.contoso.com", "mail.contoso.com" };
	struct wanted *wanted = wanted_new();

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		wanted_add(wanted, names[i]);
	read_wanted(path, wanted);
}

static void
read_certificates(const char *path)
{
	struct facts *facts = facts_new();
	struct input in;

	prepare(&in, facts, path);
	certificates_read(&in);
	if (facts->certificates->all->len == 0)
		exit(2);
}

static void
bare_openssl(const char *path)
{
	BIO *bio = BIO_new_file(path, "r");
	X509 *x;
	unsigned n = 0;

	while ((x = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		n++;
		X509_free(x);
	}
	BIO_free(bio);
	if (n == 0)
		exit(2);
}

static void
ldns_tool(const char *path)
{
	if (freopen("/dev/null", "w", stdout) != NULL)
		execlp("ldns-read-zone", "ldns-read-zone", path, (char *)NULL);
	exit(2);
}

static const char *program, *results;

static void
audit_as(const char *folder, const char *formats)
{
	if (freopen("/dev/null", "w", stderr) != NULL)
		execl(program, program, "-q", "--force", "--all", "--as-of", "2026-06-01", "-f", formats, "-o", results, folder, (char *)NULL);
	exit(2);
}

static void
audit(const char *folder)
{
	audit_as(folder, "pdf,csv,actions");
}

static void
audit_pdf(const char *folder)
{
	audit_as(folder, "pdf");
}

static void
audit_text(const char *folder)
{
	audit_as(folder, "text");
}

static void
audit_csv(const char *folder)
{
	audit_as(folder, "csv,actions");
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct cost
once(void (*stage)(const char *), const char *path)
{
	struct cost c = { false, 0, 0 };
	struct rusage ru;
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		stage(path);
		_exit(0);
	}
	if (pid < 0 || wait4(pid, &status, 0, &ru) != pid)
		return c;
	/* An audit that finds something exits with 1. */
	c.done = WIFEXITED(status) && WEXITSTATUS(status) < 2;
	c.seconds = seconds(ru.ru_utime) + seconds(ru.ru_stime);
	c.kilobytes = ru.ru_maxrss;
	return c;
}

/* One more run into the best of them; the first one has done = false and no time. */
static void
measure(struct cost *best, void (*stage)(const char *), const char *path)
{
	const struct cost c = once(stage, path);
	const bool first = best->seconds <= 0;

	best->done = c.done && (first || best->done);
	best->seconds = MAX(first ? c.seconds : MIN(best->seconds, c.seconds), 1e-6);
	best->kilobytes = MAX(best->kilobytes, c.kilobytes);
}

/* ---- the table ---- */

static const struct row {
	const char *what, *unit, *file;
	unsigned sizes[2];
	bool (*make)(const char *, unsigned);
	void (*stage)(const char *), (*peer)(const char *);
	const char *peer_name;
	double ratio_max;           /* of the peer's CPU time; 0 = no demand */
	double seconds_max;
	long kilobytes_max;
	bool of_file;               /* tell the memory as a part of the file, too */
} rows[] = {
	{ "Zone", "records", "zone", { 100000, 1000000 }, make_zone, read_zone, ldns_tool, "ldns-read-zone", 1.0 / 3, 0, 32 * 1024, false },
	{ "Zone, few names wanted", "MB", "large", { 20, 200 }, make_large_zone, read_few, NULL, "", 0, 0, 8 * 1024, true },
	{ "Zone, all at one wanted name", "records", "crowded", { 10000, 100000 }, make_crowded_zone, read_zone, ldns_tool,
	    "ldns-read-zone", 0, 0, 32 * 1024, false },
	{ "Zone, each line opens a parenthesis", "lines", "open", { 20000, 200000 }, make_open_zone, read_zone, NULL, "", 0, 0, 32 * 1024, false },
	{ "Certificates in one file", "certificates", "certificates", { 1000, 10000 }, make_certificates, read_certificates, bare_openssl,
	    "OpenSSL, parsing only", 0, 0, 0, false },
	{ "Audit, certificates of one authority", "certificates", "issued", { 1000, 10000 }, make_issued, audit, NULL, "", 0, 0, 0, false },
	{ "Audit, domains with a zone each", "domains", "customer", { 1000, 10000 }, make_customer, audit, NULL, "", 0, 0, 0, false },
	{ "Audit, domains without their record", "domains", "missing", { 1000, 10000 }, make_open_customer, audit, NULL, "", 0, 0, 0, false },
	{ "Audit, ten failures a domain, PDF", "domains", "failing", { 2000, 8000 }, make_failing_customer, audit_pdf, NULL, "", 0, 0,
	    FAILING_KILOBYTES, false },
	{ "Audit, ten failures a domain, text", "domains", "failing", { 2000, 8000 }, make_failing_customer, audit_text, NULL, "", 0, 0,
	    FAILING_KILOBYTES, false },
	{ "Audit, ten failures a domain, CSV", "domains", "failing", { 2000, 8000 }, make_failing_customer, audit_csv, NULL, "", 0, 0,
	    FAILING_KILOBYTES, false },
	{ "Audit of samples/contoso-2010", "customer", "samples/contoso-2010", { 1, 0 }, NULL, audit, NULL, "", 0, 0.4, 0, false },
	{ "Audit of samples/adatum-2016", "customer", "samples/adatum-2016", { 1, 0 }, NULL, audit, NULL, "", 0, 0.4, 0, false },
};

enum { GROWTH_TOLERANCE = 125 };    /* percent: ten times the input may cost that much more than ten times the time */

static bool
report(GString *table, const struct row *row, unsigned size, struct cost c, struct cost peer, double growth)
{
	const double part = (double)c.kilobytes / 1024 / size;
	double ratio = peer.done ? c.seconds / MAX(peer.seconds, 0.001) : 0;
	bool ok = c.done && ratio <= (row->ratio_max > 0 ? row->ratio_max : ratio) && growth * 100 <= GROWTH_TOLERANCE &&
	    c.seconds <= (row->seconds_max > 0 ? row->seconds_max : c.seconds) &&
	    c.kilobytes <= (row->kilobytes_max > 0 ? row->kilobytes_max : c.kilobytes);

	g_string_append_printf(table, "| %s | %u %s | %.0f | ", row->what, size, row->unit, size / MAX(c.seconds, 0.001));
	if (peer.done)
		g_string_append_printf(table, "%.2f of %s | %.1f MB, %.2f of it | ", ratio, row->peer_name, (double)c.kilobytes / 1024,
		    (double)c.kilobytes / (double)MAX(peer.kilobytes, 1));
	else if (row->of_file)
		g_string_append_printf(table, "%.2f s | %.1f MB, %.3f of the file | ", c.seconds, (double)c.kilobytes / 1024, part);
	else
		g_string_append_printf(table, "%.2f s | %.1f MB | ", c.seconds, (double)c.kilobytes / 1024);
	if (growth > 0)
		g_string_append_printf(table, "%.2f |", growth);
	else
		g_string_append(table, "|");
	g_string_append_printf(table, " %s |\n", ok ? "met" : c.done ? "missed" : "failed");
	fprintf(stderr, "%-40s %8u  %7.3f s  %9.0f a second  %7.1f MB  %s\n", row->what, size, c.seconds, size / MAX(c.seconds, 0.001),
	    (double)c.kilobytes / 1024, ok ? "" : "MISSED");
	return ok;
}

static char *
input_of(const struct row *row, unsigned size, const char *folder)
{
	char *path = row->make != NULL ? g_strdup_printf("%s/%s-%u", folder, row->file, size) : g_strdup(row->file);

	if (row->make != NULL && !g_file_test(path, G_FILE_TEST_EXISTS) && !row->make(path, size)) {
		fprintf(stderr, "bench: %s was not written\n", path);
		exit(2);
	}
	return path;
}

/* Both sizes and their peers by turns, so that whatever else the machine does meets all of them. */
static bool
measure_row(GString *table, const struct row *row, const char *folder)
{
	const size_t sizes = row->sizes[1] > 0 ? 2 : 1;
	struct cost own[2] = { { false, 0, 0 } }, peer[2] = { { false, 0, 0 } };
	char *path[2] = { NULL, NULL };
	bool ok = true;

	for (size_t i = 0; i < sizes; i++)
		path[i] = input_of(row, row->sizes[i], folder);
	for (int run = 0; run < RUNS; run++)
		for (size_t i = 0; i < sizes; i++) {
			measure(&own[i], row->stage, path[i]);
			if (row->peer != NULL)
				measure(&peer[i], row->peer, path[i]);
		}
	for (size_t i = 0; i < sizes; i++) {
		const double growth = i == 0 ? 0 : own[1].seconds / MAX(own[0].seconds, 0.001) / (row->sizes[1] / row->sizes[0]);

		ok = report(table, row, row->sizes[i], own[i], peer[i], growth) && ok;
		g_free(path[i]);
	}
	return ok;
}

/* Puts the table between the two marks of the page. */
static bool
write_page(const char *path, const char *table)
{
	static const char from[] = "<!-- table -->\n", to[] = "<!-- end of table -->\n";
	char *page, *start, *end;
	bool ok = false;

	if (!g_file_get_contents(path, &page, NULL, NULL))
		return false;
	start = strstr(page, from);
	end = start != NULL ? strstr(start, to) : NULL;
	if (end != NULL) {
		char *whole = g_strdup_printf("%.*s%s%s", (int)(start - page + (long)strlen(from)), page, table, end);

		ok = g_file_set_contents(path, whole, -1, NULL);
		g_free(whole);
	}
	g_free(page);
	return ok;
}

int
main(int argc, char **argv)
{
	static const char head[] = "| stage | size | a second | CPU time | peak memory | growth | demand |\n|---|---:|---:|---|---|---:|---|\n";
	GString *table = g_string_new(head);
	bool ok = true;

	if (argc != 4 || g_mkdir_with_parents(argv[1], 0755) != 0) {
		fputs("usage: bench FOLDER HYBRID-AUDIT README\n", stderr);
		return 2;
	}
	program = argv[2];
	results = g_build_filename(argv[1], "results", NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].stage == audit && access(program, X_OK) != 0) {
			fprintf(stderr, "bench: %s: %s cannot be run\n", rows[i].what, program);
			ok = false;
		} else
			ok = measure_row(table, &rows[i], argv[1]) && ok;
	if (!write_page(argv[3], table->str)) {
		fprintf(stderr, "bench: %s was not written\n", argv[3]);
		return 2;
	}
	g_string_free(table, TRUE);
	return ok ? 0 : 1;
}
