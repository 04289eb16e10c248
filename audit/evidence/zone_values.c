#include "zone_values.h"

#include <ldns/ldns.h>
#include <string.h>

enum { MAX_STRING = 255, MAX_RDATA = 65535 };

bool
zone_type_kept(guint16 type)
{
	switch (type) {
	case TYPE_A: case TYPE_NS: case TYPE_CNAME: case TYPE_SOA: case TYPE_PTR: case TYPE_MX: case TYPE_TXT: case TYPE_AAAA:
	case TYPE_SRV: case TYPE_DNAME: case TYPE_DS: case TYPE_RRSIG: case TYPE_DNSKEY: case TYPE_TLSA: case TYPE_SPF: case TYPE_CAA:
		return true;
	default:
		return false;
	}
}

struct reader {
	struct region *region;
	const struct zone_fields *fields;
	const char *origin;
	const struct zone_dialect *dialect;
	struct record *record;
	struct zone_reading *reading;
	GString *text;
	size_t at;              /* next token */
	size_t rdlength;
};

static bool
fail(struct reader *r, const char *field)
{
	r->reading->field = field;
	return false;
}

static bool
integer(const struct zone_token *t, guint64 max, guint64 *value)
{
	guint64 n = 0;

	if (t->quoted || t->size == 0 || t->size > 10)
		return false;
	for (size_t i = 0; i < t->size; i++) {
		if (!g_ascii_isdigit(t->text[i]))
			return false;
		n = n * 10 + (guint64)(t->text[i] - '0');
	}
	*value = n;
	return n <= max;
}

/* libldns takes 70000 for 4464 and "abc" for an even number of digits: nothing reaches it that is out of range. */
static const char *
out_of_range(const struct zone_token *t, ldns_rdf_type type, const char *joined)
{
	guint64 n;
	guint32 ttl;

	switch ((int)type) {
	case LDNS_RDF_TYPE_INT8:
		return integer(t, G_MAXUINT8, &n) ? NULL : "number";
	case LDNS_RDF_TYPE_INT16:
		return integer(t, G_MAXUINT16, &n) ? NULL : "number";
	case LDNS_RDF_TYPE_INT32:
		return integer(t, G_MAXUINT32, &n) ? NULL : "number";
	case LDNS_RDF_TYPE_PERIOD:
		return zone_ttl(t->text, t->size, &ttl) ? NULL : "number";
	case LDNS_RDF_TYPE_ALG:
	case LDNS_RDF_TYPE_CERTIFICATE_USAGE:
	case LDNS_RDF_TYPE_SELECTOR:
	case LDNS_RDF_TYPE_MATCHING_TYPE:
		return !g_ascii_isdigit(t->text[0]) || integer(t, G_MAXUINT8, &n) ? NULL : "number";
	case LDNS_RDF_TYPE_TYPE:
		return zone_type(t->text, t->size) != ZONE_TYPE_NONE ? NULL : "type";
	case LDNS_RDF_TYPE_HEX:
		return strlen(joined) % 2 == 0 && strspn(joined, "0123456789abcdefABCDEF") == strlen(joined) ? NULL : "hexadecimal";
	case LDNS_RDF_TYPE_A:
	case LDNS_RDF_TYPE_AAAA:
		return t->quoted ? "address" : NULL;
	default:
		return NULL;
	}
}

static void
separate(struct reader *r)
{
	if (r->text->len > 0)
		g_string_append_c(r->text, ' ');
}

/* A field whose value libldns reads; `rest`: it takes all tokens that are left (keys and digests in pieces). */
static bool
ldns_field(struct reader *r, const struct zone_token *t, ldns_rdf_type type, bool rest)
{
	GString *joined = g_string_new_len(t->text, (gssize)t->size);
	const char *wrong;
	ldns_rdf *rdf;
	char *shown;

	while (rest && r->at < r->fields->nrdata) {
		const struct zone_token *next = &r->fields->rdata[r->at++];

		g_string_append_len(joined, next->text, (gssize)next->size);
	}
	wrong = strlen(joined->str) != joined->len || joined->len == 0 ? "text" : out_of_range(t, type, joined->str);
	rdf = wrong == NULL ? ldns_rdf_new_frm_str(type, joined->str) : NULL;
	g_string_free(joined, TRUE);
	if (rdf == NULL)
		return fail(r, wrong != NULL ? wrong : type == LDNS_RDF_TYPE_A || type == LDNS_RDF_TYPE_AAAA ? "address" : "value");
	r->rdlength += ldns_rdf_size(rdf);
	shown = ldns_rdf2str(rdf);
	ldns_rdf_deep_free(rdf);
	if (shown == NULL || r->rdlength > MAX_RDATA) {
		free(shown);
		return fail(r, "value");
	}
	separate(r);
	g_string_append(r->text, shown);
	free(shown);
	return true;
}

