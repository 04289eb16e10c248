#include <glib.h>
#include <string.h>

#include "../../audit/facts/facts.h"

/* A certificate with a CN and names (blank-separated; NULL: the row lost them). */
static struct certificate
make(struct region *r, const char *cn, const char *names)
{
	struct certificate c = { .common_name = cn, .names_known = names != NULL };
	char **all = g_strsplit(names != NULL ? names : "", " ", -1);
	const char **list = region_alloc(r, (g_strv_length(all) + 1) * sizeof *list);

	c.common_name_host = cn != NULL ? name_normal(r, cn) : NULL;
	for (size_t i = 0; all[i] != NULL; i++)
		list[c.nnames++] = region_strdup(r, all[i]);
	c.names = list;
	c.has_dns_names = c.nnames > 0;
	g_strfreev(all);
	return c;
}

/* host: for HTTPS; tls domain: for SMTP. */
static const struct {
	const char *cn, *names, *host;
	enum cover https, smtp;
} rows[] = {
	{ "mail.contoso.com", "mail.contoso.com autodiscover.contoso.com", "autodiscover.contoso.com", COVER_YES, COVER_YES },
	{ "mail.contoso.com", "mail.contoso.com", "autodiscover.contoso.com", COVER_NO, COVER_NO },
	{ "*.contoso.com", "*.contoso.com", "autodiscover.contoso.com", COVER_YES, COVER_YES },
	{ "*.contoso.com", "*.contoso.com", "autodiscover.sub.contoso.com", COVER_NO, COVER_NO },
	/* a wildcard is not the domain itself, but Exchange takes it for it in SMTP */
	{ "*.contoso.com", "*.contoso.com", "contoso.com", COVER_NO, COVER_YES },
	{ "*.com", "*.com", "contoso.com", COVER_NO, COVER_NO },
	/* the CN counts where there are no dNSNames, and in SMTP as a match by subject only */
	{ "mail.contoso.com", "", "mail.contoso.com", COVER_YES, COVER_YES },
	{ "MAIL.Contoso.com", "", "mail.contoso.com", COVER_YES, COVER_YES },
	{ "mail.contoso.com", "hybrid.contoso.com", "mail.contoso.com", COVER_CN_ONLY, COVER_CN_ONLY },
	{ "*.contoso.com", "hybrid.contoso.com", "mail.contoso.com", COVER_CN_ONLY, COVER_CN_ONLY },
	{ "Contoso Mail", "", "mail.contoso.com", COVER_NO, COVER_NO },
	{ NULL, "", "mail.contoso.com", COVER_NO, COVER_NO },
	/* lost names prove nothing */
	{ "mail.contoso.com", NULL, "mail.contoso.com", COVER_UNKNOWN, COVER_UNKNOWN },
	{ "hybrid.contoso.com", NULL, "mail.contoso.com", COVER_UNKNOWN, COVER_UNKNOWN },
};

/* A TLS domain *.d asks for d, x.d or *.d. */
static const struct {
	const char *names, *tls_domain;
	enum cover smtp;
} patterns[] = {
	{ "contoso.com", "*.contoso.com", COVER_YES },
	{ "mail.contoso.com", "*.contoso.com", COVER_YES },
	{ "*.contoso.com", "*.contoso.com", COVER_YES },
	{ "mail.sub.contoso.com", "*.contoso.com", COVER_NO },
	{ "*.sub.contoso.com", "*.contoso.com", COVER_NO },
	{ "mailcontoso.com", "*.contoso.com", COVER_NO },
	{ "mail.protection.outlook.com", "mail.protection.outlook.com", COVER_YES },
};

static void
test_rows(void)
{
	struct region *r = region_new();

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct certificate c = make(r, rows[i].cn, rows[i].names);

		g_test_message("%zu: %s", i, rows[i].host);
		g_assert_cmpint(certificate_covers(&c, rows[i].host), ==, rows[i].https);
		g_assert_cmpint(certificate_covers_smtp(&c, rows[i].host), ==, rows[i].smtp);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
		const struct certificate c = make(r, "x.example", patterns[i].names);

		g_test_message("%s for %s", patterns[i].names, patterns[i].tls_domain);
		g_assert_cmpint(certificate_covers_smtp(&c, patterns[i].tls_domain), ==, patterns[i].smtp);
	}
	region_free(r);
}

