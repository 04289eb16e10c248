/* The pictures of whole customers: what stands in them, in which order, and that nothing unknown is drawn as good. */
#include <glib.h>
#include <string.h>

#include "../../audit/audit.h"
#include "../../report/report.h"
#include "../../report/text_pictures.h"

enum { MANY_DOMAINS = 2000 };

/* A folder and its report. */
struct customer {
	char *folder;                   /* a copy to change; or NULL */
	struct words *words;
	struct options *options;
	struct audit audit;
	struct document *document;
};

static struct options *
options_for(const char *folder, const char *as_of)
{
	char *argv[] = { (char[]){ "hybrid-audit" }, (char[]){ "-t" }, g_strdup(as_of), g_strdup(folder), NULL }, **words = argv;
	char *day = argv[2], *name = argv[3];
	int argc = 4;
	GError *error = NULL;
	struct options *o = options_parse(&argc, &words, &error);

	g_assert_no_error(error);
	g_free(day);
	g_free(name);
	return o;
}

static void
customer_open(struct customer *c, const char *folder, const char *as_of)
{
	GError *error = NULL;

	*c = (struct customer){ .words = words_load(NULL, &error), .options = options_for(folder, as_of) };
	g_assert_no_error(error);
	g_assert_true(audit_run(&c->audit, c->options, 0, NULL, &error));
	g_assert_no_error(error);
	c->document = report_compose(&c->audit, c->options, c->words);
}

