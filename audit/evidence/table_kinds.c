/* The words of tables: what columns, types of rows and classes are called, and which columns make which kind. */
#include "table_kinds.h"

#include <string.h>

bool
same_word(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " _-");
		b += strspn(b, " _-");
		if (g_ascii_tolower(*a) != g_ascii_tolower(*b))
			return false;
		if (*a == '\0')
			return true;
	}
}

static const struct alias {
	enum kind kind;
	int property;
	const char *names[5];
	bool sheet;                     /* only where the row is told to be of the kind */
} aliases[] = {
	{ KIND_ACCEPTED_DOMAIN, AD_DOMAIN_NAME, { "Domain", "SmtpDomain", NULL }, false },
	{ KIND_ACCEPTED_DOMAIN, AD_DOMAIN_NAME, { "Name", NULL }, true },
	{ KIND_CLOUD_ACCEPTED_DOMAIN, AD_DOMAIN_NAME, { "Domain", "SmtpDomain", NULL }, false },
	{ KIND_RECEIVE_CONNECTOR, RC_IDENTITY, { "Connector", "ConnectorName", "Name", NULL }, false },
	{ KIND_RECEIVE_CONNECTOR, RC_SERVER, { "ServerName", "ExchangeServer", NULL }, false },
	{ KIND_RECEIVE_CONNECTOR, RC_REMOTE_IP_RANGES, { "RemoteIPs", "RemoteIP", "RemoteRanges", "IPRanges", NULL }, false },
	{ KIND_RECEIVE_CONNECTOR, RC_BINDINGS, { "Binding", "LocalBindings", NULL }, false },
	{ KIND_RECEIVE_CONNECTOR, RC_FQDN, { "HeloName", "ConnectorFqdn", NULL }, false },
	{ KIND_SEND_CONNECTOR, SC_NAME, { "Connector", "ConnectorName", "Identity", NULL }, false },
	{ KIND_SEND_CONNECTOR, SC_FQDN, { "HeloName", "ConnectorFqdn", NULL }, false },
	{ KIND_INBOUND_CONNECTOR, EIC_NAME, { "Connector", "ConnectorName", "Identity", NULL }, false },
	{ KIND_OUTBOUND_CONNECTOR, EOC_NAME, { "Connector", "ConnectorName", "Identity", NULL }, false },
	{ KIND_SERVER, SRV_NAME, { "Server", "ServerName", "ExchangeServer", NULL }, false },
	{ KIND_SERVER, SRV_EX_SETUP_VERSION, { "FileVersion", "ExSetupFileVersion", NULL }, false },
	{ KIND_SERVER, SRV_ADMIN_DISPLAY_VERSION, { "Version", NULL }, false },
	{ KIND_EXCHANGE_CERTIFICATE, CSRV_SERVER, { "ServerName", "ExchangeServer", NULL }, false },
	{ KIND_EXCHANGE_CERTIFICATE, CSRV_SERVICES, { "Service", NULL }, true },
	{ KIND_EWS_DIRECTORY, VD_IDENTITY, { "Name", NULL }, false },
	{ KIND_AUTODISCOVER_DIRECTORY, VD_IDENTITY, { "Name", NULL }, false },
	{ KIND_AUTH_SERVER, AUTHS_TYPE, { "AuthServerType", NULL }, true },
	{ KIND_LOAD_BALANCER, LB_SERVICE, { "Name", "Protocol", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_VIP, { "VirtualIp", "VirtualAddress", "Address", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_PORT, { "ServicePort", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_SOURCE_NAT, { "Snat", "NatMode", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_SNAT_ADDRESSES, { "SnatPool", "SnatIp", "SelfIp", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_MEMBERS, { "RealServers", "Servers", "Nodes", "PoolMembers", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_TLS_TERMINATION, { "SslOffload", "TlsOffload", "SslBridging", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_PRE_AUTH, { "PreAuthentication", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_PUBLISHED_FQDN, { "PublicName", NULL }, false },
	{ KIND_LOAD_BALANCER, LB_PUBLIC_IP, { "ExternalIp", NULL }, false },
};

int
column_property(enum kind kind, const char *column, bool sheet)
{
	int property = kind_property(kind, column);

	for (size_t i = 0; property < 0 && i < G_N_ELEMENTS(aliases); i++)
		for (size_t k = 0; aliases[i].kind == kind && (sheet || !aliases[i].sheet) && aliases[i].names[k] != NULL; k++)
			if (same_word(aliases[i].names[k], column))
				property = aliases[i].property;
	return property;
}

int
kind_of_type(const char *word)
{
	static const struct { const char *word; enum kind kind; } words[] = {
		{ "Domain", KIND_ACCEPTED_DOMAIN }, { "ReceiveConnector", KIND_RECEIVE_CONNECTOR }, { "SendConnector", KIND_SEND_CONNECTOR },
		{ "InboundConnector", KIND_INBOUND_CONNECTOR }, { "OutboundConnector", KIND_OUTBOUND_CONNECTOR },
		{ "HybridConfiguration", KIND_HYBRID_CONFIGURATION }, { "Server", KIND_SERVER }, { "Certificate", KIND_EXCHANGE_CERTIFICATE },
		{ "LoadBalancer", KIND_LOAD_BALANCER },
	};

	const int named = kind_named(word);

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (same_word(words[i].word, word))
			return (int)words[i].kind;
	return named >= 0 && named != KIND_COLLECTOR ? named : NO_KIND;
}

bool
is_domain_type(const char *word)
{
	static const char *const words[] = { "Authoritative", "InternalRelay", "ExternalRelay" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(words[i], word) == 0)
			return true;
	return false;
}

/* As same_word() compares: lower case, without blanks, '_' and '-'. */
static char *
fold(const char *word)
{
	char *folded = g_ascii_strdown(word, -1), *to = folded;

	for (const char *p = folded; *p != '\0'; p++)
		if (strchr(" _-", *p) == NULL)
			*to++ = *p;
	*to = '\0';
	return folded;
}

GHashTable *
column_names_new(void)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	g_hash_table_add(names, fold("Type"));
	for (int k = 0; k < KIND_COUNT; k++)
		for (unsigned i = 0; i < kinds[k].count; i++)
			g_hash_table_add(names, fold(kinds[k].properties[i].name));
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++)
		for (size_t k = 0; aliases[i].names[k] != NULL; k++)
			g_hash_table_add(names, fold(aliases[i].names[k]));
	return names;
}

bool
column_names_have(GHashTable *names, const char *column)
{
	char *folded = fold(column);
	const bool found = g_hash_table_contains(names, folded);

	g_free(folded);
	return found;
}

bool
column_spare(const char *column)
{
	static const char *const words[] = {
		"Comment", "Comments", "Note", "Remark", "Remarks", "Description", "No", "Nr", "PSComputerName", "RunspaceId", "PSShowComputerName",
		"CatchAllRecipientID", "AuthenticationType", "IsCoexistenceDomain", "PendingRemoval", "ServiceDiscoveryFqdn", "FrontendProxyEnabled",
		"RestrictDomainsToCertificate", "TreatMessagesAsInternal", "AutoDiscoverSiteScope",
		"ExternalAuthenticationMethods",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (same_word(words[i], column))
			return true;
	return false;
}

/* The first that fits. */
static const struct signature signatures[] = {
	{ { "ClassId2e4f51ef21dd47e99d3c952918aff9cd" }, NO_KIND, "format-table-export", NULL },
	{ { "RecordData", "RecordType" }, NO_KIND, "dns-record-export", NULL },
	{ { "RecordData", "HostName" }, NO_KIND, "dns-record-export", NULL },
	{ { "TargetDeliveryDomain", "DomainName" }, KIND_REMOTE_DOMAIN, NULL, NULL },
	{ { "TrustedMailOutboundEnabled", "DomainName" }, KIND_REMOTE_DOMAIN, NULL, NULL },
	{ { "OAuth2ClientProfileEnabled" }, UNWANTED, NULL, "OrganizationConfig" },
	{ { "EnabledEmailAddressTemplates", "Name" }, KIND_EMAIL_ADDRESS_POLICY, NULL, NULL },
	{ { "EnabledPrimarySMTPAddressTemplate", "Name" }, KIND_EMAIL_ADDRESS_POLICY, NULL, NULL },
	{ { "DiscoveryEndpoint", "Name" }, KIND_INTRA_ORGANIZATION_CONNECTOR, NULL, NULL },
	{ { "CreateTime", "Site" }, KIND_EDGE_SUBSCRIPTION, NULL, NULL },
	{ { "LastSynchronizedUtc", "Name" }, KIND_EDGE_SUBSCRIPTION, NULL, NULL },
	{ { "CurrentCertificateThumbprint" }, KIND_AUTH_CONFIG, NULL, NULL },
	{ { "ApplicationIdentifier", "Name" }, KIND_AUTH_SERVER, NULL, NULL },
	{ { "ComponentName", "SectionName" }, KIND_SETTING_OVERRIDE, NULL, NULL },
	{ { "Kind", "Count" }, KIND_COLLECTOR, NULL, NULL },
	{ { "RemoteIPRanges", "Bindings" }, KIND_RECEIVE_CONNECTOR, NULL, NULL },
	{ { "RemoteIPRanges", "Identity" }, KIND_RECEIVE_CONNECTOR, NULL, NULL },
	{ { "RemoteIPRanges", "Server" }, KIND_RECEIVE_CONNECTOR, NULL, NULL },
	{ { "AddressSpaces", "Name" }, KIND_SEND_CONNECTOR, NULL, NULL },
	{ { "SenderDomains", "Name" }, KIND_INBOUND_CONNECTOR, NULL, NULL },
	{ { "TlsSenderCertificateName", "Name" }, KIND_INBOUND_CONNECTOR, NULL, NULL },
	{ { "RecipientDomains", "Name" }, KIND_OUTBOUND_CONNECTOR, NULL, NULL },
	{ { "Domains", "Features" }, KIND_HYBRID_CONFIGURATION, NULL, NULL },
	{ { "Domains", "OnPremisesSmartHost" }, KIND_HYBRID_CONFIGURATION, NULL, NULL },
	{ { "ReceivingTransportServers", "Features" }, KIND_HYBRID_CONFIGURATION, NULL, NULL },
	{ { "TransportServers", "Features" }, KIND_HYBRID_CONFIGURATION, NULL, NULL },
	{ { "Thumbprint", "Services" }, KIND_EXCHANGE_CERTIFICATE, NULL, NULL },
	{ { "AdminDisplayVersion", "ServerRole" }, KIND_SERVER, NULL, NULL },
	{ { "AdminDisplayVersion", "Edition" }, KIND_SERVER, NULL, NULL },
	{ { "ExSetupVersion", "Name" }, KIND_SERVER, NULL, NULL },
	{ { "Vip", "SourceNat" }, KIND_LOAD_BALANCER, NULL, NULL },
	{ { "Vip", "Members" }, KIND_LOAD_BALANCER, NULL, NULL },
	{ { "Service", "Vip" }, KIND_LOAD_BALANCER, NULL, NULL },
	{ { "ExternalUrl", "Identity" }, KIND_EWS_DIRECTORY, NULL, NULL },
	{ { "ExternalUrl", "Server" }, KIND_EWS_DIRECTORY, NULL, NULL },
	{ { "AutoDiscoverServiceInternalUri", "Name" }, KIND_CLIENT_ACCESS, NULL, NULL },
	{ { "TargetSharingEpr", "Name" }, KIND_ORGANIZATION_RELATIONSHIP, NULL, NULL },
	{ { "TargetAutodiscoverEpr", "Name" }, KIND_ORGANIZATION_RELATIONSHIP, NULL, NULL },
	{ { "RemoteServer", "EndpointType" }, KIND_MIGRATION_ENDPOINT, NULL, NULL },
	{ { "DomainName", "DomainType" }, KIND_ACCEPTED_DOMAIN, NULL, NULL },
	{ { "DomainName" }, KIND_ACCEPTED_DOMAIN, NULL, NULL },
};

/* Is the column there, by its printed name or by an alias that the kind knows? */
static bool
has_column(char *const *columns, size_t n, int kind, const char *name)
{
	const int wanted = kind >= 0 ? kind_property((enum kind)kind, name) : -1;

	for (size_t i = 0; i < n; i++)
		if (same_word(columns[i], name) || (wanted >= 0 && column_property((enum kind)kind, columns[i], false) == wanted))
			return true;
	return false;
}

const struct signature *
find_signature(char *const *columns, size_t n)
{
	for (size_t i = 0; i < G_N_ELEMENTS(signatures); i++) {
		const struct signature *s = &signatures[i];
		bool all = true;

		for (size_t k = 0; k < G_N_ELEMENTS(s->names) && s->names[k] != NULL; k++)
			all = all && has_column(columns, n, s->kind, s->names[k]);
		if (all)
			return s;
	}
	return NULL;
}

int
kind_of_class(const char *class)
{
	static const struct { const char *end; int kind; } classes[] = {
		{ "AcceptedDomain", KIND_ACCEPTED_DOMAIN }, { "ReceiveConnector", KIND_RECEIVE_CONNECTOR },
		{ "InboundConnector", KIND_INBOUND_CONNECTOR }, { "OutboundConnector", KIND_OUTBOUND_CONNECTOR },
		{ "SmtpSendConnectorConfig", KIND_SEND_CONNECTOR }, { "SendConnector", KIND_SEND_CONNECTOR },
		{ "HybridConfiguration", KIND_HYBRID_CONFIGURATION }, { "ExchangeServer", KIND_SERVER },
		{ "ExchangeCertificate", KIND_EXCHANGE_CERTIFICATE }, { "WebServicesVirtualDirectory", KIND_EWS_DIRECTORY },
		{ "AutodiscoverVirtualDirectory", KIND_AUTODISCOVER_DIRECTORY }, { "ClientAccessServer", KIND_CLIENT_ACCESS },
		{ "ClientAccessService", KIND_CLIENT_ACCESS },
		{ "OrganizationRelationship", KIND_ORGANIZATION_RELATIONSHIP }, { "MigrationEndpoint", KIND_MIGRATION_ENDPOINT },
		{ "DomainContentConfig", KIND_REMOTE_DOMAIN }, { "RemoteDomain", KIND_REMOTE_DOMAIN },
		{ "IntraOrganizationConnector", KIND_INTRA_ORGANIZATION_CONNECTOR }, { "EmailAddressPolicy", KIND_EMAIL_ADDRESS_POLICY },
		{ "EdgeSubscription", KIND_EDGE_SUBSCRIPTION },
		{ "EdgeSubscriptionStatus", KIND_EDGE_SUBSCRIPTION }, { "AuthConfig", KIND_AUTH_CONFIG }, { "AuthServer", KIND_AUTH_SERVER },
		{ "SettingOverride", KIND_SETTING_OVERRIDE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		if (g_str_has_suffix(class, classes[i].end))
			return classes[i].kind;
	return strstr(class, "Microsoft.Exchange.") != NULL ? UNWANTED : NO_KIND;
}

/* Classes that both sides have. */
static const struct { enum kind here, cloud; } twins[] = {
	{ KIND_ACCEPTED_DOMAIN, KIND_CLOUD_ACCEPTED_DOMAIN }, { KIND_REMOTE_DOMAIN, KIND_CLOUD_REMOTE_DOMAIN },
	{ KIND_ORGANIZATION_RELATIONSHIP, KIND_CLOUD_ORGANIZATION_RELATIONSHIP },
	{ KIND_INTRA_ORGANIZATION_CONNECTOR, KIND_CLOUD_INTRA_ORGANIZATION_CONNECTOR },
};

int
kind_in_cloud(int kind)
{
	if (kind == KIND_EMAIL_ADDRESS_POLICY)
		return UNWANTED;        /* there it is about groups only */
	for (size_t i = 0; i < G_N_ELEMENTS(twins); i++)
		if ((int)twins[i].here == kind)
			return (int)twins[i].cloud;
	return kind;
}

bool
kind_of_cloud(int kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(twins); i++)
		if ((int)twins[i].cloud == kind)
			return true;
	return kind == KIND_INBOUND_CONNECTOR || kind == KIND_OUTBOUND_CONNECTOR || kind == KIND_MIGRATION_ENDPOINT;
}
