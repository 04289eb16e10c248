#include <stdint.h>

#include "../../audit/evidence/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
ask(const struct facts *facts, const char *name)
{
	static const guint16 types[] = { TYPE_MX, TYPE_TXT, TYPE_CNAME, TYPE_AAAA };
	struct dns_answer a;

	for (int view = 0; view < 2; view++) {
		a = dns_host(facts, name, view == 0);
		dns_answer_clear(&a);
		for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
			a = dns_lookup(facts, name, types[i], view == 0);
			dns_answer_clear(&a);
		}
	}
}

/* Reads the bytes as a zone file twice, as an audit does whose wanted names grew, and asks for the names. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "contoso.com", "autodiscover.contoso.com", "mail.contoso.com", "a.b.contoso.com", "fabrikam.com" };
	struct facts *facts = facts_new();
	struct wanted *wanted = wanted_new();
	struct source *source = source_new(facts->region, "contoso.com.dns");
	struct input in = { .path = "contoso.com.dns", .raw_path = "contoso.com.dns", .folder = -1, .source = source, .facts = facts };
	struct text head = { .bytes = g_strndup((const char *)data, size), .size = size, .encoding = "utf-8" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		wanted_add(wanted, names[i]);
	zone_recognise(&in, &head);
	for (int pass = 0; pass < 2; pass++) {
		struct zone_memory m = { (const char *)data, size };

		zone_stream(&in, (const char *)data, MIN(size, HEAD_BYTES), zone_from_memory, &m, VIEW_NONE, wanted);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		ask(facts, names[i]);
	g_free(head.bytes);
	source_free(source);
	wanted_free(wanted);
	facts_free(facts);
	return 0;
}
