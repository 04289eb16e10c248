/* What kind of object a table holds: by the #TYPE line, else by the signature of its column names. */
#include "table_kinds.h"

#include <string.h>

#include "csv_rows.h"

/* Column names and words compare without case, blanks, '_' and '-'. */
static bool
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

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (same_word(words[i].word, word))
			return (int)words[i].kind;
	return NO_KIND;
}

int
table_kind_named(const char *word)
{
	for (int k = 0; k < KIND_COUNT && *word != '\0'; k++)
		if (same_word(kinds[k].name, word))
			return k;
	return NO_KIND;
}

/* A table is of the kind when all names of a signature are among its columns (aliases count).  The first that fits. */
static const struct signature {
	const char *names[3];
	int kind;                       /* NO_KIND: known, and not wanted */
	const char *refused;
} signatures[] = {
	{ { "ClassId2e4f51ef21dd47e99d3c952918aff9cd" }, NO_KIND, "format-table-export" },
	{ { "RecordData", "RecordType" }, NO_KIND, "dns-record-export" },
	{ { "RecordData", "HostName" }, NO_KIND, "dns-record-export" },
	{ { "TargetDeliveryDomain" }, NO_KIND, NULL },                  /* Get-RemoteDomain */
	{ { "TrustedMailOutboundEnabled" }, NO_KIND, NULL },
	{ { "OAuth2ClientProfileEnabled" }, NO_KIND, NULL },            /* Get-OrganizationConfig */
	{ { "EnabledPrimarySMTPAddressTemplate" }, NO_KIND, NULL },     /* Get-EmailAddressPolicy */
	{ { "DiscoveryEndpoint" }, NO_KIND, NULL },                     /* Get-IntraOrganizationConnector */
	{ { "Kind", "Count" }, KIND_COLLECTOR, NULL },
	{ { "RemoteIPRanges", "Bindings" }, KIND_RECEIVE_CONNECTOR, NULL },
	{ { "RemoteIPRanges", "Identity" }, KIND_RECEIVE_CONNECTOR, NULL },
	{ { "RemoteIPRanges", "Server" }, KIND_RECEIVE_CONNECTOR, NULL },
	{ { "AddressSpaces", "Name" }, KIND_SEND_CONNECTOR, NULL },
	{ { "SenderDomains", "Name" }, KIND_INBOUND_CONNECTOR, NULL },
	{ { "TlsSenderCertificateName", "Name" }, KIND_INBOUND_CONNECTOR, NULL },
	{ { "RecipientDomains", "Name" }, KIND_OUTBOUND_CONNECTOR, NULL },
	{ { "Domains", "Features" }, KIND_HYBRID_CONFIGURATION, NULL },
	{ { "Domains", "OnPremisesSmartHost" }, KIND_HYBRID_CONFIGURATION, NULL },
	{ { "ReceivingTransportServers", "Features" }, KIND_HYBRID_CONFIGURATION, NULL },
	{ { "TransportServers", "Features" }, KIND_HYBRID_CONFIGURATION, NULL },
	{ { "Thumbprint", "Services" }, KIND_EXCHANGE_CERTIFICATE, NULL },
	{ { "AdminDisplayVersion", "ServerRole" }, KIND_SERVER, NULL },
	{ { "AdminDisplayVersion", "Edition" }, KIND_SERVER, NULL },
	{ { "ExSetupVersion", "Name" }, KIND_SERVER, NULL },
	{ { "Vip", "SourceNat" }, KIND_LOAD_BALANCER, NULL },
	{ { "Vip", "Members" }, KIND_LOAD_BALANCER, NULL },
	{ { "Service", "Vip" }, KIND_LOAD_BALANCER, NULL },
	{ { "ExternalUrl", "Identity" }, KIND_EWS_DIRECTORY, NULL },
	{ { "ExternalUrl", "Server" }, KIND_EWS_DIRECTORY, NULL },
	{ { "AutoDiscoverServiceInternalUri", "Name" }, KIND_CLIENT_ACCESS, NULL },
	{ { "TargetSharingEpr", "Name" }, KIND_ORGANIZATION_RELATIONSHIP, NULL },
	{ { "TargetAutodiscoverEpr", "Name" }, KIND_ORGANIZATION_RELATIONSHIP, NULL },
	{ { "RemoteServer", "EndpointType" }, KIND_MIGRATION_ENDPOINT, NULL },
	{ { "DomainName", "DomainType" }, KIND_ACCEPTED_DOMAIN, NULL },
	{ { "DomainName" }, KIND_ACCEPTED_DOMAIN, NULL },
};

static bool
has_column(const struct header *h, int kind, const char *name)
{
	for (size_t i = 0; i < h->n; i++) {
		if (same_word(h->columns[i], name))
			return true;
		if (kind >= 0) {
			int wanted = kind_property((enum kind)kind, name);

			if (wanted >= 0 && column_property((enum kind)kind, h->columns[i], false) == wanted)
				return true;
		}
	}
	return false;
}

static const struct signature *
find_signature(const struct header *h)
{
	for (size_t i = 0; i < G_N_ELEMENTS(signatures); i++) {
		const struct signature *s = &signatures[i];
		bool all = true;

		for (size_t k = 0; k < G_N_ELEMENTS(s->names) && s->names[k] != NULL; k++)
			all = all && has_column(h, s->kind, s->names[k]);
		if (all)
			return s;
	}
	return NULL;
}

/* ---- the header line ---- */

static void
take_columns(const struct row *row, void *closure)
{
	struct header *h = closure;

	if (h->columns != NULL)
		return;
	h->n = row->n;
	h->columns = g_new0(char *, row->n + 1);
	for (size_t i = 0; i < row->n; i++)
		h->columns[i] = g_strstrip(g_strdup(row->cells[i] != NULL ? row->cells[i] : ""));
}