static void
run(const char *command, const char *a, const char *b)
{
	char *line = g_strconcat(command, " ", a, " ", b, NULL);
	int status = -1;

	g_assert_true(g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
	g_assert_cmpint(status, ==, 0);
	g_free(line);
}

/* A copy of a folder without some of its files. */
static char *
copy_without(const char *folder, size_t n, const char *const *files)
{
	char *tmp = g_dir_make_tmp(NULL, NULL);

	char *all = g_build_filename(folder, ".", NULL);

	run("cp -r", all, tmp);
	for (size_t i = 0; i < n; i++) {
		char *path = g_build_filename(tmp, files[i], NULL);

		run("rm -r", path, "");
		g_free(path);
	}
	g_free(all);
	return tmp;
}

static void
customer_close(struct customer *c)
{
	document_free(c->document);
	audit_clear(&c->audit);
	options_free(c->options);
	words_free(c->words);
	if (c->folder != NULL)
		run("rm -r", c->folder, "");
	g_free(c->folder);
}

/* The n-th block of a kind, from 0; NULL when there are fewer. */
static const struct block *
block_of(const struct document *d, enum block_kind kind, unsigned n)
{
	for (guint i = 0; i < d->blocks->len; i++) {
		const struct block *b = g_ptr_array_index(d->blocks, i);

		if (b->kind == kind && n-- == 0)
			return b;
	}
	return NULL;
}

static const struct station *
station_at(const struct block *b, size_t lane, size_t i)
{
	static const struct station none = { .title = "none" };

	g_assert_nonnull(b);
	if (b == NULL || lane >= b->nlanes || i >= b->lanes[lane].n) {
		g_assert_not_reached();
		return &none;
	}
	return &b->lanes[lane].stations[i];
}

static bool
has_line(const struct station *s, const char *part)
{
	for (size_t i = 0; i < s->nlines; i++)
		if (strstr(s->lines[i], part) != NULL)
			return true;
	return false;
}

static unsigned
stations_with(const struct block *b, unsigned column, enum tone tone)
{
	unsigned n = 0;

	for (size_t i = 0; b != NULL && i < b->nlanes; i++)
		for (size_t k = 0; k < b->lanes[i].n; k++)
			n += b->lanes[i].stations[k].column == column && b->lanes[i].stations[k].tone == tone;
	return n;
}

/* ---- mail flow ---- */

/* The article's case: the session lands on the default connector, because the balancer's address is in no range of the other. */
static void
test_flow_astray(void)
{
	struct customer c;
	const struct block *b;

	customer_open(&c, "samples/contoso-2010", "2013-07-01");
	b = block_of(c.document, BLOCK_PICTURE, 0);
	g_assert_nonnull(b);
	g_assert_cmpuint(b->nlanes, ==, 2);
	g_assert_true(b->lanes[0].head);
	g_assert_cmpstr(station_at(b, 0, 0)->title, ==, "Hybrid Mail Flow Outbound Connector");
	g_assert_true(has_line(station_at(b, 0, 0), "mail.contoso.com"));
	g_assert_cmpstr(station_at(b, 0, 1)->title, ==, "10.20.30.40");
	g_assert_cmpstr(station_at(b, 1, 0)->title, ==, "HUB1, HUB2");
	g_assert_true(has_line(station_at(b, 1, 0), "10.20.30.40"));
	g_assert_cmpstr(station_at(b, 1, 1)->title, ==, "Inbound from Office 365");
	g_assert_true(station_at(b, 1, 1)->crossed && station_at(b, 1, 1)->stroke == STROKE_DASHED);
	g_assert_true(has_line(station_at(b, 1, 1), "mail.contoso.com"));
	g_assert_cmpint(station_at(b, 1, 2)->stroke, ==, STROKE_THICK);
	g_assert_cmpint(station_at(b, 1, 2)->tone, ==, TONE_BLOCKER);
	g_assert_false(station_at(b, 1, 2)->crossed);
	g_assert_true(has_line(station_at(b, 1, 2), "0.0.0.0/0"));
	g_assert_cmpstr(station_at(b, 1, 2)->link, ==, "#F-001");
	g_assert_nonnull(b->alternate);
	g_assert_nonnull(strstr(b->alternate, "0 sessions land where they should, 2"));
	g_assert_cmpuint(stations_with(b, 1, TONE_MET), ==, 0);
	customer_close(&c);
}

static void
test_flow_right(void)
{
	struct customer c;
	const struct block *b;

	customer_open(&c, "samples/contoso-2010-autod", "2013-07-01");
	b = block_of(c.document, BLOCK_PICTURE, 0);
	g_assert_cmpuint(b->lanes[1].n, ==, 2);
	g_assert_cmpstr(station_at(b, 1, 1)->title, ==, "Inbound from Office 365");
	g_assert_cmpint(station_at(b, 1, 1)->tone, ==, TONE_MET);
	g_assert_cmpint(station_at(b, 1, 1)->stroke, ==, STROKE_THICK);
	g_assert_false(station_at(b, 1, 1)->crossed);
	g_assert_true(has_line(station_at(b, 1, 1), "10.20.30.40"));
	customer_close(&c);
	customer_open(&c, "samples/adatum-2016", "2026-05-15");     /* source addresses pass through */
	b = block_of(c.document, BLOCK_PICTURE, 0);
	g_assert_cmpuint(b->nlanes, ==, 2);
	g_assert_cmpint(station_at(b, 1, 1)->tone, ==, TONE_MET);
	g_assert_cmpstr(station_at(b, 1, 0)->title, ==, "EX01, EX02");
	customer_close(&c);
}

/* Without a word on the balancer nothing is known of the session, and nothing is drawn as met. */
static void
test_flow_unknown(void)
{
	static const char *const files[] = { "loadbalancer.csv", "cloud" };
	struct customer c;
	char *folder = copy_without("samples/contoso-2010", G_N_ELEMENTS(files), files);
	const struct block *b;

	customer_open(&c, folder, "2013-07-01");
	c.folder = folder;
	b = block_of(c.document, BLOCK_PICTURE, 0);
	for (size_t i = 0; i < 2; i++) {
		g_assert_cmpint(station_at(b, 0, i)->stroke, ==, STROKE_DASHED);
		g_assert_cmpint(station_at(b, 0, i)->tone, ==, TONE_OPEN);
		g_assert_nonnull(station_at(b, 0, i)->word);
	}
	g_assert_cmpuint(stations_with(b, 1, TONE_MET), ==, 0);
	g_assert_cmpint(station_at(b, 1, 1)->tone, ==, TONE_OPEN);
	g_assert_cmpint(station_at(b, 1, 1)->stroke, ==, STROKE_DASHED);
	g_assert_cmpuint(stations_with(block_of(c.document, BLOCK_PICTURE, 1), 2, TONE_MET), ==, 0);
	customer_close(&c);
}

/* The text names the same stations, and which way the session does not go. */
static void
test_flow_text(void)
{
	struct customer c;
	GPtrArray *lines;

	customer_open(&c, "samples/contoso-2010", "2013-07-01");
	lines = picture_lines(block_of(c.document, BLOCK_PICTURE, 0));
	g_assert_cmpuint(lines->len, ==, 5);
	g_assert_true(g_str_has_prefix(g_ptr_array_index(lines, 2), "-> HUB1, HUB2"));
	g_assert_true(g_str_has_prefix(g_ptr_array_index(lines, 3), "  -x Inbound from Office 365"));
	g_assert_true(g_str_has_prefix(g_ptr_array_index(lines, 4), "  -> Default"));
	g_ptr_array_unref(lines);
	customer_close(&c);
}

/* What a stranger writes may be of any length; a station is not. */
static void
test_flow_long(void)
{
	struct customer c;
	char *folder = copy_without("samples/contoso-2010", 0, NULL), *path = g_build_filename(folder, "loadbalancer.csv", NULL), *text = NULL;
	char *name = g_strnfill(3000, 'x');
	GString *row;
	const struct station *s;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	row = g_string_new(text);
	g_string_replace(row, "SMTP from Office 365", name, 1);
	g_assert_true(g_file_set_contents(path, row->str, (gssize)row->len, NULL));
	customer_open(&c, folder, "2013-07-01");
	c.folder = folder;
	s = station_at(block_of(c.document, BLOCK_PICTURE, 0), 0, 1);
	g_assert_true(has_line(s, "xxx"));
	for (size_t i = 0; i < s->nlines; i++)
		g_assert_cmpint(g_utf8_strlen(s->lines[i], -1), <=, 141);
	g_string_free(row, TRUE);
	g_free(name);
	g_free(text);
	g_free(path);
	customer_close(&c);
}

/* A copy of a folder in which one file has another text. */
static char *
copy_with(const char *folder, const char *file, const char *text)
{
	char *tmp = copy_without(folder, 0, NULL), *path = g_build_filename(tmp, file, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_free(path);
	return tmp;
}

static unsigned
sessions(const struct block *b, const char *title, enum tone tone)
{
	unsigned n = 0;

	for (size_t i = 1; b != NULL && i < b->nlanes; i++)
		n += strstr(b->lanes[i].stations[0].title, title) != NULL && b->lanes[i].stations[1].tone == tone;
	return n;
}

/* The pool is lost: the virtual address lands well, and of the pool's nothing is known. */
static void
test_flow_lost_pool(void)
{
	struct customer c;
	const struct block *b;

	customer_open(&c, "samples/contoso-2010-autod", "2013-07-01");
	g_assert_cmpuint(sessions(block_of(c.document, BLOCK_PICTURE, 0), "", TONE_OPEN), ==, 0);
	customer_close(&c);
	{
		char *folder = copy_with("samples/contoso-2010-autod", "loadbalancer.csv", "Service;Vip;Port;SourceNat;SnatAddresses;Members\n"
		    "SMTP;10.20.30.40;25;yes;System.String[];hub1, hub2\n");

		customer_open(&c, folder, "2013-07-01");
		c.folder = folder;
	}
	b = block_of(c.document, BLOCK_PICTURE, 0);
	g_assert_cmpuint(sessions(b, "not known", TONE_OPEN), ==, 1);
	g_assert_null(strstr(b->alternate, "of 0 it is not known"));
	customer_close(&c);
}

/* One balancer translates, another passes addresses through to one of the servers: that one has a session of each kind. */
static void
test_flow_two_balancers(void)
{
	struct customer c;
	char *folder = copy_with("samples/contoso-2010-autod", "loadbalancer.csv", "Service;Vip;Port;SourceNat;SnatAddresses;Members\n"
	    "SMTP;10.20.30.40;25;yes;;hub1, hub2\nSMTP;10.20.30.50;25;no;;hub1\n");
	const struct block *b;

	customer_open(&c, folder, "2013-07-01");
	c.folder = folder;
	b = block_of(c.document, BLOCK_PICTURE, 0);
	g_assert_cmpuint(sessions(b, "HUB1", TONE_MET), ==, 1);
	g_assert_cmpuint(sessions(b, "HUB1", TONE_OPEN), ==, 1);       /* no list of the cloud's addresses is that old */
	g_assert_cmpuint(sessions(b, "HUB2", TONE_OPEN), ==, 0);
	customer_close(&c);
}

/* A balancer that passes addresses through, and a row that does not say what it is for: it may be the one that translates. */
static void
test_flow_unnamed_balancer(void)
{
	struct customer c;
	char *folder = copy_with("samples/adatum-2016", "loadbalancer.csv", "Service,Vip,Port,SourceNat,SnatAddresses,Members\n"
	    "SMTP,192.0.2.1,25,no,,ex09\n,192.0.2.2,,yes,,\n");

	customer_open(&c, folder, "2026-05-15");
	c.folder = folder;
	g_assert_cmpuint(sessions(block_of(c.document, BLOCK_PICTURE, 0), "", TONE_MET), ==, 0);
	customer_close(&c);
}

/* ---- names ---- */

static void
test_names(void)
{
	struct customer c;
	const struct block *b;
	const struct lane *fabrikam;

	customer_open(&c, "samples/contoso-2010", "2013-07-01");
	b = block_of(c.document, BLOCK_PICTURE, 2);
	g_assert_nonnull(b);
	g_assert_cmpuint(b->nlanes, ==, 3);
	fabrikam = &b->lanes[0];
	g_assert_cmpstr(fabrikam->stations[0].title, ==, "fabrikam.com");
	g_assert_cmpstr(fabrikam->stations[2].title, ==, "autodiscover.contoso.com");
	g_assert_true(fabrikam->stations[fabrikam->n - 1].crossed);
	g_assert_cmpint(fabrikam->stations[fabrikam->n - 1].tone, ==, TONE_ERROR);
	g_assert_cmpstr(station_at(b, 1, 0)->title, ==, "wingtiptoys.com");
	g_assert_true(station_at(b, 1, 1)->crossed);
	g_assert_cmpstr(station_at(b, 2, 0)->title, ==, "contoso.com");
	g_assert_cmpint(station_at(b, 2, 3)->tone, ==, TONE_MET);
	g_assert_nonnull(strstr(b->alternate, "2 domains with a gap"));
	customer_close(&c);
}

/* What the Autodiscover domain lifts is no pass; the one that has to answer comes first. */
static void
test_names_lifted(void)
{
	struct customer c;
	const struct block *b;

	customer_open(&c, "samples/adatum-2016", "2026-05-15");
	b = block_of(c.document, BLOCK_PICTURE, 2);
	g_assert_cmpuint(b->nlanes, ==, 2);
	g_assert_cmpstr(station_at(b, 0, 0)->title, ==, "adatum.com");
	g_assert_cmpint(station_at(b, 0, 3)->tone, ==, TONE_MET);
	g_assert_nonnull(strstr(station_at(b, 1, 0)->title, "28 more"));
	for (size_t i = 1; i < b->lanes[1].n; i++)
		g_assert_cmpint(station_at(b, 1, i)->tone, ==, TONE_NOT_APPLICABLE);
	customer_close(&c);
}

/* Neither the zone nor the certificates were sent: both ends of the way are unknown. */
static void
test_names_unknown(void)
{
	static const char *const files[] = { "dns/external/contoso.com.zone", "certificates", "exchange/ExchangeCertificate.csv" };
	struct customer c;
	char *folder = copy_without("samples/contoso-2010", G_N_ELEMENTS(files), files);
	const struct block *b;
	size_t at = 0;

	customer_open(&c, folder, "2013-07-01");
	c.folder = folder;
	b = block_of(c.document, BLOCK_PICTURE, 2);
	g_assert_nonnull(b);
	while (at + 1 < b->nlanes && strcmp(station_at(b, at, 0)->title, "contoso.com") != 0)
		at++;
	g_assert_cmpstr(station_at(b, at, 0)->title, ==, "contoso.com");
	g_assert_cmpint(station_at(b, at, 1)->tone, ==, TONE_OPEN);
	g_assert_cmpint(station_at(b, at, 1)->stroke, ==, STROKE_DASHED);
	g_assert_cmpuint(stations_with(b, 3, TONE_MET), ==, 0);
	g_assert_null(block_of(c.document, BLOCK_TIMELINE, 0));     /* no certificate, no chapter */
	customer_close(&c);
}

/* ---- matrices ---- */

static enum tone
verdict_of(const struct block *b, size_t row)
{
	return b->cells[(row + 1) * b->ncolumns - 1].tone;
}

static const char *
subject_of(const struct block *b, size_t row)
{
	return b->cells[row * b->ncolumns].runs.run[0].text;
}

/* Place of a verdict in the order of rows. */
static int
gravity(enum tone tone)
{
	static const enum tone order[] = { TONE_BLOCKER, TONE_ERROR, TONE_OPEN, TONE_WARNING, TONE_MET, TONE_NOT_APPLICABLE };
	int at = 0;

	while (at < (int)G_N_ELEMENTS(order) && order[at] != tone)
		at++;
	return at;
}

/* No row is ready in which a cell is not, and the graver rows come first. */
static void
expect_verdicts(const struct block *b)
{
	g_assert_true(b->verdicts);
	g_assert_nonnull(b->alternate);
	for (size_t r = 0; r < b->nrows; r++) {
		if (r > 0)
			g_assert_cmpint(gravity(verdict_of(b, r - 1)), <=, gravity(verdict_of(b, r)));
		for (size_t i = 1; i + 1 < b->ncolumns; i++) {
			const enum tone tone = b->cells[r * b->ncolumns + i].tone;

			if (tone >= TONE_BLOCKER && tone <= TONE_WARNING)
				g_assert_cmpint(gravity(verdict_of(b, r)), <=, gravity(tone));
		}
	}
}

static void
test_matrices(void)
{
	struct customer c;
	const struct block *domains, *servers;

	customer_open(&c, "samples/contoso-2010", "2013-07-01");
	domains = block_of(c.document, BLOCK_MATRIX, 0);
	servers = block_of(c.document, BLOCK_MATRIX, 1);
	g_assert_nonnull(servers);
	g_assert_cmpuint(domains->nrows, ==, 3);
	expect_verdicts(domains);
	g_assert_cmpstr(subject_of(domains, 2), ==, "contoso.com");
	g_assert_cmpint(verdict_of(domains, 2), ==, TONE_MET);
	g_assert_cmpuint(servers->nrows, ==, 4);
	expect_verdicts(servers);
	g_assert_cmpstr(subject_of(servers, 0), ==, "HUB1");
	g_assert_cmpint(verdict_of(servers, 0), ==, TONE_BLOCKER);
	g_assert_cmpint(verdict_of(servers, 3), ==, TONE_MET);
	customer_close(&c);
}

static enum tone
verdict_about(const struct block *b, const char *subject)
{
	for (size_t r = 0; b != NULL && r < b->nrows; r++)
		if (strcmp(subject_of(b, r), subject) == 0)
			return verdict_of(b, r);
	return TONE_NONE;
}

/* A rule that could not be judged names no subject: none that it concerns is ready, and the others are. */
static void
test_matrices_open(void)
{
	static const char *const files[] = { "cloud/EXO-AcceptedDomain.csv" };
	struct customer c;
	char *folder = copy_without("samples/contoso-2010-autod", G_N_ELEMENTS(files), files);
	const struct block *domains, *servers;

	customer_open(&c, folder, "2013-07-01");        /* before the first list of the cloud's addresses */
	c.folder = folder;
	domains = block_of(c.document, BLOCK_MATRIX, 0);
	servers = block_of(c.document, BLOCK_MATRIX, 1);
	expect_verdicts(domains);
	expect_verdicts(servers);
	for (size_t r = 0; r < domains->nrows; r++)
		g_assert_cmpint(gravity(verdict_of(domains, r)), <=, gravity(TONE_OPEN));
	g_assert_cmpint(verdict_about(servers, "HUB1"), ==, TONE_OPEN);
	g_assert_cmpint(verdict_about(servers, "CAS1"), ==, TONE_MET);
	customer_close(&c);
}

/* A private address beside a public one is found of the host: the domain is not ready for it. */
static void
test_matrices_host(void)
{
	struct customer c;
	char *folder = copy_without("tests/bases/exchange-2010-clean", 0, NULL);

	run("cp -r", "tests/cases/ADISC-013/private-beside-public/in/.", folder);
	customer_open(&c, folder, "2013-07-01");
	c.folder = folder;
	g_assert_cmpint(verdict_about(block_of(c.document, BLOCK_MATRIX, 0), "fabrikam.com"), ==, TONE_ERROR);
	g_assert_cmpint(verdict_about(block_of(c.document, BLOCK_MATRIX, 0), "contoso.com"), ==, TONE_MET);
	g_assert_cmpstr(station_at(block_of(c.document, BLOCK_PICTURE, 2), 0, 0)->title, ==, "fabrikam.com");
	g_assert_cmpint(station_at(block_of(c.document, BLOCK_PICTURE, 2), 0, 1)->tone, ==, TONE_ERROR);
	customer_close(&c);
}

/* Two thousand domains all have a row. */
static void
test_many_domains(void)
{
	struct customer c;
	char *folder = copy_without("samples/contoso-2010", 0, NULL), *path = g_build_filename(folder, "exchange", "HybridConfiguration.csv", NULL);
	GString *domains = g_string_new("\"Domains\",\"Features\"\r\n\"contoso.com");
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	const struct block *b;

	for (unsigned i = 1; i < MANY_DOMAINS; i++)
		g_string_append_printf(domains, "|d%u.example", i);
	g_string_append(domains, "\",\"FreeBusy\"\r\n");
	g_assert_true(g_file_set_contents(path, domains->str, (gssize)domains->len, NULL));
	customer_open(&c, folder, "2013-07-01");
	c.folder = folder;
	b = block_of(c.document, BLOCK_MATRIX, 0);
	g_assert_nonnull(b);
	g_assert_cmpuint(b->nrows, ==, MANY_DOMAINS);
	expect_verdicts(b);
	for (size_t r = 0; r < b->nrows; r++)
		g_hash_table_add(seen, (gpointer)(guintptr)subject_of(b, r));
	g_assert_cmpuint(g_hash_table_size(seen), ==, MANY_DOMAINS);
	b = block_of(c.document, BLOCK_PICTURE, 2);
	g_assert_cmpuint(b->nlanes, <=, 120);
	g_hash_table_unref(seen);
	g_string_free(domains, TRUE);
	g_free(path);
	customer_close(&c);
}

/* ---- certificates ---- */

static void
test_timeline(void)
{
	const gint64 day = 86400;
	struct customer c;
	const struct block *b;
	bool clipped = false;

	customer_open(&c, "samples/contoso-2010", "2013-07-01");
	b = block_of(c.document, BLOCK_TIMELINE, 0);
	g_assert_nonnull(b);
	g_assert_cmpuint(b->nspans, ==, 5);
	g_assert_cmpstr(b->spans[0].name, ==, "mail.contoso.com");
	g_assert_nonnull(strstr(b->spans[0].detail, "Hybrid certificate"));
	g_assert_cmpint(b->axis->now, ==, c.audit.facts->as_of);
	g_assert_cmpint(b->axis->from, <, b->axis->now);
	g_assert_cmpint(b->axis->now - b->axis->from, <=, 460 * day);
	g_assert_cmpint(b->axis->until - b->axis->now, <=, (3 * 365 + 31) * day);
	g_assert_cmpint(b->axis->until - b->axis->now, >=, 365 * day);
	for (size_t i = 0; i < b->nspans; i++)
		clipped = clipped || b->spans[i].until > b->axis->until;
	g_assert_true(clipped);                 /* the root is, and the axis is not stretched for it */
	g_assert_cmpuint(b->axis->nticks, >=, 3);
	g_assert_cmpuint(b->axis->nticks, <=, 12);
	g_assert_cmpuint(b->axis->nlimits, ==, 1);
	g_assert_cmpint(b->axis->limits[0].at, ==, 1427846400);     /* 2015-04-01 */
	g_assert_cmpint(b->axis->bands[1].at - b->axis->now, ==, 90 * day);
	g_assert_cmpstr(b->spans[b->nspans - 1].date, ==, "2035-12-31");
	customer_close(&c);
}

/* A certificate of two servers stands once, with both; one that expires soon has the tone of its finding. */
static void
test_timeline_tones(void)
{
	struct customer c;
	const struct block *b;

	customer_open(&c, "samples/adatum-2016", "2026-05-15");
	b = block_of(c.document, BLOCK_TIMELINE, 0);
	g_assert_nonnull(strstr(b->spans[0].detail, "EX01, EX02"));
	g_assert_cmpint(b->spans[0].tone, ==, TONE_WARNING);
	g_assert_cmpstr(b->spans[0].link, ==, "#F-001");
	g_assert_cmpstr(b->spans[0].date, ==, "2026-07-03");
	g_assert_cmpuint(b->axis->nlimits, ==, 2);
	g_assert_nonnull(strstr(b->alternate, "1 within 90 days"));
	customer_close(&c);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/pictures/flow-astray", test_flow_astray);
	g_test_add_func("/pictures/flow-right", test_flow_right);
	g_test_add_func("/pictures/flow-unknown", test_flow_unknown);
	g_test_add_func("/pictures/flow-text", test_flow_text);
	g_test_add_func("/pictures/flow-long", test_flow_long);
	g_test_add_func("/pictures/flow-lost-pool", test_flow_lost_pool);
	g_test_add_func("/pictures/flow-two-balancers", test_flow_two_balancers);
	g_test_add_func("/pictures/flow-unnamed-balancer", test_flow_unnamed_balancer);
	g_test_add_func("/pictures/names", test_names);
	g_test_add_func("/pictures/names-lifted", test_names_lifted);
	g_test_add_func("/pictures/names-unknown", test_names_unknown);
	g_test_add_func("/pictures/matrices", test_matrices);
	g_test_add_func("/pictures/matrices-open", test_matrices_open);
	g_test_add_func("/pictures/matrices-host", test_matrices_host);
	g_test_add_func("/pictures/many-domains", test_many_domains);
	g_test_add_func("/pictures/timeline", test_timeline);
	g_test_add_func("/pictures/timeline-tones", test_timeline_tones);
	return g_test_run();
}
