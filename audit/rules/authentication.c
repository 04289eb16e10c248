/* How the servers prove to Exchange Online who they are, and the other way round. */
#include <string.h>

#include "servers.h"

enum { SECONDS_OF_A_DAY = 86400, DAYS_LEFT = 60, DAY_SHARED_ENDS = 1761955200 };     /* 2025-11-01 */

/* Does a server that takes part run the generation, or a later one?  UNKNOWN: it may. */
static enum answer
any_since(const struct facts *facts, enum generation g)
{
	const struct hybrid *h = facts->hybrid;
	enum answer any = ANSWER_NO;
	unsigned n = 0;

	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);

		if (!s->in_transport && !s->in_publishing)
			continue;
		n++;
		any = answer_or(any, s->generation == GENERATION_UNKNOWN ? ANSWER_UNKNOWN : s->generation >= g ? ANSWER_YES : ANSWER_NO);
	}
	return n == 0 || h->transport.reason != NULL || h->publishing.reason != NULL ? answer_or(any, ANSWER_UNKNOWN) : any;
}

/* Rows for what has to be there first: older versions need nothing of it, whether it was exported or not, so the list of
 * servers stands in the place of each export in the rules' needs.  True when the rule cannot be judged. */
static bool
stands_back(const struct facts *facts, struct judge *j, enum severity severity, enum generation since, const char *const *needs)
{
	struct finding *row = NULL;

	if (any_since(facts, since) == ANSWER_NO) {
		judge_not_applicable(j, severity, ORGANISATION, "not-in-generation");
		return true;
	}
	for (; *needs != NULL; needs++) {
		if (input_supplied(facts, *needs))
			continue;
		if (row == NULL)
			row = judge_not_evaluated(j, severity, ORGANISATION, "input-missing", *needs);
		else
			finding_needs(row, *needs);
	}
	return row != NULL;
}

/* ---- AUTH-001 ---- */

struct presence { bool missing, unknown; };

/* Is the certificate on every server that has one?  Edge servers and those before 2013 have none. */
static struct presence
find_presence(const struct facts *facts, const char *thumbprint, struct finding *row)
{
	struct presence p = { false, false };

	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = g_ptr_array_index(facts->hybrid->servers, i);
		GPtrArray *bindings;
		bool found = false;

		if (s->edge || (s->generation != GENERATION_UNKNOWN && s->generation < GENERATION_2013))
			continue;
		bindings = bindings_of(facts, s->id);
		for (guint k = 0; k < bindings->len; k++) {
			const struct binding *b = g_ptr_array_index(bindings, k);

			found = found || strcmp(b->certificate->thumbprint, thumbprint) == 0;
		}
		if (!found && row != NULL)
			finding_value(row, "servers", s->name);
		/* One of an unknown version may be of those before 2013. */
		if (!found && bindings->len > 0 && s->era == HYBRID_2013_ON && objects_complete(facts->objects, KIND_EXCHANGE_CERTIFICATE))
			p.missing = true;
		else if (!found)
			p.unknown = true;
		g_ptr_array_unref(bindings);
	}
	return p;
}

static struct finding *
judge_auth_certificate(const struct facts *facts, struct judge *j, const char *thumbprint)
{
	const struct certificate *c = certificates_find(facts->certificates, thumbprint);
	const struct presence p = find_presence(facts, thumbprint, NULL);
	struct finding *row;

	if (c != NULL && c->not_after_known && c->not_after < facts->as_of)
		return judge_fail(j, SEVERITY_ERROR, thumbprint, "auth-expired");
	if (p.missing) {
		row = judge_fail(j, SEVERITY_ERROR, thumbprint, "not-on-servers");
		find_presence(facts, thumbprint, row);
		return row;
	}
	if (c != NULL && c->not_after_known && c->not_after < facts->as_of + (gint64)DAYS_LEFT * SECONDS_OF_A_DAY) {
		row = judge_fail(j, SEVERITY_WARNING, thumbprint, "auth-expires-soon");
		finding_number(row, "days", (guint64)((c->not_after - facts->as_of) / SECONDS_OF_A_DAY));
		return row;
	}
	if (p.unknown) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, thumbprint,
		    objects_complete(facts->objects, KIND_EXCHANGE_CERTIFICATE) ? "server-not-exported" : "not-complete", "CSRV");
		find_presence(facts, thumbprint, row);
		return row;
	}
	if (!objects_complete(facts->objects, KIND_SERVER))     /* another server may lack it */
		return judge_not_evaluated(j, SEVERITY_ERROR, thumbprint, "not-complete", "SRV");
	return c != NULL && c->not_after_known ? judge_pass(j, SEVERITY_ERROR, thumbprint) :
	    judge_not_evaluated(j, SEVERITY_ERROR, thumbprint, "not-stated", "CSRV");
}