static bool
exported_without_dot(const struct reader *r)
{
	return (r->record->type == TYPE_SRV && r->dialect->srv_absolute) || (r->record->type == TYPE_PTR && r->dialect->ptr_absolute);
}

static bool
name_field(struct reader *r, const struct zone_token *t)
{
	char name[ZONE_NAME_BYTES];
	unsigned notes = 0;
	bool dotted = memchr(t->text, '.', t->size) != NULL;

	if (t->quoted || !zone_name(t->text, t->size, r->origin, r->dialect->octal, name, &notes))
		return fail(r, "name");
	if (dotted && (notes & NAME_RELATIVE)) {
		r->reading->relative = r->dialect->all_absolute ? NULL : t;
		if (exported_without_dot(r) && !zone_name(t->text, t->size, "", r->dialect->octal, name, &notes))
			return fail(r, "name");
	}
	r->reading->name_notes |= notes;
	r->record->target = region_strdup(r->region, name);
	separate(r);
	g_string_append_printf(r->text, "%s.", name);
	return true;
}

/* One character-string: its octets behind the escapes. */
static bool
string_field(struct reader *r, const struct zone_token *t, GString *octets)
{
	size_t from = octets->len, n;

	for (size_t i = 0; i < t->size; i++) {
		int octet = (guint8)t->text[i];
		size_t used;

		if (octet == '\\') {
			octet = zone_escape(t->text + i + 1, t->size - i - 1, r->dialect->octal, &used);
			if (octet < 0)
				return fail(r, "escape");
			i += used;
		}
		g_string_append_c(octets, (char)octet);
	}
	n = octets->len - from;
	r->reading->split = r->reading->split || n > MAX_STRING;
	r->rdlength += n + n / MAX_STRING + 1;
	return r->rdlength <= MAX_RDATA || fail(r, "text");
}

/* Text as people read it: UTF-8 stays, other octets are \DDD. */
static void
append_octets(GString *text, const char *p, size_t n)
{
	while (n > 0) {
		gunichar c = g_utf8_get_char_validated(p, (gssize)n);
		size_t size = 1;

		if (c == (gunichar)-1 || c == (gunichar)-2 || !g_unichar_isprint(c))
			g_string_append_printf(text, "\\%03u", (guint8)*p);
		else {
			size = (size_t)g_unichar_to_utf8(c, NULL);
			g_string_append_len(text, p, (gssize)size);
		}
		p += size;
		n -= size;
	}
}

static bool
strings(struct reader *r)
{
	GString *octets = g_string_new(NULL);
	bool ok = true;

	while (ok && r->at < r->fields->nrdata) {
		r->reading->token = &r->fields->rdata[r->at++];
		ok = string_field(r, r->reading->token, octets);
	}
	if (ok)
		append_octets(r->text, octets->str, octets->len);
	g_string_free(octets, TRUE);
	return ok;
}

static bool
field(struct reader *r, ldns_rdf_type type)
{
	const struct zone_token *t = &r->fields->rdata[r->at++];
	bool rest = type == LDNS_RDF_TYPE_HEX || type == LDNS_RDF_TYPE_B64;

	r->reading->token = t;
	return type == LDNS_RDF_TYPE_DNAME ? name_field(r, t) : ldns_field(r, t, type, rest);
}

static bool
presented(struct reader *r)
{
	const ldns_rr_descriptor *d = ldns_rr_descript(r->record->type);
	size_t n = ldns_rr_descriptor_minimum(d);

	if (r->fields->nrdata < n || n == 0)
		return fail(r, "count");
	if (r->record->type == TYPE_TXT || r->record->type == TYPE_SPF)
		return strings(r);
	for (size_t i = 0; i < n; i++) {
		if (r->at >= r->fields->nrdata)
			return fail(r, "count");
		if (!field(r, ldns_rr_descriptor_field_type(d, i)))
			return false;
	}
	return r->at == r->fields->nrdata || fail(r, "count");
}

static int
hex_digit(char ch)
{
	return g_ascii_xdigit_value(ch);
}

/* "\# length hex": the octets of an RR as on the wire, owner the root, for libldns. */
static GByteArray *
generic_wire(struct reader *r)
{
	GByteArray *wire = g_byte_array_new();
	guint64 length;
	int high = -1;
	guint8 head[11] = { 0, (guint8)(r->record->type >> 8), (guint8)r->record->type, 0, 1 };

	if (r->fields->nrdata < 2 || !integer(&r->fields->rdata[1], MAX_RDATA, &length))
		return wire;
	head[9] = (guint8)(length >> 8);
	head[10] = (guint8)length;
	g_byte_array_append(wire, head, sizeof head);
	for (size_t i = 2; i < r->fields->nrdata; i++)
		for (size_t k = 0; k < r->fields->rdata[i].size; k++) {
			int digit = hex_digit(r->fields->rdata[i].text[k]);
			guint8 octet = (guint8)(high * 16 + digit);

			if (digit < 0) {
				g_byte_array_set_size(wire, 0);
				return wire;
			}
			if (high >= 0)
				g_byte_array_append(wire, &octet, 1);
			high = high >= 0 ? -1 : digit;
		}
	if (high >= 0 || wire->len != sizeof head + length)
		g_byte_array_set_size(wire, 0);
	return wire;
}

