#ifndef FACTS_OBJECT_H
#define FACTS_OBJECT_H

#include <glib.h>
#include <stdbool.h>

#include "region.h"
#include "value.h"

/*
 * The configuration objects that exports hold.  A kind says which side it is
 * from where both sides have the class.  The order is the order of the tables
 * in object.c; the property enums below index struct object's values.
 */
enum kind {
	KIND_ACCEPTED_DOMAIN,           /* on-premises Get-AcceptedDomain, domains.csv */
	KIND_CLOUD_ACCEPTED_DOMAIN,     /* Exchange Online */
	KIND_RECEIVE_CONNECTOR,
	KIND_SEND_CONNECTOR,
	KIND_INBOUND_CONNECTOR,         /* Exchange Online (or FOPE): from on-premises to the cloud */
	KIND_OUTBOUND_CONNECTOR,        /* Exchange Online (or FOPE): from the cloud to on-premises */
	KIND_HYBRID_CONFIGURATION,
	KIND_SERVER,                    /* Get-ExchangeServer, with ExSetup.exe's file version */
	KIND_EXCHANGE_CERTIFICATE,      /* Get-ExchangeCertificate: one row per certificate and server */
	KIND_LOAD_BALANCER,
	KIND_EWS_DIRECTORY,             /* Get-WebServicesVirtualDirectory */
	KIND_AUTODISCOVER_DIRECTORY,
	KIND_CLIENT_ACCESS,             /* Get-ClientAccessService */
	KIND_ORGANIZATION_RELATIONSHIP, /* on-premises */
	KIND_CLOUD_ORGANIZATION_RELATIONSHIP,
	KIND_MIGRATION_ENDPOINT,
	KIND_REMOTE_DOMAIN,             /* on-premises Get-RemoteDomain */
	KIND_CLOUD_REMOTE_DOMAIN,       /* Exchange Online */
	KIND_INTRA_ORGANIZATION_CONNECTOR, /* on-premises */
	KIND_CLOUD_INTRA_ORGANIZATION_CONNECTOR,
	KIND_EMAIL_ADDRESS_POLICY,
	KIND_EDGE_SUBSCRIPTION,         /* Get-EdgeSubscription, with what Test-EdgeSynchronization tells */
	KIND_AUTH_CONFIG,
	KIND_AUTH_SERVER,
	KIND_SETTING_OVERRIDE,
	KIND_COLLECTOR,                 /* a row of _collector.csv: Kind, Count, CollectedUtc */
	KIND_COUNT
};

