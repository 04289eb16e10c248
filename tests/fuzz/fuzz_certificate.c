/* Certificate files: recognised, read, and their chains judged. */
#include <string.h>

#include "../../audit/evidence/certificates.h"
#include "../../audit/evidence/passwords.h"

int LLVMFuzzerTestOneInput(const guint8 *, size_t);

static void
take(struct container *c, X509 *x, const guint8 *der, size_t size, unsigned line)
{
	struct facts *f = c->closure;

	certificates_add(f->certificates, certificate_fields(f, x, der, size, (struct place){ "fuzz", line, NULL }));
}

static void
note(struct container *c, const char *code, unsigned line, const char *text, bool loss)
{
	struct facts *f = c->closure;

	source_problem(f->sources->pdata[0], f->region, code, line, NULL, text, loss);
}

static void
take_key(struct container *c, const guint8 *der, size_t size, enum answer fits, const char *provider)
{
	(void)c;
	(void)fits;
	g_assert_true(der != NULL && size > 0 && (provider == NULL || g_utf8_validate(provider, -1, NULL)));
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, size_t n)
{
	struct facts *f = facts_new();
	struct container c = { .context = certificate_context(), .certificate = take, .problem = note, .key = take_key, .closure = f,
		.passwords = passwords_parse("contoso\n", strlen("contoso\n")), .iterations = 20000 };

	f->as_of = G_GINT64_CONSTANT(1780272000);
	g_ptr_array_add(f->sources, source_new(f->region, "fuzz"));
	(void)container_recognise(bytes, MIN(n, HEAD_BYTES), n);
	container_read(&c, bytes, n);
	if (!certificates_verify(f, NULL, NULL))
		g_assert_not_reached();
	for (guint i = 0; i < f->certificates->all->len; i++) {
		const struct certificate *x = f->certificates->all->pdata[i];

		g_assert_true(g_utf8_validate(x->subject_text, -1, NULL) && g_utf8_validate(x->issuer_text, -1, NULL));
		(void)certificate_covers(x, "autodiscover.contoso.com");
		(void)certificate_covers_smtp(x, "*.contoso.com");
	}
	passwords_free((struct passwords *)(gsize)c.passwords);
	OSSL_LIB_CTX_free(c.context);
	facts_free(f);
	return 0;
}