/* 40 hexadecimal digits, as certificates have them: blanks and marks of copying are left out. */
static char *
clean_thumbprint(const char *text)
{
	GString *clean = g_string_new(NULL);

	for (; *text != '\0'; text++)
		if (g_ascii_isxdigit(*text))
			g_string_append_c(clean, g_ascii_toupper(*text));
	return g_string_free(clean, clean->len != 40);
}

static void
judge_current(const struct facts *facts, struct judge *j, const struct object *config)
{
	const struct value *current = object_get(config, AUTHC_CURRENT_CERTIFICATE_THUMBPRINT);
	char *thumbprint = value_text(current) != NULL ? clean_thumbprint(value_text(current)) : NULL;
	const struct certificate *c = thumbprint != NULL ? certificates_find(facts->certificates, thumbprint) : NULL;
	struct finding *row;

	if (!value_known(current))
		row = judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, current, KIND_AUTH_CONFIG, AUTHC_CURRENT_CERTIFICATE_THUMBPRINT);
	else if (value_text(current) == NULL)
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, "no-auth-certificate");
	else if (thumbprint == NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "value-lost", "AUTHC");
	else
		row = judge_auth_certificate(facts, j, thumbprint);
	if (c != NULL && c->not_after_known) {
		GDateTime *t = g_date_time_new_from_unix_utc(c->not_after);
		char *day = g_date_time_format(t, "%Y-%m-%d");

		finding_value(row, "until", day);
		g_free(day);
		g_date_time_unref(t);
	}
	finding_at(row, current->at);
	if (c != NULL)
		finding_at(row, c->at);
	g_free(thumbprint);
}

static void
check_auth_certificate(const struct facts *facts, struct judge *j)
{
	static const char *const needs[] = { "AUTHC", "CSRV", NULL };

	if (stands_back(facts, j, SEVERITY_ERROR, GENERATION_2013, needs))
		return;
	for (size_t i = 0; i < objects_count(facts->objects, KIND_AUTH_CONFIG); i++)
		judge_current(facts, j, objects_at(facts->objects, KIND_AUTH_CONFIG, i));
}

/* ---- AUTH-004, AUTH-005: authorization servers ---- */

static enum answer
is_of_cloud(const struct object *server, bool dedicated)
{
	static const char *const types[] = { "AzureAD", "MicrosoftACS" };
	const struct value *type = object_get(server, AUTHS_TYPE);
	enum answer answer = value_known(type) ? ANSWER_NO : ANSWER_UNKNOWN;

	for (size_t i = 0; i < (dedicated ? 1 : G_N_ELEMENTS(types)); i++)
		if (value_has(type, types[i]) == ANSWER_YES)
			answer = ANSWER_YES;
	/* Enabled is the default; only a word that is there says otherwise. */
	return answer_and(answer, object_get(server, AUTHS_ENABLED)->state == VALUE_NOT_STATED ? ANSWER_UNKNOWN :
	    value_true(object_get(server, AUTHS_ENABLED)));
}

/* The identifier of an application of the tenant's own; Exchange Online's is the one that all tenants share. */
static enum answer
has_own_application(const struct object *server)
{
	const struct value *id = object_get(server, AUTHS_APPLICATION_IDENTIFIER);

	if (!value_known(id))
		return ANSWER_UNKNOWN;
	return value_text(id) != NULL && g_ascii_strcasecmp(value_text(id), "00000002-0000-0ff1-ce00-000000000000") != 0 &&
	    g_regex_match_simple("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", value_text(id), G_REGEX_CASELESS, 0) ? ANSWER_YES : ANSWER_NO;
}

static enum answer
any_server(const struct facts *facts, bool dedicated)
{
	enum answer any = objects_complete(facts->objects, KIND_AUTH_SERVER) ? ANSWER_NO : ANSWER_UNKNOWN;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_AUTH_SERVER); i++) {
		const struct object *o = objects_at(facts->objects, KIND_AUTH_SERVER, i);

		any = answer_or(any, answer_and(is_of_cloud(o, dedicated), dedicated ? has_own_application(o) : ANSWER_YES));
	}
	return any;
}

static void
point_at_servers(const struct facts *facts, struct finding *row)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_AUTH_SERVER); i++) {
		const struct object *o = objects_at(facts->objects, KIND_AUTH_SERVER, i);

		finding_value(row, "servers", object_text(o, AUTHS_NAME));
		finding_at(row, o->at);
	}
}