static bool
generic_field(struct reader *r, const ldns_rdf *rdf)
{
	char *shown = ldns_rdf2str(rdf), name[ZONE_NAME_BYTES];
	unsigned notes = 0;
	bool ok = shown != NULL;

	if (ok && ldns_rdf_get_type(rdf) == LDNS_RDF_TYPE_DNAME) {
		ok = zone_name(shown, strlen(shown), "", false, name, &notes);
		if (ok)
			r->record->target = region_strdup(r->region, name);
	}
	if (ok && ldns_rdf_get_type(rdf) == LDNS_RDF_TYPE_STR)
		append_octets(r->text, (const char *)ldns_rdf_data(rdf) + 1, ldns_rdf_size(rdf) - 1);
	else if (ok) {
		separate(r);
		g_string_append(r->text, shown);
	}
	free(shown);
	return ok;
}

/* RFC 3597, 5. */
static bool
generic(struct reader *r)
{
	GByteArray *wire = generic_wire(r);
	ldns_rr *rr = NULL;
	size_t at = 0;
	bool ok = wire->len > 0 && ldns_wire2rr(&rr, wire->data, wire->len, &at, LDNS_SECTION_ANSWER) == LDNS_STATUS_OK && at == wire->len;

	for (size_t i = 0; ok && i < ldns_rr_rd_count(rr); i++)
		ok = ldns_rr_rdf(rr, i) != NULL && generic_field(r, ldns_rr_rdf(rr, i));
	if (rr != NULL)
		ldns_rr_free(rr);
	g_byte_array_unref(wire);
	r->reading->token = &r->fields->rdata[MIN(2, r->fields->nrdata - 1)];
	return ok || fail(r, "rdata");
}

/* The numbers and the address once more as numbers, out of the text that libldns wrote. */
static bool
derive(struct reader *r)
{
	struct record *rec = r->record;
	unsigned a = 0, b = 0, c = 0;
	char **parts;

	switch (rec->type) {
	case TYPE_A:
	case TYPE_AAAA:
		return address_parse(rec->text, &rec->address) || fail(r, "address");
	case TYPE_MX:
	case TYPE_SRV:
		if (sscanf(rec->text, rec->type == TYPE_MX ? "%u" : "%u %u %u", &a, &b, &c) < (rec->type == TYPE_MX ? 1 : 3))
			return fail(r, "number");
		rec->priority = (guint16)a;
		rec->weight = (guint16)b;
		rec->port = (guint16)c;
		return true;
	case TYPE_SOA:
		parts = g_strsplit(rec->text, " ", -1);
		if (g_strv_length(parts) == 7) {
			r->reading->serial = (guint32)g_ascii_strtoull(parts[2], NULL, 10);
			r->reading->minimum = (guint32)g_ascii_strtoull(parts[6], NULL, 10);
		}
		g_strfreev(parts);
		rec->target = NULL;
		return true;
	case TYPE_RRSIG:
		rec->target = NULL;
		return true;
	default:
		return true;
	}
}

/* What the file says, for a record that could not be read. */
static void
as_written(struct reader *r)
{
	g_string_truncate(r->text, 0);
	for (size_t i = 0; i < r->fields->nrdata && r->text->len < 512; i++) {
		separate(r);
		append_octets(r->text, r->fields->rdata[i].text, MIN(r->fields->rdata[i].size, 512));
	}
}

bool
zone_rdata(struct region *region, const struct zone_fields *fields, const char *origin, const struct zone_dialect *dialect,
    struct record *record, struct zone_reading *reading)
{
	struct reader r = { .region = region, .fields = fields, .origin = origin, .dialect = dialect, .record = record, .reading = reading };
	const struct zone_token *first = fields->nrdata > 0 ? fields->rdata : NULL;
	bool ok;

	memset(reading, 0, sizeof *reading);
	reading->token = fields->type_token;
	r.text = g_string_new(NULL);
	ok = first != NULL && !first->quoted && first->size == 2 && memcmp(first->text, "\\#", 2) == 0 ? generic(&r) : presented(&r);
	record->text = r.text->str;
	ok = ok && derive(&r);
	if (!ok) {
		as_written(&r);
		record->target = NULL;
	}
	record->text = region_strdup(region, r.text->str);
	record->evaluable = ok;
	g_string_free(r.text, TRUE);
	return ok;
}
