#include "wanted.h"

#include <string.h>

struct wanted {
	GHashTable *names;          /* char *, owned by the table */
	GHashTable *above;          /* name -> number of the newest wanted name at or below it */
	GPtrArray *order;           /* the names in the order in which they were added; the strings are the table's */
	GHashTable *files;          /* path -> struct wanted_file * */
};

struct wanted_file {
	size_t names;               /* how many names were wanted when it was read last */
	GPtrArray *apexes;
};

static void
file_free(gpointer data)
{
	struct wanted_file *f = data;

	g_ptr_array_unref(f->apexes);
	g_free(f);
}

struct wanted *
wanted_new(void)
{
	struct wanted *w = g_new0(struct wanted, 1);

	w->names = g_hash_table_new_full(name_hash, g_str_equal, g_free, NULL);
	w->above = g_hash_table_new_full(name_hash, g_str_equal, g_free, NULL);
	w->order = g_ptr_array_new();
	w->files = g_hash_table_new_full(name_hash, g_str_equal, g_free, file_free);
	return w;
}

void
wanted_free(struct wanted *w)
{
	if (w == NULL)
		return;
	g_ptr_array_unref(w->order);
	g_hash_table_unref(w->names);
	g_hash_table_unref(w->above);
	g_hash_table_unref(w->files);
	g_free(w);
}

void
wanted_add(struct wanted *w, const char *name)
{
	char *own;

	if (*name == '\0' || g_hash_table_contains(w->names, name))
		return;
	own = g_strdup(name);
	g_hash_table_add(w->names, own);
	g_ptr_array_add(w->order, own);
	for (const char *p = own; p != NULL; p = name_parent(p))
		g_hash_table_insert(w->above, g_strdup(p), GUINT_TO_POINTER(w->order->len));
}

bool
wanted_has(const struct wanted *w, const char *name)
{
	return g_hash_table_contains(w->names, name);
}

bool
wanted_is_above(const struct wanted *w, const char *name)
{
	return g_hash_table_contains(w->above, name);
}

size_t
wanted_count(const struct wanted *w)
{
	return g_hash_table_size(w->names);
}

const char *
wanted_at(const struct wanted *w, size_t i)
{
	return g_ptr_array_index(w->order, i);
}

bool
wanted_file_is_current(const struct wanted *w, const char *path)
{
	const struct wanted_file *f = g_hash_table_lookup(w->files, path);

	for (guint i = 0; f != NULL && i < f->apexes->len; i++)
		if (GPOINTER_TO_UINT(g_hash_table_lookup(w->above, g_ptr_array_index(f->apexes, i))) > f->names)
			return false;
	return f != NULL;
}

void
wanted_file_begin(struct wanted *w, const char *path)
{
	struct wanted_file *f = g_new0(struct wanted_file, 1);

	f->names = wanted_count(w);
	f->apexes = g_ptr_array_new_with_free_func(g_free);
	g_hash_table_insert(w->files, g_strdup(path), f);
}

bool
wanted_file_has_zones(const struct wanted *w, const char *path)
{
	const struct wanted_file *f = g_hash_table_lookup(w->files, path);

	return f != NULL && f->apexes->len > 0;
}

void
wanted_file_apex(struct wanted *w, const char *path, const char *apex)
{
	struct wanted_file *f = g_hash_table_lookup(w->files, path);

	g_ptr_array_add(f->apexes, g_strdup(apex));
}

/* A domain and the names that mail and Autodiscover ask for below it. */
static void
add_domain(struct wanted *w, const char *domain)
{
	static const char *const below[] = { "autodiscover", "_autodiscover._tcp", "mail", "hybrid", "smtp", "_dmarc",
		"selector1._domainkey", "selector2._domainkey", "_mta-sts", "mta-sts", "_smtp._tls" };

	wanted_add(w, domain);
	for (size_t i = 0; i < G_N_ELEMENTS(below); i++) {
		char *name = g_strdup_printf("%s.%s", below[i], domain);

		wanted_add(w, name);
		g_free(name);
	}
	/* A policy of the organisation's domain holds for those below it (RFC 7489, 6.6.3); which one that is the suffixes tell. */
	for (const char *p = name_parent(domain); p != NULL && strchr(p, '.') != NULL; p = name_parent(p)) {
		char *name = g_strconcat("_dmarc.", p, NULL);

		wanted_add(w, name);
		g_free(name);
	}
}

/* Any text that may be, or hold, a host name: "autod:contoso.com", "[10.1.1.1]", "*.contoso.com", a URL. */
static void
add_text(struct wanted *w, struct region *region, const char *text, bool domain)
{
	const char *colon = strchr(text, ':');
	char *name;

	if (strstr(text, "://") != NULL) {
		name = name_of_url(region, text);
	} else {
		if (colon != NULL && g_ascii_isalpha(text[0]))
			text = colon + 1;
		name = name_normal(region, text);
	}
	if (name == NULL || strchr(name, '.') == NULL)
		return;
	if (g_str_has_prefix(name, "*."))
		name += 2;
	if (domain)
		add_domain(w, name);
	else
		wanted_add(w, name);
}