/* A cut list still says yes to what is in it. */
static void
test_truncated(void)
{
	struct region *r = region_new();
	struct certificate c = make(r, NULL, "mail.contoso.com");

	c.names_known = false;
	g_assert_cmpint(certificate_covers(&c, "mail.contoso.com"), ==, COVER_YES);
	g_assert_cmpint(certificate_covers(&c, "autodiscover.contoso.com"), ==, COVER_UNKNOWN);
	region_free(r);
}

static void
test_valid(void)
{
	struct certificate c = { .dates_known = true, .not_before = 100, .not_after = 200 };

	g_assert_cmpint(certificate_valid(&c, 99), ==, ANSWER_NO);
	g_assert_cmpint(certificate_valid(&c, 100), ==, ANSWER_YES);
	g_assert_cmpint(certificate_valid(&c, 200), ==, ANSWER_YES);
	g_assert_cmpint(certificate_valid(&c, 201), ==, ANSWER_NO);
	c.dates_known = false;
	g_assert_cmpint(certificate_valid(&c, 150), ==, ANSWER_UNKNOWN);
}

/* ---- rows of Get-ExchangeCertificate ---- */

struct cell {
	int property;
	const char *text;
};

static void
add_row(struct facts *f, enum kind kind, const struct cell *cells, size_t n)
{
	struct value *v = region_alloc(f->region, kinds[kind].count * sizeof *v);

	for (size_t i = 0; i < n; i++) {
		const char **item = region_alloc(f->region, sizeof *item);

		*item = cells[i].text;
		v[cells[i].property] = (struct value){ VALUE_STATED, 1, item, { "a.csv", 2, NULL } };
	}
	objects_add(f->objects, f->region, kind, v, (struct place){ "a.csv", 2, NULL });
}

static const char one[] = "1111111111111111111111111111111111111111", two[] = "2222222222222222222222222222222222222222";

static void
add_certificate(struct facts *f, const char *server, const char *thumbprint, const char *cn, const char *self, const char *services)
{
	const struct cell cells[] = {
		{ CSRV_SERVER, server }, { CSRV_THUMBPRINT, thumbprint }, { CSRV_SUBJECT, cn }, { CSRV_ISSUER, "CN=Trey Research" },
		{ CSRV_CERTIFICATE_DOMAINS, cn + 3 }, { CSRV_SERVICES, services }, { CSRV_IS_SELF_SIGNED, self },
		{ CSRV_NOT_BEFORE, "2026-01-15T00:00:00Z" }, { CSRV_NOT_AFTER, "2027-01-31T23:59:59Z" }, { CSRV_STATUS, "Valid" },
	};

	add_row(f, KIND_EXCHANGE_CERTIFICATE, cells, G_N_ELEMENTS(cells));
}

static struct facts *
two_certificates(const char *services)
{
	struct facts *f = facts_new();

	f->as_of = G_GINT64_CONSTANT(1780272000);
	add_certificate(f, "EX1", one, "CN=mail.contoso.com", "False", services);
	add_certificate(f, "EX1", two, "CN=EX1", "True", "SMTP");
	add_certificate(f, "ex2.corp.contoso.local", one, "CN=mail.contoso.com", "False", "None");
	return f;
}

