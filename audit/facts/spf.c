/* The terms of an SPF record (RFC 7208, 4.6 and 12). */
#include "spf.h"

#include <string.h>

#include "facts.h"
#include "spf_walk.h"

enum { NAMES_MAX = 20 };        /* of one record that are followed; more than ten lookups are an error (4.6.4) */

bool
spf_is_record(const char *text)
{
	static const char version[] = "v=spf1";
	const size_t n = strlen(version);

	return g_ascii_strncasecmp(text, version, n) == 0 && (text[n] == ' ' || text[n] == '\0');
}

/* "/24", "//64" or "/24//64" behind a domain; false when it is none. */
static bool
parse_lengths(const char *text, struct spf_term *t)
{
	unsigned *length = &t->prefix4, max = 32;

	while (*text == '/') {
		char *end;
		guint64 n;

		text++;
		if (*text == '/' && length == &t->prefix4) {
			length = &t->prefix6;
			max = 128;
			text++;
		}
		if (!g_ascii_isdigit(*text))
			return false;
		n = g_ascii_strtoull(text, &end, 10);
		if (n > max || (end - text > 1 && *text == '0'))
			return false;
		*length = (unsigned)n;
		text = end;
		if (length == &t->prefix6)
			break;
		if (*text == '/' && text[1] != '/')
			return false;
	}
	return *text == '\0';
}

/* domain-spec (7.1): a name of two labels or more, the last no number; or one with macros, whose name cannot be known. */
static bool
parse_domain(struct region *region, const char *text, size_t n, struct spf_term *t)
{
	char *copy = region_strndup(region, text, n);
	const char *top;

	if (strchr(copy, '%') != NULL) {
		t->macro = true;
		return true;
	}
	t->name = name_normal(region, copy);
	top = t->name != NULL ? strrchr(t->name, '.') : NULL;
	return top != NULL && t->name[0] != '*' && strspn(top + 1, "0123456789") != strlen(top + 1);
}

static bool
parse_network(const char *text, struct spf_term *t)
{
	const char *allowed = t->kind == SPF_IP4 ? "0123456789./" : "0123456789abcdefABCDEF:./";

	return strspn(text, allowed) == strlen(text) && range_parse(text, &t->range) &&
	    t->range.low.family == (t->kind == SPF_IP4 ? 4 : 6);
}

static const struct mechanism {
	const char *name;
	enum spf_kind kind;
	bool domain, needed, lengths;   /* may have a domain; must; may have prefix lengths */
} mechanisms[] = {
	{ "all", SPF_ALL, false, false, false }, { "include", SPF_INCLUDE, true, true, false }, { "a", SPF_A, true, false, true },
	{ "mx", SPF_MX, true, false, true }, { "ptr", SPF_PTR, true, false, false }, { "ip4", SPF_IP4, false, false, false },
	{ "ip6", SPF_IP6, false, false, false }, { "exists", SPF_EXISTS, true, true, false },
};

static const struct mechanism *
find_mechanism(const char *text, size_t n)
{
	for (size_t i = 0; i < G_N_ELEMENTS(mechanisms); i++)
		if (strlen(mechanisms[i].name) == n && g_ascii_strncasecmp(mechanisms[i].name, text, n) == 0)
			return &mechanisms[i];
	return NULL;
}

static bool
parse_mechanism(struct region *region, const char *text, struct spf_term *t)
{
	const size_t n = strcspn(text, ":/");
	const struct mechanism *m = find_mechanism(text, n);
	const char *rest = text + n;

	if (m == NULL)
		return false;
	t->kind = m->kind;
	t->prefix4 = 32;
	t->prefix6 = 128;
	if (t->kind == SPF_IP4 || t->kind == SPF_IP6)
		return *rest == ':' && parse_network(rest + 1, t);
	if (*rest == ':') {
		/* Only behind the last macro can a slash begin a length. */
		const char *domain = rest + 1, *macro = strrchr(domain, '}'), *slash = strchr(macro != NULL ? macro : domain, '/');

		if (!m->lengths)
			slash = NULL;
		rest = slash != NULL ? slash : domain + strlen(domain);
		if (!m->domain || rest == domain || !parse_domain(region, domain, (size_t)(rest - domain), t))
			return false;
	} else if (m->needed) {
		return false;
	}
	return *rest == '\0' || (m->lengths && parse_lengths(rest, t));
}