static void
no_columns(unsigned line, const char *text, bool cut, void *closure)
{
	(void)line;
	(void)text;
	(void)cut;
	(void)closure;
}

/* How many columns some kind knows, and the signature they make. */
static size_t
count_known(const struct header *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		bool known = same_word(h->columns[i], "Type");

		for (int k = 0; k < KIND_COUNT && !known; k++)
			known = column_property((enum kind)k, h->columns[i], true) >= 0;
		n += known;
	}
	return n;
}

static void
split_by(struct header *h, const char *line, size_t size, char delimiter)
{
	struct rows_reader reader = { delimiter, 1, take_columns, no_columns, h };

	g_strfreev(h->columns);
	h->columns = NULL;
	h->n = 0;
	rows_read_csv(&reader, line, size);
	h->delimiter = delimiter;
}

/* "a","b": how Export-Csv of Windows PowerShell writes every name. */
static bool
all_quoted(const struct header *h, const char *line, size_t size)
{
	size_t quotes = 0;

	for (size_t i = 0; i < size; i++)
		quotes += line[i] == '"';
	return h->n > 0 && quotes >= 2 * h->n && line[0] == '"';
}

/* The delimiter is the one that makes known column names; two that are equally good leave the table unread. */
static void
choose_delimiter(struct header *h, const char *line, size_t size)
{
	static const char candidates[] = ",;\t|";
	size_t best = 0, columns = 0;
	char chosen = ',';
	bool tie = false;

	for (const char *c = candidates; *c != '\0'; c++) {
		size_t known;

		split_by(h, line, size, *c);
		known = count_known(h);
		if (known > best || (known == best && known > 0 && columns == 1 && h->n > 1)) {
			tie = known == best;
			best = known;
			columns = h->n;
			chosen = *c;
		} else if (known == best && known > 0 && h->n > 1) {
			tie = true;
		}
	}
	split_by(h, line, size, chosen);
	if (tie)
		h->refused = "delimiter-unclear";
}

static int
kind_of_class(const char *class)
{
	static const struct { const char *end; int kind; } classes[] = {
		{ "AcceptedDomain", KIND_ACCEPTED_DOMAIN }, { "ReceiveConnector", KIND_RECEIVE_CONNECTOR },
		{ "TenantInboundConnector", KIND_INBOUND_CONNECTOR }, { "TenantOutboundConnector", KIND_OUTBOUND_CONNECTOR },
		{ "SmtpSendConnectorConfig", KIND_SEND_CONNECTOR }, { "SendConnector", KIND_SEND_CONNECTOR },
		{ "HybridConfiguration", KIND_HYBRID_CONFIGURATION }, { "ExchangeServer", KIND_SERVER },
		{ "ExchangeCertificate", KIND_EXCHANGE_CERTIFICATE }, { "ADWebServicesVirtualDirectory", KIND_EWS_DIRECTORY },
		{ "ADAutodiscoverVirtualDirectory", KIND_AUTODISCOVER_DIRECTORY }, { "ClientAccessServer", KIND_CLIENT_ACCESS },
		{ "OrganizationRelationship", KIND_ORGANIZATION_RELATIONSHIP }, { "MigrationEndpoint", KIND_MIGRATION_ENDPOINT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		if (g_str_has_suffix(class, classes[i].end))
			return classes[i].kind;
	return NO_KIND;
}

/* Lines before the column names: "#TYPE class", Excel's "sep=;", blank ones. */
static const char *
skip_prologue(struct header *h, const char *text, int *class_kind, char *separator)
{
	h->header_line = 1;
	for (;;) {
		size_t n = strcspn(text, "\n");
		char *line = g_strstrip(g_strndup(text, n));
		bool skip = *line == '\0';

		if (g_str_has_prefix(line, "#TYPE ")) {
			*class_kind = kind_of_class(line + 6);
			h->native = skip = true;
		} else if (g_ascii_strncasecmp(line, "sep=", 4) == 0 && strlen(line) <= 5) {
			*separator = line[4];
			skip = true;
		}
		g_free(line);
		if (!skip || text[n] == '\0')
			return text;
		text += n + 1;
		h->header_line++;
	}
}

bool
header_read(struct header *h, const char *text)
{
	int class_kind = NO_KIND;
	char separator = '\0';
	const char *line;
	size_t size;
	const struct signature *s;

	*h = (struct header){ .kind = NO_KIND, .otherwise = NO_KIND };
	line = skip_prologue(h, text, &class_kind, &separator);
	size = strcspn(line, "\n");
	h->offset = (size_t)(line - text);
	if (separator != '\0' && strchr(",;\t|", separator) != NULL)
		split_by(h, line, size, separator);
	else
		choose_delimiter(h, line, size);
	h->native = h->native || all_quoted(h, line, size);
	if (h->n == 1 && same_word(h->columns[0], "Length"))
		h->refused = "length-export";
	if (h->refused != NULL)
		return true;
	s = find_signature(h);
	h->otherwise = s != NULL ? s->kind : NO_KIND;
	if (has_column(h, NO_KIND, "Type") && (s == NULL || s->kind != NO_KIND))
		h->kind = SHEET;
	if (s != NULL && h->kind != SHEET) {
		h->kind = s->kind;
		h->refused = s->refused;
		h->ignored = s->kind == NO_KIND && s->refused == NULL;
	}
	if (class_kind != NO_KIND && h->refused == NULL && !h->ignored)
		h->kind = class_kind;
	h->native = h->native && h->kind != SHEET && h->kind != KIND_LOAD_BALANCER;
	return h->kind != NO_KIND || h->refused != NULL || h->ignored;
}

void
header_clear(struct header *h)
{
	g_strfreev(h->columns);
}