static void
test_rows_of_servers(void)
{
	struct facts *f = two_certificates("IP.WS");
	const struct certificate *c;
	GPtrArray *bound;
	struct candidates found;

	objects_finish(f->objects);
	certificates_finish(f);
	g_assert_cmpuint(f->certificates->all->len, ==, 2);
	c = certificates_find(f->certificates, one);
	g_assert_cmpint(c->not_before, ==, 1768435200);
	bound = bindings_of(f, "EX2");
	g_assert_cmpuint(bound->len, ==, 1);
	g_assert_cmpint(binding_has_service(bound->pdata[0], "SMTP"), ==, ANSWER_NO);
	g_ptr_array_unref(bound);
	found = candidates_for(f, "IIS", "EX1.corp.contoso.local");
	g_assert_cmpuint(found.certificates->len, ==, 1);
	g_assert_true(found.certificates->pdata[0] == c);
	g_assert_false(found.assumed);
	candidates_clear(&found);
	found = candidates_for(f, "IIS", "EX2");
	g_assert_cmpstr(found.reason, ==, "no-candidate");
	candidates_clear(&found);
	found = candidates_for(f, "IIS", "EX3");
	g_assert_cmpstr(found.reason, ==, "server-not-exported");
	candidates_clear(&found);
	facts_free(f);
}

/* The server's default certificate is exempt while another one does the work, and only then. */
static void
test_exempt(void)
{
	static const struct {
		const char *services;
		bool exempt;
	} defaults[] = { { "IIS, SMTP", true }, { "SMTP", true }, { "IIS", false }, { "None", false } };

	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++) {
		struct facts *f = facts_new();
		const struct cell first[] = { { CSRV_SERVER, "EX1" }, { CSRV_THUMBPRINT, one }, { CSRV_SUBJECT, "CN=mail.contoso.com" } };
		struct value *v = region_alloc(f->region, CSRV_COUNT * sizeof *v);
		char **services = g_strsplit(defaults[i].services, ", ", -1);
		const char **items = region_alloc(f->region, 2 * sizeof *items);

		for (size_t j = 0; j < G_N_ELEMENTS(first); j++)
			v[first[j].property] = (struct value){ VALUE_STATED, 1, &first[j].text, { "a.csv", 2, NULL } };
		for (size_t j = 0; services[j] != NULL; j++)
			items[j] = region_strdup(f->region, services[j]);
		v[CSRV_SERVICES] = (struct value){ VALUE_STATED, g_strv_length(services), items, { "a.csv", 2, NULL } };
		objects_add(f->objects, f->region, KIND_EXCHANGE_CERTIFICATE, v, (struct place){ "a.csv", 2, NULL });
		add_certificate(f, "EX1", two, "CN=EX1", "True", "SMTP");
		objects_finish(f->objects);
		certificates_finish(f);
		g_test_message("%s", defaults[i].services);
		g_assert_false(certificate_is_exempt(f, certificates_find(f->certificates, one)));
		g_assert_cmpint(certificate_is_exempt(f, certificates_find(f->certificates, two)), ==, defaults[i].exempt);
		g_strfreev(services);
		facts_free(f);
	}
}

/* A certificate that the hybrid configuration names is judged, whatever it looks like. */
static void
test_named(void)
{
	struct facts *f = two_certificates("SMTP");
	const struct cell hc[] = { { HC_TLS_CERTIFICATE_NAME, "<I>CN=Trey Research<S>CN=EX1" } };
	struct secure_mail mail;

	add_row(f, KIND_HYBRID_CONFIGURATION, hc, G_N_ELEMENTS(hc));
	objects_finish(f->objects);
	facts_finish(f);
	g_assert_false(certificate_is_exempt(f, certificates_find(f->certificates, two)));
	mail = secure_mail_certificate(f);
	g_assert_null(mail.reason);
	g_assert_false(mail.assumed);
	g_assert_cmpuint(mail.certificates->len, ==, 1);
	g_assert_true(mail.certificates->pdata[0] == certificates_find(f->certificates, two));
	secure_mail_clear(&mail);
	facts_free(f);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/cover/names", test_rows);
	g_test_add_func("/cover/truncated", test_truncated);
	g_test_add_func("/cover/valid", test_valid);
	g_test_add_func("/cover/servers", test_rows_of_servers);
	g_test_add_func("/cover/exempt", test_exempt);
	g_test_add_func("/cover/named", test_named);
	return g_test_run();
}
