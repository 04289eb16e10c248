#include <glib.h>
#include <string.h>

#include "../../audit/evidence/certificates.h"

/* 2026-06-01T00:00:00Z, where the tests judge. */
enum { DAY = 86400 };
static const gint64 as_of = G_GINT64_CONSTANT(1780272000);

static struct certificate *last;

static void
take(struct container *c, X509 *x, const guint8 *der, size_t size, unsigned line)
{
	struct facts *f = c->closure;

	last = certificate_fields(f, x, der, size, (struct place){ "test", line, NULL });
	certificates_add(f->certificates, last);
}

static void
problem(struct container *c, const char *code, unsigned line, const char *text, bool loss)
{
	(void)c;
	(void)line;
	(void)text;
	(void)loss;
	g_test_message("%s", code);
	g_assert_not_reached();
}

/* The certificate of tests/certs/out by its name there. */
static struct certificate *
read_one(struct facts *f, const char *name)
{
	struct container c = { .context = certificate_context(), .certificate = take, .problem = problem, .closure = f };
	char *path = g_strdup_printf("tests/certs/out/%s.pem", name), *bytes = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	container_read(&c, (const guint8 *)bytes, size);
	g_assert_cmpuint(c.taken, ==, 1);
	OSSL_LIB_CTX_free(c.context);
	g_free(bytes);
	g_free(path);
	return last;
}

static struct facts *
new_facts(void)
{
	struct facts *f = facts_new();

	f->as_of = as_of;
	f->knowledge = knowledge_load(f->region, NULL, NULL);
	g_assert_nonnull(f->knowledge);
	return f;
}