static struct finding *
judge_servers_unknown(const struct facts *facts, struct judge *j, enum severity severity)
{
	return judge_not_evaluated(j, severity, ORGANISATION,
	    objects_complete(facts->objects, KIND_AUTH_SERVER) ? "not-stated" : "not-complete", "AUTHS");
}

static void
check_auth_server(const struct facts *facts, struct judge *j)
{
	static const char *const needs[] = { "AUTHS", NULL };
	enum answer any;

	if (free_busy_aside(facts, j, SEVERITY_WARNING))
		return;
	if (stands_back(facts, j, SEVERITY_WARNING, GENERATION_2013, needs))
		return;
	any = any_server(facts, false);
	point_at_servers(facts, any == ANSWER_YES ? judge_pass(j, SEVERITY_WARNING, ORGANISATION) :
	    any == ANSWER_NO ? judge_fail(j, SEVERITY_WARNING, ORGANISATION, "no-auth-server") :
	    judge_servers_unknown(facts, j, SEVERITY_WARNING));
}

/* ---- AUTH-005 ---- */

struct overrides {
	unsigned n;
	const struct object *one;
	bool open;                  /* one that may be it does not tell */
};

static struct overrides
find_overrides(const struct facts *facts)
{
	struct overrides o = { 0, NULL, !objects_complete(facts->objects, KIND_SETTING_OVERRIDE) };

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SETTING_OVERRIDE); i++) {
		const struct object *s = objects_at(facts->objects, KIND_SETTING_OVERRIDE, i);
		const enum answer it = answer_and(value_has(object_get(s, SO_COMPONENT_NAME), "Global"),
		    value_has(object_get(s, SO_SECTION_NAME), "ExchangeOnpremAsThirdPartyAppId"));

		o.open = o.open || it == ANSWER_UNKNOWN;
		if (it != ANSWER_YES)
			continue;
		o.n++;
		o.one = s;
	}
	return o;
}

static struct finding *
judge_dedicated(const struct facts *facts, struct judge *j, enum severity severity, const struct overrides *o)
{
	const enum answer server = any_server(facts, true);
	const struct value *parameters = o->one != NULL ? object_get(o->one, SO_PARAMETERS) : &value_none;

	if (o->n > 1)
		return judge_fail(j, severity, ORGANISATION, "several-overrides");
	if (o->n == 0 && !o->open)
		return judge_fail(j, severity, ORGANISATION, "no-override");
	if (o->n == 1 && value_has(parameters, "Enabled=true") == ANSWER_NO)
		return judge_fail(j, severity, ORGANISATION, "switched-off");
	if (server == ANSWER_NO)
		return judge_fail(j, severity, ORGANISATION, "no-application");
	if (o->open)
		return judge_not_evaluated(j, severity, ORGANISATION, "not-complete", "SO");
	if (!value_known(parameters))
		return judge_value_unknown(j, severity, ORGANISATION, parameters, KIND_SETTING_OVERRIDE, SO_PARAMETERS);
	return server == ANSWER_YES ? judge_pass(j, severity, ORGANISATION) : judge_servers_unknown(facts, j, severity);
}

static void
check_dedicated_app(const struct facts *facts, struct judge *j)
{
	static const char *const needs[] = { "SO", "AUTHS", NULL };
	const enum severity severity = facts->as_of < DAY_SHARED_ENDS ? SEVERITY_WARNING : SEVERITY_ERROR;
	struct overrides o;
	struct finding *row;

	if (free_busy_aside(facts, j, severity))
		return;
	if (stands_back(facts, j, severity, GENERATION_2016, needs))
		return;
	o = find_overrides(facts);
	row = judge_dedicated(facts, j, severity, &o);
	if (o.one != NULL)
		finding_at(row, o.one->at);
	point_at_servers(facts, row);
}

static const struct rule rules[] = {
	{ "AUTH-001", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "AUTHC|SRV, CSRV|SRV",
	  "auth-expired auth-expires-soon not-on-servers no-auth-certificate server-not-exported", "servers days until", NULL, NULL,
	  check_auth_certificate },
	{ "AUTH-004", SEVERITY_WARNING, SUBJECT_ORGANISATION, WIZARD_MADE, "AUTHS|SRV", "no-auth-server free-busy-off", "servers", NULL, NULL,
	  check_auth_server },
	{ "AUTH-005", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "SO|SRV, AUTHS|SRV",
	  "no-override several-overrides switched-off no-application free-busy-off", "servers", "2025-04-18", NULL, check_dedicated_app },
};

const struct family authentication_family = { "authentication", rules, G_N_ELEMENTS(rules) };
