/* The files that certificates came in. */
#include <string.h>

#include "certificates.h"
#include "sources.h"

/* What a problem means for the file, the gravest first. */
static const struct {
	const char *code, *reason;
	bool note;
} meanings[] = {
	{ "pfx-locked", "password", false },
	{ "pfx-iterations", "protection", false },
	{ "pfx-unsupported", "protection", false },
	{ "pfx-legacy-unavailable", "legacy-cipher", false },
	{ "certificate-cut", "cut", false },
	{ "certificate-damaged", "damaged", false },
	{ "certificate-names-damaged", "damaged", false },
	{ "no-certificate", "damaged", false },
	{ "too-many-blocks", "damaged", false },
	{ "too-large", "damaged", false },
	{ "unreadable", "damaged", false },
	{ "certificate-request", "request", true },
	{ "private-key", "key-only", true },
	{ "private-key-encrypted", "key-only", true },
};

/* A key beside its certificate is no matter of hygiene here: GEN-006 names it. */
static bool
applies(const struct source *s, size_t i)
{
	return source_has(s, meanings[i].code) && (strcmp(meanings[i].reason, "key-only") != 0 || s->objects == 0);
}

void
check_files(const struct facts *facts, struct judge *j)
{
	bool any = false;

	for (guint k = 0; k < facts->sources->len; k++) {
		const struct source *s = g_ptr_array_index(facts->sources, k);
		struct finding *row = NULL;

		for (size_t i = 0; is_certificate_file(s) && row == NULL && i < G_N_ELEMENTS(meanings); i++)
			if (applies(s, i))
				row = meanings[i].note ? judge_note(j, s->path, meanings[i].reason) :
				    judge_fail(j, SEVERITY_WARNING, s->path, meanings[i].reason);
		if (row == NULL)
			continue;
		any = true;
		tell_problems(row, s, false);
		finding_at(row, (struct place){ s->path, 0, NULL });
	}
	if (!any)
		judge_pass(j, SEVERITY_WARNING, ORGANISATION);
}
