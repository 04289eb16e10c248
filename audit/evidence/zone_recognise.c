#include <string.h>

#include "zone.h"

static bool
is_number(const struct zone_token *t)
{
	size_t n = 0;

	while (n < t->size && g_ascii_isdigit(t->text[n]))
		n++;
	return n > 0 && n == t->size;
}

/* A sentence may hold "in a" or "mx": the rdata must look like what its type has. */
static bool
plausible(const struct zone_fields *f)
{
	struct address address;
	char text[64];

	if (f->type == ZONE_TYPE_NONE || f->nrdata == 0)
		return false;
	if (f->nrdata > 1 && f->rdata->size == 2 && memcmp(f->rdata->text, "\\#", 2) == 0)
		return is_number(&f->rdata[1]);
	switch (f->type) {
	case TYPE_A:
	case TYPE_AAAA:
		g_snprintf(text, sizeof text, "%.*s", (int)MIN(f->rdata->size, sizeof text), f->rdata->text);
		return f->nrdata == 1 && address_parse(text, &address);
	case TYPE_MX:
	case TYPE_SRV:
		return f->nrdata == (f->type == TYPE_MX ? 2 : 4) && is_number(f->rdata);
	case TYPE_NS:
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_DNAME:
		return f->nrdata == 1;
	case TYPE_SOA:
		return f->nrdata > 2 && f->nrdata < 8 && is_number(&f->rdata[2]);
	default:
		return f->rdata->quoted || is_number(f->rdata) || f->nrdata == 1;
	}
}

bool
zone_recognise(const struct input *in, const struct text *head)
{
	struct zone_memory m = { head->bytes, MIN(head->size, HEAD_BYTES) };
	struct zone_scan *scan;
	struct zone_head top;
	struct zone_entry e;
	enum zone_scanned what;
	struct region *region = region_new();
	unsigned records = 0, directives = 0, others = 0;
	bool soa = false, stranger;

	zone_head(region, head->bytes, m.left, in->path, &top);
	stranger = top.json || (top.refused != NULL && strcmp(top.refused, "zone-merge-conflict") != 0);
	region_free(region);
	if (stranger)
		return true;
	scan = zone_scan_new(zone_from_memory, &m, HEAD_BYTES);
	while ((what = zone_scan_next(scan, &e)) == ZONE_ENTRY || what == ZONE_COMMENT) {
		struct zone_fields f;

		if (what == ZONE_COMMENT || e.ntokens == 0)
			continue;
		zone_fields(&e, &f);
		soa = soa || (f.type == TYPE_SOA && plausible(&f));
		if (e.tokens[0].size > 3 && e.tokens[0].text[0] == '$' && !e.blank_owner)
			directives++;
		else if (plausible(&f))
			records++;
		else
			others++;
	}
	zone_scan_free(scan);
	/* A sentence of a text may look like one record; most of the lines of a text do not. */
	return records + directives > 0 && (soa ? records + directives >= others / 4 : records + directives > 2 * others);
}
