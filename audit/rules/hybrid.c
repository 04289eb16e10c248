/* The hybrid configuration object. */
#include <string.h>

#include "certificates.h"
#include "connectors.h"
#include "hybrid.h"

/* ---- HYB-001 ---- */

/* The name by which the object is found in Exchange: its first key, but a remote domain's key is its domain. */
static const char *
name_of(const struct object *o)
{
	const bool remote = o->kind == KIND_REMOTE_DOMAIN || o->kind == KIND_CLOUD_REMOTE_DOMAIN;

	return object_text(o, remote ? RD_NAME : kinds[o->kind].key[0]);
}

static void
tell_wizard_objects(const struct facts *facts, struct finding *row)
{
	GPtrArray *objects = hybrid_wizard_objects(facts);

	for (guint i = 0; i < objects->len; i++) {
		const struct object *o = g_ptr_array_index(objects, i);

		finding_value(row, "objects", name_of(o));
		finding_at(row, o->at);
	}
	g_ptr_array_unref(objects);
}

static bool
stated_configured(const struct facts *facts)
{
	const char *state = settings_text(facts->settings, "hybrid", "state");

	return state != NULL && g_ascii_strcasecmp(state, "configured") == 0;
}

static void
judge_missing(const struct facts *facts, struct judge *j)
{
	if (facts->objects->partial[KIND_HYBRID_CONFIGURATION])
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "HC");
	else if (facts->objects->supply[KIND_HYBRID_CONFIGURATION] == NOT_SUPPLIED)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "input-missing", "HC");
	else if (!objects_complete(facts->objects, KIND_HYBRID_CONFIGURATION) || stated_configured(facts))
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "HC");
	else
		tell_wizard_objects(facts, judge_fail(j, SEVERITY_ERROR, ORGANISATION, "leftovers"));
}

static void
check_present(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	switch (h->state) {
	case HYBRID_UNKNOWN:
		judge_note(j, ORGANISATION, "no-hybrid-shown");
		break;
	case HYBRID_PLANNED:
		judge_note(j, ORGANISATION, "planned");
		break;
	case HYBRID_CONFIGURED:
	default:
		if (h->configuration != NULL)
			finding_at(judge_pass(j, SEVERITY_ERROR, ORGANISATION), h->configuration->at);
		else
			judge_missing(facts, j);
	}
}

/* ---- HYB-002 ---- */

static void
check_domains(const struct facts *facts, struct judge *j)
{
	const struct object *hc = facts->hybrid->configuration;
	const struct value *v = hc != NULL ? object_get(hc, HC_DOMAINS) : NULL;
	struct finding *row;

	if (v == NULL)
		return;
	switch (v->state) {
	case VALUE_EMPTY:
		row = judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "empty");
		break;
	case VALUE_STATED:
	case VALUE_TRUNCATED:
		row = judge_pass(j, SEVERITY_BLOCKER, ORGANISATION);
		break;
	case VALUE_NOT_STATED:
	case VALUE_LOST:
	case VALUE_CONFLICT:
	default:
		judge_value_unknown(j, SEVERITY_BLOCKER, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_DOMAINS);
		return;
	}
	finding_at(row, hc->at);
}

/* ---- HYB-004 ---- */

static void
judge_entry(struct judge *j, const struct domain_entry *e, GHashTable *seen)
{
	const char *subject = e->name != NULL ? e->name : e->text;
	struct finding *row;

	if (!g_hash_table_add(seen, (gpointer)(gsize)subject))
		return;
	row = e->malformed != NULL ? judge_fail(j, SEVERITY_ERROR, subject, e->malformed) : judge_pass(j, SEVERITY_ERROR, subject);
	finding_value(row, "entry", e->text);
	finding_at(row, e->at);
}

static void
check_entries(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);

	for (int malformed = 1; malformed >= 0; malformed--)
		for (guint i = 0; i < h->entries->len; i++) {
			const struct domain_entry *e = g_ptr_array_index(h->entries, i);

			if ((e->malformed != NULL) == malformed)
				judge_entry(j, e, seen);
		}
	g_hash_table_unref(seen);
	if (h->configuration != NULL && !value_known(object_get(h->configuration, HC_DOMAINS)))
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, object_get(h->configuration, HC_DOMAINS), KIND_HYBRID_CONFIGURATION,
		    HC_DOMAINS);
}

/* ---- HYB-009 ---- */

enum answer
hybrid_is_2010(const struct hybrid *h)
{
	switch (h->generation) {
	case HYBRID_2010:
		return ANSWER_YES;
	case HYBRID_2013_ON:
		return ANSWER_NO;
	case HYBRID_MIXED:
		for (guint i = 0; i < h->publishing.servers->len; i++)
			if (((const struct server *)g_ptr_array_index(h->publishing.servers, i))->era == HYBRID_2010)
				return ANSWER_YES;
		return ANSWER_NO;
	case HYBRID_GENERATION_UNKNOWN:
	default:
		return ANSWER_UNKNOWN;
	}
}

static struct finding *
judge_thumbprint(struct judge *j, enum answer old)
{
	if (old == ANSWER_UNKNOWN)
		return judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "generation-unknown", "SRV");
	return old == ANSWER_YES ? judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "thumbprint-of-2010") :
	    judge_fail(j, SEVERITY_ERROR, ORGANISATION, "thumbprint");
}

static struct finding *
judge_tag(const struct facts *facts, struct judge *j, const char *text)
{
	struct tag tag;

	switch (tag_form(facts->region, text, &tag)) {
	case TAG_WELL_FORMED:
		return judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	case TAG_WITHOUT_ISSUER:
		return judge_fail(j, SEVERITY_WARNING, ORGANISATION, "malformed");
	case TAG_MALFORMED:
	default:
		return judge_fail(j, SEVERITY_ERROR, ORGANISATION, "malformed");
	}
}