enum { AD_DOMAIN_NAME, AD_DOMAIN_TYPE, AD_NAME, AD_DEFAULT, AD_MATCH_SUB_DOMAINS, AD_INITIAL_DOMAIN, AD_COUNT };
enum {
	RC_IDENTITY, RC_SERVER, RC_ENABLED, RC_TRANSPORT_ROLE, RC_FQDN, RC_BINDINGS, RC_REMOTE_IP_RANGES,
	RC_TLS_CERTIFICATE_NAME, RC_TLS_DOMAIN_CAPABILITIES, RC_AUTH_MECHANISM, RC_PERMISSION_GROUPS, RC_REQUIRE_TLS, RC_COUNT
};
enum {
	SC_NAME, SC_ENABLED, SC_ADDRESS_SPACES, SC_SMART_HOSTS, SC_DNS_ROUTING_ENABLED, SC_TLS_AUTH_LEVEL, SC_TLS_DOMAIN,
	SC_TLS_CERTIFICATE_NAME, SC_REQUIRE_TLS, SC_CLOUD_SERVICES_MAIL_ENABLED, SC_FQDN, SC_SOURCE_TRANSPORT_SERVERS,
	SC_IGNORE_STARTTLS, SC_IS_COEXISTENCE_CONNECTOR, SC_DOMAIN_SECURE_ENABLED, SC_COUNT
};
enum {
	EIC_NAME, EIC_ENABLED, EIC_CONNECTOR_TYPE, EIC_CONNECTOR_SOURCE, EIC_SENDER_DOMAINS, EIC_SENDER_IP_ADDRESSES,
	EIC_REQUIRE_TLS, EIC_TLS_SENDER_CERTIFICATE_NAME, EIC_CLOUD_SERVICES_MAIL_ENABLED,
	EIC_RESTRICT_DOMAINS_TO_IP_ADDRESSES, EIC_COUNT
};
enum {
	EOC_NAME, EOC_ENABLED, EOC_CONNECTOR_TYPE, EOC_CONNECTOR_SOURCE, EOC_RECIPIENT_DOMAINS, EOC_SMART_HOSTS, EOC_USE_MX_RECORD,
	EOC_TLS_SETTINGS, EOC_TLS_DOMAIN, EOC_ROUTE_ALL_MESSAGES_VIA_ON_PREMISES, EOC_ALL_ACCEPTED_DOMAINS,
	EOC_CLOUD_SERVICES_MAIL_ENABLED, EOC_IS_TRANSPORT_RULE_SCOPED, EOC_IS_VALIDATED, EOC_COUNT
};
enum {
	HC_DOMAINS, HC_CLIENT_ACCESS_SERVERS, HC_TRANSPORT_SERVERS, HC_RECEIVING_TRANSPORT_SERVERS, HC_SENDING_TRANSPORT_SERVERS,
	HC_EDGE_TRANSPORT_SERVERS, HC_ON_PREMISES_SMART_HOST, HC_EXTERNAL_IP_ADDRESSES, HC_FEATURES, HC_TLS_CERTIFICATE_NAME,
	HC_SECURE_MAIL_CERTIFICATE_THUMBPRINT, HC_SERVICE_INSTANCE, HC_COUNT
};
enum {
	SRV_NAME, SRV_FQDN, SRV_ADMIN_DISPLAY_VERSION, SRV_EX_SETUP_VERSION, SRV_EDITION, SRV_SERVER_ROLE,
	SRV_IS_EXCHANGE_TRIAL_EDITION, SRV_IS_EXPIRED_EXCHANGE_TRIAL_EDITION, SRV_SITE, SRV_REMAINING_TRIAL_PERIOD, SRV_COUNT
};
enum {
	CSRV_SERVER, CSRV_THUMBPRINT, CSRV_SUBJECT, CSRV_ISSUER, CSRV_NOT_BEFORE, CSRV_NOT_AFTER, CSRV_SERVICES,
	CSRV_CERTIFICATE_DOMAINS, CSRV_ROOT_CA_TYPE, CSRV_STATUS, CSRV_HAS_PRIVATE_KEY, CSRV_IS_SELF_SIGNED,
	CSRV_SERIAL_NUMBER, CSRV_FRIENDLY_NAME, CSRV_PUBLIC_KEY_SIZE, CSRV_COUNT
};
enum {
	LB_SERVICE, LB_VIP, LB_PORT, LB_SOURCE_NAT, LB_SNAT_ADDRESSES, LB_MEMBERS, LB_TLS_TERMINATION, LB_PRE_AUTH,
	LB_PUBLISHED_FQDN, LB_PUBLIC_IP, LB_NOTES, LB_COUNT
};
enum {
	VD_IDENTITY, VD_SERVER, VD_INTERNAL_URL, VD_EXTERNAL_URL, VD_MRS_PROXY_ENABLED, VD_WS_SECURITY_AUTHENTICATION,
	VD_OAUTH_AUTHENTICATION, VD_WINDOWS_AUTHENTICATION, VD_COUNT
};
enum { CAS_NAME, CAS_FQDN, CAS_AUTO_DISCOVER_SERVICE_INTERNAL_URI, CAS_COUNT };
enum { ORG_NAME, ORG_DOMAIN_NAMES, ORG_TARGET_AUTODISCOVER_EPR, ORG_TARGET_SHARING_EPR, ORG_COUNT };
enum { EP_IDENTITY, EP_ENDPOINT_TYPE, EP_REMOTE_SERVER, EP_COUNT };
enum {
	RD_NAME, RD_DOMAIN_NAME, RD_TARGET_DELIVERY_DOMAIN, RD_IS_INTERNAL, RD_TRUSTED_MAIL_INBOUND_ENABLED,
	RD_TRUSTED_MAIL_OUTBOUND_ENABLED, RD_ALLOWED_OOF_TYPE, RD_AUTO_FORWARD_ENABLED, RD_TNEF_ENABLED, RD_COUNT
};
enum { IOC_NAME, IOC_ENABLED, IOC_TARGET_ADDRESS_DOMAINS, IOC_DISCOVERY_ENDPOINT, IOC_COUNT };
enum {
	EAP_NAME, EAP_PRIORITY, EAP_ENABLED_EMAIL_ADDRESS_TEMPLATES, EAP_ENABLED_PRIMARY_SMTP_ADDRESS_TEMPLATE,
	EAP_RECIPIENT_FILTER_TYPE, EAP_COUNT
};
enum { EDGE_NAME, EDGE_SITE, EDGE_CREATE_TIME, EDGE_SYNC_STATUS, EDGE_LAST_SYNCHRONIZED_UTC, EDGE_COUNT };
enum {
	AUTHC_SERVICE_NAME, AUTHC_CURRENT_CERTIFICATE_THUMBPRINT, AUTHC_PREVIOUS_CERTIFICATE_THUMBPRINT,
	AUTHC_NEXT_CERTIFICATE_THUMBPRINT, AUTHC_NEXT_CERTIFICATE_EFFECTIVE_DATE, AUTHC_COUNT
};
enum { AUTHS_NAME, AUTHS_ENABLED, AUTHS_TYPE, AUTHS_APPLICATION_IDENTIFIER, AUTHS_COUNT };
enum { SO_NAME, SO_COMPONENT_NAME, SO_SECTION_NAME, SO_PARAMETERS, SO_COUNT };
enum { COLLECTOR_KIND, COLLECTOR_COUNT_, COLLECTOR_COLLECTED_UTC, COLLECTOR_COMPUTER, COLLECTOR_PROPERTIES };