/* name "=" value (6): redirect and exp are known, others are to be left alone. */
static bool
parse_modifier(struct region *region, const char *text, const char *equals, struct spf_term *t)
{
	const size_t n = (size_t)(equals - text);

	for (size_t i = 0; i < n; i++)
		if (i == 0 ? !g_ascii_isalpha(text[i]) : !g_ascii_isalnum(text[i]) && strchr("-_.", text[i]) == NULL)
			return false;
	t->kind = SPF_OTHER;
	if (n == strlen("redirect") && g_ascii_strncasecmp(text, "redirect", n) == 0)
		t->kind = SPF_REDIRECT;
	else if (n != strlen("exp") || g_ascii_strncasecmp(text, "exp", n) != 0)
		return true;
	return equals[1] != '\0' && parse_domain(region, equals + 1, strlen(equals + 1), t);
}

static bool
parse_term(struct region *region, const char *text, struct spf_term *t)
{
	const size_t word = strcspn(text, ":/=");

	*t = (struct spf_term){ .qualifier = '+', .text = region_strdup(region, text) };
	if (text[word] == '=' && word > 0)
		return parse_modifier(region, text, text + word, t);
	if (*text != '\0' && strchr("+-~?", *text) != NULL)
		t->qualifier = *text++;
	return parse_mechanism(region, text, t);
}

void
spf_parse(struct region *region, const char *text, struct spf_record *r)
{
	char **words = g_strsplit(text + strlen("v=spf1"), " ", -1);
	bool redirect = false;

	r->terms = g_array_new(FALSE, FALSE, sizeof(struct spf_term));
	r->fault = NULL;
	for (size_t i = 0; words[i] != NULL; i++) {
		struct spf_term t;

		if (*words[i] == '\0')
			continue;
		if (!parse_term(region, words[i], &t) || (t.kind == SPF_REDIRECT && redirect)) {
			if (r->fault == NULL)
				r->fault = t.text;
			continue;
		}
		redirect = redirect || t.kind == SPF_REDIRECT;
		g_array_append_val(r->terms, t);
	}
	g_strfreev(words);
}

void
spf_record_clear(struct spf_record *r)
{
	if (r->terms != NULL)
		g_array_unref(r->terms);
	r->terms = NULL;
}

void
spf_names(struct region *region, const char *text, void (*call)(const char *, void *), void *closure)
{
	struct spf_record r;
	unsigned n = 0;

	if (!spf_is_record(text))
		return;
	spf_parse(region, text, &r);
	for (guint i = 0; i < r.terms->len && n < NAMES_MAX; i++) {
		const struct spf_term *t = &g_array_index(r.terms, struct spf_term, i);

		if (t->name != NULL && t->kind != SPF_OTHER) {
			call(t->name, closure);
			n++;
		}
	}
	spf_record_clear(&r);
}

/* ---- the policy of a domain ---- */

void
spf_policy_of(const struct facts *facts, const char *domain, struct spf_policy *p)
{
	p->answer = dns_lookup(facts, domain, TYPE_TXT, true);
	p->texts = g_ptr_array_new();
	p->record = (struct spf_record){ NULL, NULL };
	p->reason = p->answer.outcome == DNS_UNKNOWN ? p->answer.reason : p->answer.outside ? "zone-not-supplied" : NULL;
	for (guint i = 0; i < p->answer.records->len; i++) {
		struct record *r = g_ptr_array_index(p->answer.records, i);

		if (r->type == TYPE_TXT && r->evaluable && spf_is_record(r->text))
			g_ptr_array_add(p->texts, r);
	}
	if (p->reason != NULL)
		p->state = SPF_UNKNOWN;
	else
		p->state = p->texts->len == 0 ? SPF_NONE : p->texts->len == 1 ? SPF_FOUND : SPF_SEVERAL;
	if (p->state == SPF_FOUND)
		spf_parse(facts->region, ((const struct record *)g_ptr_array_index(p->texts, 0))->text, &p->record);
	else
		p->record.terms = g_array_new(FALSE, FALSE, sizeof(struct spf_term));
}

void
spf_policy_clear(struct spf_policy *p)
{
	dns_answer_clear(&p->answer);
	g_ptr_array_unref(p->texts);
	spf_record_clear(&p->record);
}

const char *
spf_service_cloud(const char *name)
{
	static const char *const policies[][2] = {
		{ "spf.protection.outlook.com", "mail.onmicrosoft.com" },
		{ "spf.protection.partner.outlook.cn", "mail.partner.onmschina.cn" },
		{ "spf.protection.office365.us", "mail.onmicrosoft.us" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(policies); i++)
		if (strcmp(name, policies[i][0]) == 0)
			return policies[i][1];
	return NULL;
}

const struct spf_term *
spf_redirect(const struct spf_record *r)
{
	const struct spf_term *redirect = NULL;

	for (guint i = 0; i < r->terms->len; i++) {
		const struct spf_term *t = &g_array_index(r->terms, struct spf_term, i);

		if (t->kind == SPF_ALL)
			return NULL;
		if (t->kind == SPF_REDIRECT)
			redirect = t;
	}
	return redirect;
}
