/* Certificate files of the folder: into facts and the evidence list. */
#include <openssl/err.h>
#include <string.h>

#include "armour.h"
#include "certificates.h"
#include "secret.h"

struct reading {
	struct input *input;
	GPtrArray *found;       /* struct certificate *, each once */
	unsigned line;          /* of a certificate inside another form; 0: the container tells */
};

static void
take(struct container *c, X509 *x, const guint8 *der, size_t size, unsigned line)
{
	struct reading *r = c->closure;
	struct facts *facts = r->input->facts;
	const unsigned at = r->line > 0 ? r->line : line;
	struct certificate *new = certificate_fields(facts, x, der, size, (struct place){ r->input->path, at, NULL });
	struct certificate *known = certificates_find(facts->certificates, new->thumbprint);

	if (!new->names_known)
		source_problem(r->input->source, facts->region, "certificate-names-damaged", at, NULL, new->common_name, false);
	if (known == NULL)
		certificates_add(facts->certificates, known = new);
	if (!g_ptr_array_find(r->found, known, NULL))
		g_ptr_array_add(r->found, known);
	r->input->source->objects++;
}

/* The fact of a certificate that was handed over before. */
static struct certificate *
certificate_of(const struct facts *facts, const guint8 *der, size_t size)
{
	char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA1, der, size), *thumbprint = g_ascii_strup(sum, -1);
	struct certificate *c = certificates_find(facts->certificates, thumbprint);

	g_free(thumbprint);
	g_free(sum);
	return c;
}

/* A key that fits outweighs one that does not: the certificate can be installed from the file that holds it. */
static void
take_key(struct container *c, const guint8 *der, size_t size, enum answer fits, const char *provider)
{
	struct reading *r = c->closure;
	struct facts *facts = r->input->facts;
	struct certificate *known = certificate_of(facts, der, size);

	if (known->private_key == ANSWER_UNKNOWN || (known->private_key == ANSWER_NO && fits == ANSWER_YES)) {
		known->private_key = fits;
		known->key_at = (struct place){ r->input->path, 0, known->thumbprint };
	}
	if (provider != NULL && known->key_provider == NULL)
		known->key_provider = region_strdup(facts->region, provider);
}

static void
note(struct container *c, const char *code, unsigned line, const char *text, bool loss)
{
	struct reading *r = c->closure;
	struct facts *facts = r->input->facts;

	line = r->line > 0 ? r->line : line;
	if (g_str_equal(code, "private-key") && facts->private_key_at.file == NULL)
		facts->private_key_at = (struct place){ r->input->path, line, NULL };
	source_problem(r->input->source, facts->region, code, line, NULL, text, loss);
}

bool
certificates_recognise(const struct input *in)
{
	return container_recognise(in->head, in->head_size, in->size);
}

void
certificates_read(struct input *in)
{
	struct reading r = { in, g_ptr_array_new(), 0 };
	struct container c = { .certificate = take, .problem = note, .key = take_key, .closure = &r, .iterations = ITERATIONS_FILE_MAX };
	GBytes *bytes;
	const guint8 *data;
	gsize size;

	c.passwords = in->passwords;
	in->source->kind = "certificates";
	bytes = input_bytes(in);
	if (bytes != NULL) {
		data = g_bytes_get_data(bytes, &size);
		in->source->encoding = container_encoding(data, size);
		c.context = certificate_context();
		container_read(&c, data, size);
		OSSL_LIB_CTX_free(c.context);
		g_bytes_unref(bytes);
		if (c.refused)
			in->source->state = SOURCE_REFUSED;
		else if (c.taken == 0)
			in->source->state = SOURCE_IGNORED;
	}
	/* Who sends a file with more than the leaf means to send the chain; the same leaf may lie alone in another file. */
	for (size_t i = 0; r.found->len > 1 && c.lost == 0 && i < r.found->len; i++)
		((struct certificate *)r.found->pdata[i])->bundle = true;
	g_ptr_array_unref(r.found);
	ERR_clear_error();
}

bool
certificates_take(struct input *in, const char *base64, unsigned line)
{
	struct reading r = { in, g_ptr_array_new(), line };
	struct container c = { .certificate = take, .problem = note, .key = take_key, .closure = &r, .iterations = ITERATIONS_FILE_MAX };
	size_t n;
	guint8 *der = base64_decode(base64, base64 + strlen(base64), &n);

	if (der == NULL) {
		note(&c, "certificate-damaged", line, NULL, true);
	} else {
		c.context = certificate_context();
		container_read(&c, der, n);
		OSSL_LIB_CTX_free(c.context);
		ERR_clear_error();
	}
	secret_free(der, n);
	g_ptr_array_unref(r.found);
	return c.taken > 0;
}