/* How the text of a cell becomes items (formats of multi-valued properties differ by property). */
enum grammar {
	GRAMMAR_SCALAR,
	GRAMMAR_BOOLEAN,        /* kept as "True" or "False"; another word is LOST, "unknown" not stated */
	GRAMMAR_LIST,           /* | newline {a, b} ; , and blanks for addresses and domains */
	GRAMMAR_SPACES,         /* AddressSpaces, SenderDomains: items hold ';' */
	GRAMMAR_CAPABILITIES,   /* TlsDomainCapabilities: items hold ',' */
	GRAMMAR_TEMPLATES,      /* e-mail address templates: an item begins with its "smtp:"; that of X.400 holds ';' and blanks */
	GRAMMAR_SETTINGS,       /* parameters of a setting override: an item begins with its "Name=" */
	GRAMMAR_FLAGS           /* enum flags: split at ',' */
};

struct property {
	const char *name;       /* as the cmdlet prints it */
	enum grammar grammar;
};

struct kind_info {
	const char *name;               /* "ReceiveConnector": the closed list of --evidence, and export names */
	const char *code;               /* "RC": input code of the rules' needs */
	const struct property *properties;
	unsigned count;
	int key[3];                     /* properties that identify an object; -1 ends */
};

extern const struct kind_info kinds[KIND_COUNT];

/* A property of a kind by its printed name: ASCII case, blanks, '_' and '-' ignored; -1 when there is none. */
int kind_property(enum kind, const char *name);

/* The kind that a word names as --evidence prints it ("ReceiveConnector", "EXO-AcceptedDomain"); -1 for another word. */
int kind_named(const char *word);

/* The kind of a row of _collector.csv: as kind_named(), and kinds that only the cloud has with or without "EXO-". */
int kind_counted(const char *word);

struct object {
	enum kind kind;
	const char *key;                /* joined key properties, lower case */
	struct place at;                /* first row that stated it */
	const struct value *values;     /* kinds[kind].count of them */
	size_t nsources;
	const struct place *sources;    /* every row merged into it, `at` included */
};

/* A field whose value differs between two exports (GEN-002). */
struct conflict {
	const struct object *object;
	int property;
	struct place first, second;
};

enum supply { NOT_SUPPLIED, SUPPLIED_EMPTY, SUPPLIED };

struct objects {
	GPtrArray *of[KIND_COUNT];      /* struct object *, in order of key */
	GPtrArray *conflicts;           /* struct conflict * */
	enum supply supply[KIND_COUNT];
	bool partial[KIND_COUNT];       /* a file of the kind was cut, partly read, or refused */
	GHashTable *index[KIND_COUNT];  /* key -> struct object *, while loading */
};

struct objects *objects_new(void);
void objects_free(struct objects *);

/* Takes one row.  values (count of the kind) and their strings must live in the region.
 * An object with the same key is merged field by field; differing values become CONFLICT. */
void objects_add(struct objects *, struct region *, enum kind, const struct value *values, struct place at);

/* States that an export of the kind was supplied (rows or not), or was not read whole. */
void objects_supplied(struct objects *, enum kind, bool empty);
void objects_partial(struct objects *, enum kind);

/* Sorts every kind by key and the conflicts by place; call once after reading. */
void objects_finish(struct objects *);

/* Only a complete kind can prove that an object is missing. */
bool objects_complete(const struct objects *, enum kind);

const struct value *object_get(const struct object *, int property);
const char *object_text(const struct object *, int property);   /* value_text() of it */

/* Objects of a kind: number and the i-th. */
size_t objects_count(const struct objects *, enum kind);
const struct object *objects_at(const struct objects *, enum kind, size_t i);
const struct object *objects_find(const struct objects *, enum kind, const char *key);  /* key in any case */

#endif