/* The folder's certificates, the leaf first; what its chain is then; the DN named; whether its root is public. */
static const struct {
	const char *names, *trust;
	bool bundle;
	gint64 days;                /* judged so many days after 2026-06-01 */
	enum chain_state state;
	const char *issuer, *root;
	enum answer public_root;
} chains[] = {
	{ "contoso issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE,
	  NULL, "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso issuing-ca", "tests/certs/out/root-ca.pem", true, 0, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_YES },
	{ "contoso issuing-ca root-ca", "tests/certs/out/root-ca.pem", true, 0, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_YES },
	{ "contoso", "tests/certs/out", false, 0, CHAIN_COMPLETE, NULL, "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_YES },
	{ "contoso issuing-ca", NULL, true, 0, CHAIN_ISSUER_UNKNOWN,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso", NULL, false, 0, CHAIN_LEAF_ONLY, "CN=Trey Research TLS CA 1, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso root-ca", NULL, true, 0, CHAIN_INTERMEDIATE_MISSING,
	  "CN=Trey Research TLS CA 1, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-deep issuing-ca-deep issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso-deep issuing-ca-deep root-ca", NULL, true, 0, CHAIN_ISSUER_UNKNOWN,
	  "CN=Trey Research TLS CA 1, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-expired-ca issuing-ca-expired root-ca", NULL, true, 0, CHAIN_INTERMEDIATE_EXPIRED,
	  "CN=Trey Research TLS CA 0, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-expired-ca issuing-ca-expired", NULL, true, 0, CHAIN_INTERMEDIATE_EXPIRED,
	  "CN=Trey Research TLS CA 0, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-not-ca issuing-ca-not-ca root-ca", NULL, true, 0, CHAIN_BROKEN_LINK,
	  "CN=Trey Research TLS CA 4, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-too-deep issuing-ca-too-deep issuing-ca-pathlen root-ca", NULL, true, 0, CHAIN_BROKEN_LINK,
	  "CN=Trey Research TLS CA 5, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	/* the other key of one name is no issuer of it: what is missing is still missing, and the right one is found beside it */
	{ "contoso issuing-ca-impostor root-ca", NULL, true, 0, CHAIN_INTERMEDIATE_MISSING,
	  "CN=Trey Research TLS CA 1, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso issuing-ca-impostor issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso-forged issuing-ca root-ca", NULL, true, 0, CHAIN_BROKEN_LINK,
	  "CN=mail.contoso.com, O=Contoso Ltd, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-forged issuing-ca", NULL, true, 0, CHAIN_BROKEN_LINK, "CN=mail.contoso.com, O=Contoso Ltd, C=US", NULL, ANSWER_UNKNOWN },
	/* two intermediates of one name and key: the expired one must not hide the other */
	{ "contoso issuing-ca-old issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso issuing-ca issuing-ca-cross other-root-expired root-ca", NULL, true, 0, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso issuing-ca-cross other-root-expired issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso issuing-ca-cross other-root-expired", NULL, true, 0, CHAIN_INTERMEDIATE_EXPIRED,
	  "CN=Proseware Root CA, O=Proseware, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-listed listed-ca", NULL, true, 0, CHAIN_COMPLETE, NULL,
	  "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US", ANSWER_YES },
	{ "contoso-listed", NULL, false, 0, CHAIN_LEAF_ONLY, "CN=Trey Research Listed CA, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-self-signed", NULL, false, 0, CHAIN_SELF_SIGNED, NULL, NULL, ANSWER_NO },
	{ "contoso-self-issued contoso-signing-ca", NULL, true, 0, CHAIN_COMPLETE,
	  NULL, "CN=Contoso Signing, O=Contoso Ltd, C=US", ANSWER_UNKNOWN },
	{ "contoso-internal-ca internal-root", NULL, true, 0, CHAIN_COMPLETE, NULL,
	  "CN=contoso-DC1-CA, DC=corp, DC=contoso, DC=local", ANSWER_UNKNOWN },
	/* the leaf's own dates are another rule's */
	{ "contoso-expired issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE,
	  NULL, "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso-not-yet issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE,
	  NULL, "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso-2010 issuing-ca root-ca", NULL, true, -4718, CHAIN_COMPLETE, NULL,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso issuing-ca root-ca", NULL, true, 3650, CHAIN_INTERMEDIATE_EXPIRED,
	  "CN=Trey Research Root CA, O=Trey Research, C=US", NULL, ANSWER_UNKNOWN },
	{ "contoso-sha1 issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE,
	  NULL, "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
	{ "contoso-ec issuing-ca root-ca", NULL, true, 0, CHAIN_COMPLETE,
	  NULL, "CN=Trey Research Root CA, O=Trey Research, C=US", ANSWER_UNKNOWN },
};

static void
test_chains(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(chains); i++) {
		struct facts *f = new_facts();
		char **names = g_strsplit(chains[i].names, " ", -1);
		struct certificate *leaf = read_one(f, names[0]);

		g_test_message("%s", chains[i].names);
		f->as_of += chains[i].days * DAY;
		leaf->bundle = chains[i].bundle;
		for (size_t j = 1; names[j] != NULL; j++)
			read_one(f, names[j]);
		g_assert_true(certificates_verify(f, chains[i].trust, NULL));
		g_assert_cmpint(leaf->chain, ==, chains[i].state);
		g_assert_cmpstr(leaf->chain_issuer, ==, chains[i].issuer);
		g_assert_cmpstr(leaf->chain_root, ==, chains[i].root);
		g_assert_cmpint(leaf->public_root, ==, chains[i].public_root);
		g_strfreev(names);
		facts_free(f);
	}
}

static void
test_trust_without_certificate(void)
{
	struct facts *f = new_facts();
	GError *error = NULL;

	g_assert_false(certificates_verify(f, "tests/certs/list.txt", &error));
	g_assert_nonnull(error);
	g_clear_error(&error);
	g_assert_false(certificates_verify(f, "tests/certs/no-such-file", &error));
	g_assert_nonnull(error);
	g_clear_error(&error);
	facts_free(f);
}

static void
test_fields(void)
{
	struct facts *f = new_facts();
	const struct certificate *c = read_one(f, "contoso-2010");

	g_assert_cmpstr(c->thumbprint, ==, "F242530E71332688CAD2428E72DF12CD663C2613");
	g_assert_cmpuint(c->at.line, ==, 8);
	g_assert_cmpstr(c->subject_text, ==, "CN=mail.contoso.com, O=Contoso Ltd, L=Redmond, S=Washington, C=US");
	g_assert_cmpstr(c->issuer_text, ==, "CN=Trey Research TLS CA 1, O=Trey Research, C=US");
	g_assert_cmpint(c->not_before, ==, 1346457600);        /* 2012-09-01T00:00:00Z */
	g_assert_cmpint(c->not_after, ==, 1412121599);         /* 2014-09-30T23:59:59Z */
	g_assert_cmpuint(c->nnames, ==, 4);
	g_assert_cmpstr(c->names[3], ==, "autodiscover.wingtiptoys.com");
	g_assert_cmpint(c->is_ca, ==, ANSWER_NO);
	g_assert_cmpint(c->self_signed, ==, ANSWER_NO);
	g_assert_false(c->internal_ca_evidence);
	c = read_one(f, "issuing-ca");
	g_assert_cmpint(c->is_ca, ==, ANSWER_YES);
	c = read_one(f, "contoso-self-issued");
	g_assert_cmpstr(c->subject_text, ==, c->issuer_text);
	g_assert_cmpint(c->self_signed, ==, ANSWER_NO);
	c = read_one(f, "auth");
	g_assert_cmpint(c->self_signed, ==, ANSWER_YES);
	g_assert_false(c->has_dns_names);
	g_assert_true(c->names_known);
	g_assert_true(read_one(f, "contoso-internal-ca")->internal_ca_evidence);
	g_assert_true(read_one(f, "contoso-internal-crl")->internal_ca_evidence);
	c = read_one(f, "contoso-no-subject");
	g_assert_cmpuint(c->subject->n, ==, 0);
	g_assert_null(c->common_name);
	c = read_one(f, "contoso-comma");
	g_assert_cmpstr(c->subject_text, ==, "CN=mail.contoso.com, O=\"Contoso, Ltd.\", C=US");
	c = read_one(f, "contoso-bad-names");
	g_assert_cmpuint(c->nnames, ==, 1);
	g_assert_cmpuint(c->nbad_names, ==, 4);
	g_assert_cmpstr(c->bad_names[0], ==, "auto*.contoso.com");
	g_assert_cmpstr(c->bad_names[1], ==, "hybrid .contoso.com");
	facts_free(f);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/chain/fields", test_fields);
	g_test_add_func("/chain/states", test_chains);
	g_test_add_func("/chain/trust", test_trust_without_certificate);
	return g_test_run();
}