static struct finding *
judge_no_name(const struct facts *facts, struct judge *j, const struct value *v, enum answer old)
{
	const struct hybrid *h = facts->hybrid;

	if (old == ANSWER_YES)
		return judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "not-in-generation");
	if (v->state == VALUE_NOT_STATED)
		return judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_TLS_CERTIFICATE_NAME);
	if (old == ANSWER_UNKNOWN)
		return judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "generation-unknown", "SRV");
	if (h->secure_mail == ANSWER_UNKNOWN)
		return judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, object_get(h->configuration, HC_FEATURES), KIND_HYBRID_CONFIGURATION,
		    HC_FEATURES);
	return judge_fail(j, SEVERITY_ERROR, ORGANISATION, "empty");
}

static void
check_certificate_name(const struct facts *facts, struct judge *j)
{
	static const int properties[] = { HC_TLS_CERTIFICATE_NAME, HC_SECURE_MAIL_CERTIFICATE_THUMBPRINT };
	const struct hybrid *h = facts->hybrid;
	const enum answer old = hybrid_is_2010(h);
	const struct value *v = NULL;
	struct finding *row;

	if (h->configuration == NULL)
		return;
	if (h->secure_mail == ANSWER_NO) {
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "secure-mail-off");
		return;
	}
	/* Both properties show one attribute of the directory. */
	for (size_t i = 0; i < G_N_ELEMENTS(properties) && (v == NULL || v->state == VALUE_EMPTY || v->state == VALUE_NOT_STATED); i++)
		v = object_get(h->configuration, properties[i]);
	if (v->state == VALUE_EMPTY || v->state == VALUE_NOT_STATED)
		v = object_get(h->configuration, HC_TLS_CERTIFICATE_NAME);
	if (v->state == VALUE_STATED)
		row = thumbprint_normal(facts->region, value_text(v)) != NULL ? judge_thumbprint(j, old) : judge_tag(facts, j, value_text(v));
	else if (v->state == VALUE_EMPTY || v->state == VALUE_NOT_STATED)
		row = judge_no_name(facts, j, v, old);
	else
		row = judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_TLS_CERTIFICATE_NAME);
	finding_value(row, "name", value_text(v));
	finding_at(row, h->configuration->at);
}

static const struct rule rules[] = {
	{ "HYB-001", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_NO, "", "leftovers planned no-hybrid-shown", "objects", NULL, NULL,
	  check_present },
	{ "HYB-002", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_MADE, "HC", "empty", "", NULL, NULL, check_domains },
	{ "HYB-003", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_MADE, "HC", "tenant-form", "", NULL, NULL, check_tenant_entries },
	{ "HYB-004", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "HC", "comma blank dash-or-quote url-or-address dot label prefix", "entry",
	  NULL, NULL, check_entries },
	{ "HYB-005", SEVERITY_INFO, SUBJECT_DOMAIN, WIZARD_MADE, "HC", "repeated", "entries", NULL, NULL, check_repeated_entries },
	{ "HYB-006", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC", "empty address single-label malformed secure-mail-off", "name",
	  NULL, NULL, check_smart_host },
	{ "HYB-007", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC, ZONE-P",
	  "missing dangling loop ipv6-only zone-not-supplied delegated looks-internal view-unknown zone-incomplete record-not-evaluable "
	  "records-contradict secure-mail-off no-smart-host", "name addresses final", NULL, NULL, check_smart_host_resolves },
	{ "HYB-008", SEVERITY_WARNING, SUBJECT_ORGANISATION, WIZARD_MADE, "HC, CERT|CSRV",
	  "not-covered no-secure-mail-certificate no-outbound-connector secure-mail-off no-smart-host", "name certificate assumed", NULL, NULL,
	  check_smart_host_covered },
	{ "HYB-009", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC",
	  "empty malformed thumbprint generation-unknown thumbprint-of-2010 secure-mail-off", "name", NULL, NULL, check_certificate_name },
	{ "HYB-010", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_MADE, "HC, CERT|CSRV",
	  "no-match expired no-private-key no-secure-mail-certificate server-not-exported servers-assumed secure-mail-off",
	  "wanted certificates servers", NULL, NULL, check_hybrid_certificate },
	{ "HYB-011", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC",
	  "none no-sending no-receiving generation-unknown secure-mail-off", "servers", NULL, NULL, check_transport_servers },
	{ "HYB-012", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC", "both generation-unknown", "edge servers", NULL, NULL,
	  check_edge_alone },
	{ "HYB-014", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC", "legacy-values generation-unknown", "properties", NULL, NULL,
	  check_legacy_values },
	{ "HYB-015", SEVERITY_ERROR, SUBJECT_ADDRESS, WIZARD_MADE, "HC", "private-address ipv6 malformed generation-unknown empty", "", NULL,
	  NULL, check_external_addresses },
	{ "HYB-016", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_MADE, "HC, SRV", "old-server not-mixed generation-unknown", "property build", NULL,
	  NULL, check_old_server },
	{ "HYB-017", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_MADE, "HC, SRV", "not-listed deleted", "property", NULL, NULL,
	  check_known_servers },
	{ "HYB-020", SEVERITY_INFO, SUBJECT_ORGANISATION, WIZARD_MADE, "HC", "missing", "features", NULL, NULL, check_features },
};

const struct family hybrid_family = { "hybrid", rules, G_N_ELEMENTS(rules) };