static void
add_property(struct wanted *w, struct facts *facts, enum kind kind, int property, bool domain)
{
	for (size_t i = 0; i < objects_count(facts->objects, kind); i++) {
		const struct value *v = object_get(objects_at(facts->objects, kind, i), property);

		for (size_t k = 0; k < v->n; k++)
			add_text(w, facts->region, v->items[k], domain);
	}
}

/* CAA records are looked for from the name upwards (RFC 8659, 3); top-level domains are nobody's here. */
static void
add_climb(struct wanted *w, const char *name)
{
	for (const char *p = name_parent(name); p != NULL && name_labels(p) > 1; p = name_parent(p))
		wanted_add(w, p);
}

static void
add_certificates(struct wanted *w, struct facts *facts)
{
	for (guint i = 0; i < facts->certificates->all->len; i++) {
		const struct certificate *c = g_ptr_array_index(facts->certificates->all, i);

		for (size_t k = 0; k < c->nnames; k++)
			add_text(w, facts->region, c->names[k], false);
		for (size_t k = 0; k < c->nnames; k++)
			add_climb(w, c->names[k]);
		if (c->common_name != NULL)
			add_text(w, facts->region, c->common_name, false);
	}
}

void
wanted_collect(struct wanted *w, struct facts *facts)
{
	static const struct { enum kind kind; int property; bool domain; } rows[] = {
		{ KIND_ACCEPTED_DOMAIN, AD_DOMAIN_NAME, true }, { KIND_CLOUD_ACCEPTED_DOMAIN, AD_DOMAIN_NAME, true },
		{ KIND_HYBRID_CONFIGURATION, HC_DOMAINS, true }, { KIND_HYBRID_CONFIGURATION, HC_ON_PREMISES_SMART_HOST, false },
		{ KIND_RECEIVE_CONNECTOR, RC_FQDN, false }, { KIND_SEND_CONNECTOR, SC_FQDN, false },
		{ KIND_SEND_CONNECTOR, SC_SMART_HOSTS, false }, { KIND_OUTBOUND_CONNECTOR, EOC_SMART_HOSTS, false },
		{ KIND_OUTBOUND_CONNECTOR, EOC_TLS_DOMAIN, false }, { KIND_INBOUND_CONNECTOR, EIC_TLS_SENDER_CERTIFICATE_NAME, false },
		{ KIND_LOAD_BALANCER, LB_PUBLISHED_FQDN, false }, { KIND_EWS_DIRECTORY, VD_EXTERNAL_URL, false },
		{ KIND_EWS_DIRECTORY, VD_INTERNAL_URL, false }, { KIND_AUTODISCOVER_DIRECTORY, VD_EXTERNAL_URL, false },
		{ KIND_CLIENT_ACCESS, CAS_AUTO_DISCOVER_SERVICE_INTERNAL_URI, false },
		{ KIND_ORGANIZATION_RELATIONSHIP, ORG_TARGET_AUTODISCOVER_EPR, false },
		{ KIND_CLOUD_ORGANIZATION_RELATIONSHIP, ORG_TARGET_AUTODISCOVER_EPR, false },
		{ KIND_CLOUD_ORGANIZATION_RELATIONSHIP, ORG_TARGET_SHARING_EPR, false },
		{ KIND_INTRA_ORGANIZATION_CONNECTOR, IOC_DISCOVERY_ENDPOINT, false },
		{ KIND_CLOUD_INTRA_ORGANIZATION_CONNECTOR, IOC_DISCOVERY_ENDPOINT, false },
		{ KIND_MIGRATION_ENDPOINT, EP_REMOTE_SERVER, false },
	};
	static const char *const settings[][2] = { { "require", "names" }, { "gateways", "names" } };

	GPtrArray *domains = hybrid_domain_names(facts);   /* as D spells them: without quotation marks and prefix */

	for (guint i = 0; i < domains->len; i++)
		add_domain(w, g_ptr_array_index(domains, i));
	g_ptr_array_unref(domains);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		add_property(w, facts, rows[i].kind, rows[i].property, rows[i].domain);
	add_certificates(w, facts);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		const char *text = settings_text(facts->settings, settings[i][0], settings[i][1]);
		char **names = g_strsplit_set(text != NULL ? text : "", LIST_SEPARATORS, -1);

		for (size_t k = 0; names[k] != NULL; k++)
			add_text(w, facts->region, names[k], false);
		g_strfreev(names);
	}
}
