/* Addresses, bindings, versions and dates: what the rules will not be able to read is named with its line. */
#include "table_values.h"

#include "../facts/date.h"

static bool
is_range(const char *text)
{
	struct range r;

	return range_parse(text, &r);
}

/* A balancer's address, or the word that there is none. */
static bool
is_range_or_none(const char *text)
{
	return g_ascii_strcasecmp(text, "none") == 0 || is_range(text);
}

static bool
is_binding(const char *text)
{
	struct address a;
	unsigned port;

	return binding_parse(text, &a, &port);
}

static bool
is_version(const char *text)
{
	struct version v;

	return version_parse(text, &v);
}

static bool
is_iso_date(const char *text)
{
	gint64 seconds;

	return date_parse(text, &seconds);
}

static const struct form {
	enum kind kind;
	int property;
	const char *code;
	bool (*takes)(const char *);
} forms[] = {
	{ KIND_RECEIVE_CONNECTOR, RC_REMOTE_IP_RANGES, "range-unclear", is_range },
	{ KIND_RECEIVE_CONNECTOR, RC_BINDINGS, "binding-unclear", is_binding },
	{ KIND_INBOUND_CONNECTOR, EIC_SENDER_IP_ADDRESSES, "range-unclear", is_range },
	{ KIND_HYBRID_CONFIGURATION, HC_EXTERNAL_IP_ADDRESSES, "range-unclear", is_range },
	{ KIND_LOAD_BALANCER, LB_VIP, "range-unclear", is_range_or_none },
	{ KIND_LOAD_BALANCER, LB_SNAT_ADDRESSES, "range-unclear", is_range },
	{ KIND_LOAD_BALANCER, LB_PUBLIC_IP, "range-unclear", is_range },
	{ KIND_SERVER, SRV_ADMIN_DISPLAY_VERSION, "version-unclear", is_version },
	{ KIND_SERVER, SRV_EX_SETUP_VERSION, "version-unclear", is_version },
	{ KIND_EXCHANGE_CERTIFICATE, CSRV_NOT_BEFORE, "date-format", is_iso_date },
	{ KIND_EXCHANGE_CERTIFICATE, CSRV_NOT_AFTER, "date-format", is_iso_date },
	{ KIND_EDGE_SUBSCRIPTION, EDGE_CREATE_TIME, "date-format", is_iso_date },
	{ KIND_EDGE_SUBSCRIPTION, EDGE_LAST_SYNCHRONIZED_UTC, "date-format", is_iso_date },
	{ KIND_AUTH_CONFIG, AUTHC_NEXT_CERTIFICATE_EFFECTIVE_DATE, "date-format", is_iso_date },
	{ KIND_COLLECTOR, COLLECTOR_COLLECTED_UTC, "date-format", is_iso_date },
};

const char *
value_unclear(enum kind kind, int property, const struct value *v, const char **code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		if (forms[i].kind != kind || forms[i].property != property)
			continue;
		*code = forms[i].code;
		for (size_t k = 0; value_shows_items(v) && k < v->n; k++)
			if (!forms[i].takes(v->items[k]))
				return v->items[k];
	}
	return NULL;
}
