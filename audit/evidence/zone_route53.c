/*
 * Route 53 has no zone file; its command line prints JSON (Amazon Route 53 API Reference, ListResourceRecordSets).  libjansson
 * reads one record set after the other, so that a file that breaks off costs what stands behind the break.  Each value becomes
 * an entry as cli53 writes it; what an entry means is known elsewhere.
 */
#include "zone_route53.h"

#include <jansson.h>
#include <string.h>

#include "zone.h"

struct route53 {
	struct zone_reader *r;
	const char *p, *end;
	unsigned line;              /* of p */
	GArray *tokens;             /* struct zone_token, of one record */
	bool pending, more;         /* the page before this one, and this one, says that the zone goes on */
	char *next, *more_at;       /* the name it goes on with, where the page tells; or NULL */
	bool broken;
};

static const char *
first_of_text(const char *text, const char *end)
{
	while (text < end && (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n'))
		text++;
	return text;
}

bool
zone_route53_recognise(const char *text, size_t size)
{
	const char *p = first_of_text(text, text + size);
	const gssize n = (gssize)(text + size - p);

	if (n == 0 || (*p != '{' && *p != '['))
		return false;
	if (g_strstr_len(p, n, "\"ResourceRecordSets\"") != NULL)
		return true;
	return *p == '[' && g_strstr_len(p, n, "\"Name\"") != NULL && g_strstr_len(p, n, "\"Type\"") != NULL &&
	    (g_strstr_len(p, n, "\"ResourceRecords\"") != NULL || g_strstr_len(p, n, "\"AliasTarget\"") != NULL);
}

/* ---- JSON ---- */

static void
advance(struct route53 *j, const char *to)
{
	for (; j->p < to; j->p++)
		j->line += *j->p == '\n';
}

static void
report(struct route53 *j, const char *code, unsigned line, const char *text)
{
	const struct zone_entry e = { .line = line, .last_line = line };

	zone_problem(j->r, code, &e, 0, NULL, text, text != NULL ? strlen(text) : 0, true);
	j->r->complete = false;
}

/* Nothing behind it can be told. */
static void
damaged(struct route53 *j, unsigned line)
{
	report(j, "zone-json-damaged", line, NULL);
	j->broken = true;
	j->p = j->end;
}

static bool
take(struct route53 *j, char ch)
{
	advance(j, first_of_text(j->p, j->end));
	if (j->p == j->end || *j->p != ch)
		return false;
	j->p++;
	return true;
}

static json_t *
value(struct route53 *j)
{
	json_error_t error;
	json_t *v = json_loadb(j->p, (size_t)(j->end - j->p), JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &error);

	if (v != NULL)
		advance(j, j->p + error.position);
	else
		damaged(j, j->line + (error.line > 0 ? (unsigned)error.line - 1 : 0));
	return v;
}

/* ---- records ---- */

static void
push(struct route53 *j, unsigned line, const char *text)
{
	const struct zone_token t = { .text = text, .size = strlen(text), .line = line };

	g_array_append_val(j->tokens, t);
}

static void
emit(struct route53 *j, struct zone_entry *e, unsigned line)
{
	e->line = e->last_line = e->broken_line = line;
	e->broken_column = 0;
	e->blank_owner = false;
	e->tokens = (const struct zone_token *)(void *)j->tokens->data;
	e->ntokens = j->tokens->len;
	/* A name is no directive. */
	if (e->tokens[0].text[0] == '$')
		zone_lost(j->r, "zone-bad-name", e, e->tokens, "owner");
	else
		zone_entry(j->r, e);
}

/* What stands before the data. */
static void
begin_record(struct route53 *j, const json_t *set, unsigned line)
{
	g_array_set_size(j->tokens, 0);
	push(j, line, json_string_value(json_object_get(set, "Name")));
}

/* The value of one record is what stands behind the type in a zone file. */
static void
take_value(struct route53 *j, const json_t *set, const char *text, const char *ttl, const char *comment, unsigned line)
{
	struct zone_memory m = { text, strlen(text) };
	struct zone_scan *scan = zone_scan_new(zone_from_memory, &m, MIN(4 * m.left + 1024, ZONE_BUFFER_BYTES));
	struct zone_entry e;
	const bool several = strpbrk(text, "\r\n") != NULL;

	begin_record(j, set, line);
	push(j, line, ttl);
	push(j, line, json_string_value(json_object_get(set, "Type")));
	if (zone_scan_next(scan, &e) != ZONE_ENTRY)
		memset(&e, 0, sizeof e);
	for (size_t i = 0; i < e.ntokens; i++) {
		struct zone_token t = e.tokens[i];

		t.line = line;
		t.column = 0;
		g_array_append_val(j->tokens, t);
	}
	if (several || e.comment != NULL)
		e.broken = "zone-bad-rdata";
	e.unended = false;      /* a value ends without a line */
	e.comment = comment;
	e.comment_size = comment != NULL ? strlen(comment) : 0;
	emit(j, &e, line);
	zone_scan_free(scan);
}

/* "AWS ALIAS A target": the name has records of the type, and the file does not tell them. */
static void
take_alias(struct route53 *j, const json_t *set, const char *target, unsigned line)
{
	struct zone_entry e = { .line = line };

	begin_record(j, set, line);
	push(j, line, "AWS");
	push(j, line, "ALIAS");
	push(j, line, json_string_value(json_object_get(set, "Type")));
	push(j, line, target);
	emit(j, &e, line);
}

/* One of several sets of a name and type is given, unless all of them are. */
static const char *
routing(const json_t *set)
{
	if (json_is_true(json_object_get(set, "MultiValueAnswer")))
		return NULL;
	if (json_object_get(set, "SetIdentifier") != NULL || json_object_get(set, "TrafficPolicyInstanceId") != NULL)
		return " AWS routing=\"POLICY\"";
	return NULL;
}

static void
take_values(struct route53 *j, const json_t *set, const json_t *records, unsigned line)
{
	const json_t *seconds = json_object_get(set, "TTL");
	char *ttl = json_is_integer(seconds) ? g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(seconds)) : g_strdup("0");

	for (size_t i = 0; i < json_array_size(records); i++) {
		const char *text = json_string_value(json_object_get(json_array_get(records, i), "Value"));

		/* Without one the record is there, and what it says is not known. */
		take_value(j, set, text != NULL ? text : "", ttl, routing(set), line);
	}
	g_free(ttl);
}

/* A zone whose page is followed by the page of another one has an end that is not known. */
static void
end_zone(struct route53 *j, unsigned line)
{
	if (j->pending)
		report(j, "zone-page-missing", line, j->next);
	j->pending = false;
	zone_finish(j->r);
}

static void
take_set(struct route53 *j, const json_t *set, unsigned line)
{
	const char *name = json_string_value(json_object_get(set, "Name")), *type = json_string_value(json_object_get(set, "Type"));
	const json_t *alias = json_object_get(set, "AliasTarget"), *records = json_object_get(set, "ResourceRecords");
	const char *target = json_string_value(json_object_get(alias, "DNSName"));
	struct zone_entry e = { .line = line };

	if (name == NULL || type == NULL) {
		report(j, "zone-json-record", line, name);
		return;
	}
	if (j->pending && g_strcmp0(name, j->next) != 0)
		end_zone(j, line);
	j->pending = false;
	if (zone_type(type, strlen(type)) == ZONE_TYPE_NONE) {
		begin_record(j, set, line);
		push(j, line, type);
		emit(j, &e, line);
	} else if (alias == NULL && json_array_size(records) > 0) {
		take_values(j, set, records, line);
	} else {
		take_alias(j, set, target != NULL ? target : "-", line);
	}
}

/* ---- pages ---- */

static void
look_for_more(struct route53 *j, const char *key, const json_t *v)
{
	if ((strcmp(key, "IsTruncated") == 0 && json_is_true(v)) || (strcmp(key, "NextToken") == 0 && json_is_string(v)))
		j->more = true;
	if (strcmp(key, "NextRecordName") == 0 && json_is_string(v)) {
		g_free(j->more_at);
		j->more_at = g_strdup(json_string_value(v));
	}
}

static void
end_page(struct route53 *j)
{
	if (j->more) {
		g_free(j->next);
		j->next = g_steal_pointer(&j->more_at);
	}
	j->pending = j->pending || j->more;
	j->more = false;
	g_clear_pointer(&j->more_at, g_free);
}

/* An element of a list: a record set, or the page of another program that put pages into a list. */
static void
take_element(struct route53 *j, const json_t *v, unsigned line)
{
	static const char *const keys[] = { "IsTruncated", "NextToken", "NextRecordName" };
	const json_t *sets = json_object_get(v, "ResourceRecordSets");

	if (sets == NULL) {
		take_set(j, v, line);
		return;
	}
	for (size_t i = 0; i < json_array_size(sets); i++)
		take_set(j, json_array_get(sets, i), line);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (json_object_get(v, keys[i]) != NULL)
			look_for_more(j, keys[i], json_object_get(v, keys[i]));
	end_page(j);
}

/* Behind the bracket. */
static void
take_list(struct route53 *j)
{
	if (take(j, ']'))
		return;
	do {
		json_t *v;
		unsigned line;

		advance(j, first_of_text(j->p, j->end));
		line = j->line;
		v = value(j);
		if (v == NULL)
			return;
		take_element(j, v, line);
		json_decref(v);
	} while (take(j, ','));
	if (!j->broken && !take(j, ']'))
		damaged(j, j->line);
}

/* One key and its value; false when it could not be read. */
static bool
take_member(struct route53 *j)
{
	json_t *key, *v;
	bool sets;

	advance(j, first_of_text(j->p, j->end));
	key = value(j);
	if (key == NULL)
		return false;
	if (!json_is_string(key) || !take(j, ':')) {
		json_decref(key);
		damaged(j, j->line);
		return false;
	}
	sets = strcmp(json_string_value(key), "ResourceRecordSets") == 0;
	if (sets && take(j, '[')) {
		take_list(j);
	} else {
		advance(j, first_of_text(j->p, j->end));
		v = value(j);
		if (v != NULL)
			look_for_more(j, json_string_value(key), v);
		json_decref(v);
	}
	json_decref(key);
	return j->p < j->end;
}

static void
take_page(struct route53 *j)
{
	if (take(j, '[')) {
		take_list(j);
	} else if (!take(j, '{')) {
		damaged(j, j->line);
	} else if (!take(j, '}')) {
		bool ok;

		do
			ok = take_member(j);
		while (ok && take(j, ','));
		if (!j->broken && !take(j, '}'))
			damaged(j, j->line);
	}
	end_page(j);
}

static bool
read_all(zone_bytes bytes, void *closure, GString *text)
{
	char *buffer = g_malloc(ZONE_BUFFER_BYTES);
	ssize_t n;

	while ((n = bytes(closure, buffer, ZONE_BUFFER_BYTES)) > 0 && text->len <= FILE_BYTES_MAX)
		g_string_append_len(text, buffer, n);
	g_free(buffer);
	return n == 0;
}

void
zone_route53_entries(struct zone_reader *r, zone_bytes bytes, void *closure)
{
	struct route53 j = { .r = r, .line = 1, .tokens = g_array_new(FALSE, FALSE, sizeof(struct zone_token)) };
	GString *text = g_string_new(NULL);
	const bool whole = read_all(bytes, closure, text);

	/* The final dot is optional there; a name without it is complete all the same. */
	r->origin[0] = '\0';
	r->has_origin = true;
	j.p = text->str + (g_str_has_prefix(text->str, "\357\273\277") ? 3 : 0);
	j.end = text->str + text->len;
	while (j.end > j.p && j.end[-1] == 0x1a)
		j.end--;
	if (!whole)
		report(&j, text->len > FILE_BYTES_MAX ? "zone-json-too-large" : "unreadable", 0, NULL);
	for (bool first = true; whole && first_of_text(j.p, j.end) < j.end && !r->refused; first = false) {
		if (!first && !j.pending)
			zone_finish(r);
		take_page(&j);
	}
	if (j.pending)
		report(&j, "zone-page-missing", j.line, j.next);
	g_free(j.next);
	g_array_unref(j.tokens);
	g_string_free(text, TRUE);
}
