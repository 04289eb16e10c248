#include "object.h"

#include <string.h>

#define SCALAR(name) { name, GRAMMAR_SCALAR }
#define BOOLEAN(name) { name, GRAMMAR_BOOLEAN }
#define LIST(name) { name, GRAMMAR_LIST }
#define FLAGS(name) { name, GRAMMAR_FLAGS }

static const struct property accepted_domain[AD_COUNT] = {
	[AD_DOMAIN_NAME] = SCALAR("DomainName"), [AD_DOMAIN_TYPE] = SCALAR("DomainType"), [AD_NAME] = SCALAR("Name"),
	[AD_DEFAULT] = BOOLEAN("Default"), [AD_MATCH_SUB_DOMAINS] = BOOLEAN("MatchSubDomains"),
	[AD_INITIAL_DOMAIN] = BOOLEAN("InitialDomain"),
};

static const struct property receive_connector[RC_COUNT] = {
	[RC_IDENTITY] = SCALAR("Identity"), [RC_SERVER] = SCALAR("Server"), [RC_ENABLED] = BOOLEAN("Enabled"),
	[RC_TRANSPORT_ROLE] = SCALAR("TransportRole"), [RC_FQDN] = SCALAR("Fqdn"), [RC_BINDINGS] = LIST("Bindings"),
	[RC_REMOTE_IP_RANGES] = LIST("RemoteIPRanges"), [RC_TLS_CERTIFICATE_NAME] = SCALAR("TlsCertificateName"),
	[RC_TLS_DOMAIN_CAPABILITIES] = { "TlsDomainCapabilities", GRAMMAR_CAPABILITIES },
	[RC_AUTH_MECHANISM] = FLAGS("AuthMechanism"), [RC_PERMISSION_GROUPS] = FLAGS("PermissionGroups"),
	[RC_REQUIRE_TLS] = BOOLEAN("RequireTLS"),
};

static const struct property send_connector[SC_COUNT] = {
	[SC_NAME] = SCALAR("Name"), [SC_ENABLED] = BOOLEAN("Enabled"), [SC_ADDRESS_SPACES] = { "AddressSpaces", GRAMMAR_SPACES },
	[SC_SMART_HOSTS] = LIST("SmartHosts"), [SC_DNS_ROUTING_ENABLED] = BOOLEAN("DNSRoutingEnabled"),
	[SC_TLS_AUTH_LEVEL] = SCALAR("TlsAuthLevel"), [SC_TLS_DOMAIN] = SCALAR("TlsDomain"),
	[SC_TLS_CERTIFICATE_NAME] = SCALAR("TlsCertificateName"), [SC_REQUIRE_TLS] = BOOLEAN("RequireTLS"),
	[SC_CLOUD_SERVICES_MAIL_ENABLED] = BOOLEAN("CloudServicesMailEnabled"), [SC_FQDN] = SCALAR("Fqdn"),
	[SC_SOURCE_TRANSPORT_SERVERS] = LIST("SourceTransportServers"), [SC_IGNORE_STARTTLS] = BOOLEAN("IgnoreSTARTTLS"),
	[SC_IS_COEXISTENCE_CONNECTOR] = BOOLEAN("IsCoexistenceConnector"), [SC_DOMAIN_SECURE_ENABLED] = BOOLEAN("DomainSecureEnabled"),
};

static const struct property inbound_connector[EIC_COUNT] = {
	[EIC_NAME] = SCALAR("Name"), [EIC_ENABLED] = BOOLEAN("Enabled"), [EIC_CONNECTOR_TYPE] = SCALAR("ConnectorType"),
	[EIC_CONNECTOR_SOURCE] = SCALAR("ConnectorSource"), [EIC_SENDER_DOMAINS] = { "SenderDomains", GRAMMAR_SPACES },
	[EIC_SENDER_IP_ADDRESSES] = LIST("SenderIPAddresses"), [EIC_REQUIRE_TLS] = BOOLEAN("RequireTls"),
	[EIC_TLS_SENDER_CERTIFICATE_NAME] = SCALAR("TlsSenderCertificateName"),
	[EIC_CLOUD_SERVICES_MAIL_ENABLED] = BOOLEAN("CloudServicesMailEnabled"),
	[EIC_RESTRICT_DOMAINS_TO_IP_ADDRESSES] = BOOLEAN("RestrictDomainsToIPAddresses"),
};

static const struct property outbound_connector[EOC_COUNT] = {
	[EOC_NAME] = SCALAR("Name"), [EOC_ENABLED] = BOOLEAN("Enabled"), [EOC_CONNECTOR_TYPE] = SCALAR("ConnectorType"),
	[EOC_CONNECTOR_SOURCE] = SCALAR("ConnectorSource"), [EOC_RECIPIENT_DOMAINS] = LIST("RecipientDomains"),
	[EOC_SMART_HOSTS] = LIST("SmartHosts"), [EOC_USE_MX_RECORD] = BOOLEAN("UseMXRecord"),
	[EOC_TLS_SETTINGS] = SCALAR("TlsSettings"), [EOC_TLS_DOMAIN] = SCALAR("TlsDomain"),
	[EOC_ROUTE_ALL_MESSAGES_VIA_ON_PREMISES] = BOOLEAN("RouteAllMessagesViaOnPremises"),
	[EOC_ALL_ACCEPTED_DOMAINS] = BOOLEAN("AllAcceptedDomains"),
	[EOC_CLOUD_SERVICES_MAIL_ENABLED] = BOOLEAN("CloudServicesMailEnabled"),
	[EOC_IS_TRANSPORT_RULE_SCOPED] = BOOLEAN("IsTransportRuleScoped"), [EOC_IS_VALIDATED] = BOOLEAN("IsValidated"),
};

static const struct property hybrid_configuration[HC_COUNT] = {
	[HC_DOMAINS] = LIST("Domains"), [HC_CLIENT_ACCESS_SERVERS] = LIST("ClientAccessServers"),
	[HC_TRANSPORT_SERVERS] = LIST("TransportServers"), [HC_RECEIVING_TRANSPORT_SERVERS] = LIST("ReceivingTransportServers"),
	[HC_SENDING_TRANSPORT_SERVERS] = LIST("SendingTransportServers"), [HC_EDGE_TRANSPORT_SERVERS] = LIST("EdgeTransportServers"),
	[HC_ON_PREMISES_SMART_HOST] = SCALAR("OnPremisesSmartHost"), [HC_EXTERNAL_IP_ADDRESSES] = LIST("ExternalIPAddresses"),
	[HC_FEATURES] = LIST("Features"), [HC_TLS_CERTIFICATE_NAME] = SCALAR("TlsCertificateName"),
	[HC_SECURE_MAIL_CERTIFICATE_THUMBPRINT] = SCALAR("SecureMailCertificateThumbprint"),
	[HC_SERVICE_INSTANCE] = SCALAR("ServiceInstance"),
};

static const struct property server[SRV_COUNT] = {
	[SRV_NAME] = SCALAR("Name"), [SRV_FQDN] = SCALAR("Fqdn"), [SRV_ADMIN_DISPLAY_VERSION] = SCALAR("AdminDisplayVersion"),
	[SRV_EX_SETUP_VERSION] = SCALAR("ExSetupVersion"), [SRV_EDITION] = SCALAR("Edition"), [SRV_SERVER_ROLE] = FLAGS("ServerRole"),
	[SRV_IS_EXCHANGE_TRIAL_EDITION] = BOOLEAN("IsExchangeTrialEdition"),
	[SRV_IS_EXPIRED_EXCHANGE_TRIAL_EDITION] = BOOLEAN("IsExpiredExchangeTrialEdition"), [SRV_SITE] = SCALAR("Site"),
	[SRV_REMAINING_TRIAL_PERIOD] = SCALAR("RemainingTrialPeriod"),
};

static const struct property exchange_certificate[CSRV_COUNT] = {
	[CSRV_SERVER] = SCALAR("Server"), [CSRV_THUMBPRINT] = SCALAR("Thumbprint"), [CSRV_SUBJECT] = SCALAR("Subject"),
	[CSRV_ISSUER] = SCALAR("Issuer"), [CSRV_NOT_BEFORE] = SCALAR("NotBefore"), [CSRV_NOT_AFTER] = SCALAR("NotAfter"),
	[CSRV_SERVICES] = FLAGS("Services"), [CSRV_CERTIFICATE_DOMAINS] = LIST("CertificateDomains"),
	[CSRV_ROOT_CA_TYPE] = SCALAR("RootCAType"), [CSRV_STATUS] = SCALAR("Status"),
	[CSRV_HAS_PRIVATE_KEY] = BOOLEAN("HasPrivateKey"), [CSRV_IS_SELF_SIGNED] = BOOLEAN("IsSelfSigned"),
	[CSRV_SERIAL_NUMBER] = SCALAR("SerialNumber"), [CSRV_FRIENDLY_NAME] = SCALAR("FriendlyName"),
	[CSRV_PUBLIC_KEY_SIZE] = SCALAR("PublicKeySize"),
};

static const struct property load_balancer[LB_COUNT] = {
	[LB_SERVICE] = SCALAR("Service"), [LB_VIP] = SCALAR("Vip"), [LB_PORT] = SCALAR("Port"), [LB_SOURCE_NAT] = BOOLEAN("SourceNat"),
	[LB_SNAT_ADDRESSES] = LIST("SnatAddresses"), [LB_MEMBERS] = LIST("Members"), [LB_TLS_TERMINATION] = BOOLEAN("TlsTermination"),
	[LB_PRE_AUTH] = BOOLEAN("PreAuth"), [LB_PUBLISHED_FQDN] = SCALAR("PublishedFqdn"), [LB_PUBLIC_IP] = SCALAR("PublicIp"),
	[LB_NOTES] = SCALAR("Notes"),
};

static const struct property virtual_directory[VD_COUNT] = {
	[VD_IDENTITY] = SCALAR("Identity"), [VD_SERVER] = SCALAR("Server"), [VD_INTERNAL_URL] = SCALAR("InternalUrl"),
	[VD_EXTERNAL_URL] = SCALAR("ExternalUrl"), [VD_MRS_PROXY_ENABLED] = BOOLEAN("MRSProxyEnabled"),
	[VD_WS_SECURITY_AUTHENTICATION] = BOOLEAN("WSSecurityAuthentication"),
	[VD_OAUTH_AUTHENTICATION] = BOOLEAN("OAuthAuthentication"), [VD_WINDOWS_AUTHENTICATION] = BOOLEAN("WindowsAuthentication"),
};

static const struct property client_access[CAS_COUNT] = {
	[CAS_NAME] = SCALAR("Name"), [CAS_FQDN] = SCALAR("Fqdn"),
	[CAS_AUTO_DISCOVER_SERVICE_INTERNAL_URI] = SCALAR("AutoDiscoverServiceInternalUri"),
};

static const struct property organization_relationship[ORG_COUNT] = {
	[ORG_NAME] = SCALAR("Name"), [ORG_DOMAIN_NAMES] = LIST("DomainNames"),
	[ORG_TARGET_AUTODISCOVER_EPR] = SCALAR("TargetAutodiscoverEpr"), [ORG_TARGET_SHARING_EPR] = SCALAR("TargetSharingEpr"),
};

static const struct property migration_endpoint[EP_COUNT] = {
	[EP_IDENTITY] = SCALAR("Identity"), [EP_ENDPOINT_TYPE] = SCALAR("EndpointType"), [EP_REMOTE_SERVER] = SCALAR("RemoteServer"),
};

static const struct property remote_domain[RD_COUNT] = {
	[RD_NAME] = SCALAR("Name"), [RD_DOMAIN_NAME] = SCALAR("DomainName"),
	[RD_TARGET_DELIVERY_DOMAIN] = BOOLEAN("TargetDeliveryDomain"), [RD_IS_INTERNAL] = BOOLEAN("IsInternal"),
	[RD_TRUSTED_MAIL_INBOUND_ENABLED] = BOOLEAN("TrustedMailInboundEnabled"),
	[RD_TRUSTED_MAIL_OUTBOUND_ENABLED] = BOOLEAN("TrustedMailOutboundEnabled"), [RD_ALLOWED_OOF_TYPE] = SCALAR("AllowedOOFType"),
	[RD_AUTO_FORWARD_ENABLED] = BOOLEAN("AutoForwardEnabled"),
	[RD_TNEF_ENABLED] = SCALAR("TNEFEnabled"),      /* True, False, or null: as the sender has it */
};

static const struct property intra_organization_connector[IOC_COUNT] = {
	[IOC_NAME] = SCALAR("Name"), [IOC_ENABLED] = BOOLEAN("Enabled"), [IOC_TARGET_ADDRESS_DOMAINS] = LIST("TargetAddressDomains"),
	[IOC_DISCOVERY_ENDPOINT] = SCALAR("DiscoveryEndpoint"),
};

static const struct property email_address_policy[EAP_COUNT] = {
	[EAP_NAME] = SCALAR("Name"), [EAP_PRIORITY] = SCALAR("Priority"),
	[EAP_ENABLED_EMAIL_ADDRESS_TEMPLATES] = { "EnabledEmailAddressTemplates", GRAMMAR_TEMPLATES },
	[EAP_ENABLED_PRIMARY_SMTP_ADDRESS_TEMPLATE] = SCALAR("EnabledPrimarySMTPAddressTemplate"),
	[EAP_RECIPIENT_FILTER_TYPE] = SCALAR("RecipientFilterType"),
};

static const struct property edge_subscription[EDGE_COUNT] = {
	[EDGE_NAME] = SCALAR("Name"), [EDGE_SITE] = SCALAR("Site"), [EDGE_CREATE_TIME] = SCALAR("CreateTime"),
	[EDGE_SYNC_STATUS] = SCALAR("SyncStatus"), [EDGE_LAST_SYNCHRONIZED_UTC] = SCALAR("LastSynchronizedUtc"),
};

static const struct property auth_config[AUTHC_COUNT] = {
	[AUTHC_SERVICE_NAME] = SCALAR("ServiceName"), [AUTHC_CURRENT_CERTIFICATE_THUMBPRINT] = SCALAR("CurrentCertificateThumbprint"),
	[AUTHC_PREVIOUS_CERTIFICATE_THUMBPRINT] = SCALAR("PreviousCertificateThumbprint"),
	[AUTHC_NEXT_CERTIFICATE_THUMBPRINT] = SCALAR("NextCertificateThumbprint"),
	[AUTHC_NEXT_CERTIFICATE_EFFECTIVE_DATE] = SCALAR("NextCertificateEffectiveDate"),
};

static const struct property auth_server[AUTHS_COUNT] = {
	[AUTHS_NAME] = SCALAR("Name"), [AUTHS_ENABLED] = BOOLEAN("Enabled"), [AUTHS_TYPE] = SCALAR("Type"),
	[AUTHS_APPLICATION_IDENTIFIER] = SCALAR("ApplicationIdentifier"),
};

static const struct property setting_override[SO_COUNT] = {
	[SO_NAME] = SCALAR("Name"), [SO_COMPONENT_NAME] = SCALAR("ComponentName"), [SO_SECTION_NAME] = SCALAR("SectionName"),
	[SO_PARAMETERS] = { "Parameters", GRAMMAR_SETTINGS },
};

static const struct property collector[COLLECTOR_PROPERTIES] = {
	[COLLECTOR_KIND] = SCALAR("Kind"), [COLLECTOR_COUNT_] = SCALAR("Count"), [COLLECTOR_COLLECTED_UTC] = SCALAR("CollectedUtc"),
	[COLLECTOR_COMPUTER] = SCALAR("Computer"),
};

const struct kind_info kinds[KIND_COUNT] = {
	[KIND_ACCEPTED_DOMAIN] = { "AcceptedDomain", "AD", accepted_domain, AD_COUNT, { AD_DOMAIN_NAME, -1, -1 } },
	[KIND_CLOUD_ACCEPTED_DOMAIN] = { "EXO-AcceptedDomain", "ADX", accepted_domain, AD_COUNT, { AD_DOMAIN_NAME, -1, -1 } },
	[KIND_RECEIVE_CONNECTOR] = { "ReceiveConnector", "RC", receive_connector, RC_COUNT, { RC_IDENTITY, -1, -1 } },
	[KIND_SEND_CONNECTOR] = { "SendConnector", "SC", send_connector, SC_COUNT, { SC_NAME, -1, -1 } },
	[KIND_INBOUND_CONNECTOR] = { "InboundConnector", "EIC", inbound_connector, EIC_COUNT, { EIC_NAME, -1, -1 } },
	[KIND_OUTBOUND_CONNECTOR] = { "OutboundConnector", "EOC", outbound_connector, EOC_COUNT, { EOC_NAME, -1, -1 } },
	[KIND_HYBRID_CONFIGURATION] = { "HybridConfiguration", "HC", hybrid_configuration, HC_COUNT, { -1, -1, -1 } },
	[KIND_SERVER] = { "ExchangeServer", "SRV", server, SRV_COUNT, { SRV_NAME, -1, -1 } },
	[KIND_EXCHANGE_CERTIFICATE] = { "ExchangeCertificate", "CSRV", exchange_certificate, CSRV_COUNT,
	    { CSRV_SERVER, CSRV_THUMBPRINT, -1 } },
	[KIND_LOAD_BALANCER] = { "LoadBalancer", "LB", load_balancer, LB_COUNT, { LB_SERVICE, LB_VIP, LB_PORT } },
	[KIND_EWS_DIRECTORY] = { "WebServicesVirtualDirectory", "VD", virtual_directory, VD_COUNT, { VD_SERVER, VD_IDENTITY, -1 } },
	[KIND_AUTODISCOVER_DIRECTORY] = { "AutodiscoverVirtualDirectory", "AVD", virtual_directory, VD_COUNT,
	    { VD_SERVER, VD_IDENTITY, -1 } },
	[KIND_CLIENT_ACCESS] = { "ClientAccess", "CAS", client_access, CAS_COUNT, { CAS_NAME, -1, -1 } },
	[KIND_ORGANIZATION_RELATIONSHIP] = { "OrganizationRelationship", "OR", organization_relationship, ORG_COUNT, { ORG_NAME, -1, -1 } },
	[KIND_CLOUD_ORGANIZATION_RELATIONSHIP] = { "EXO-OrganizationRelationship", "ORG", organization_relationship, ORG_COUNT,
	    { ORG_NAME, -1, -1 } },
	[KIND_MIGRATION_ENDPOINT] = { "MigrationEndpoint", "EP", migration_endpoint, EP_COUNT, { EP_IDENTITY, -1, -1 } },
	[KIND_REMOTE_DOMAIN] = { "RemoteDomain", "RD", remote_domain, RD_COUNT, { RD_DOMAIN_NAME, -1, -1 } },
	[KIND_CLOUD_REMOTE_DOMAIN] = { "EXO-RemoteDomain", "RDX", remote_domain, RD_COUNT, { RD_DOMAIN_NAME, -1, -1 } },
	[KIND_INTRA_ORGANIZATION_CONNECTOR] = { "IntraOrganizationConnector", "IO", intra_organization_connector, IOC_COUNT,
	    { IOC_NAME, -1, -1 } },
	[KIND_CLOUD_INTRA_ORGANIZATION_CONNECTOR] = { "EXO-IntraOrganizationConnector", "IOC", intra_organization_connector, IOC_COUNT,
	    { IOC_NAME, -1, -1 } },
	[KIND_EMAIL_ADDRESS_POLICY] = { "EmailAddressPolicy", "EAP", email_address_policy, EAP_COUNT, { EAP_NAME, -1, -1 } },
	[KIND_EDGE_SUBSCRIPTION] = { "EdgeSubscription", "EDGE", edge_subscription, EDGE_COUNT, { EDGE_NAME, -1, -1 } },
	[KIND_AUTH_CONFIG] = { "AuthConfig", "AUTHC", auth_config, AUTHC_COUNT, { -1, -1, -1 } },
	[KIND_AUTH_SERVER] = { "AuthServer", "AUTHS", auth_server, AUTHS_COUNT, { AUTHS_NAME, -1, -1 } },
	[KIND_SETTING_OVERRIDE] = { "SettingOverride", "SO", setting_override, SO_COUNT, { SO_NAME, -1, -1 } },
	[KIND_COLLECTOR] = { "Collector", "COLLECTOR", collector, COLLECTOR_PROPERTIES, { COLLECTOR_KIND, COLLECTOR_COMPUTER, -1 } },
};

/* Property names differ only in case, blanks, '_' and '-' between exports. */
static bool
same_name(const char *a, const char *b)
{
	for (;;) {
		while (*a != '\0' && strchr(" _-", *a) != NULL)
			a++;
		while (*b != '\0' && strchr(" _-", *b) != NULL)
			b++;
		if (*a == '\0' || *b == '\0')
			return *a == *b;
		if (g_ascii_tolower(*a++) != g_ascii_tolower(*b++))
			return false;
	}
}

int
kind_property(enum kind kind, const char *name)
{
	for (unsigned i = 0; i < kinds[kind].count; i++)
		if (same_name(kinds[kind].properties[i].name, name))
			return (int)i;
	return -1;
}

int
kind_named(const char *word)
{
	for (int k = 0; k < KIND_COUNT && *word != '\0'; k++)
		if (same_name(kinds[k].name, word))
			return k;
	return -1;
}

int
kind_counted(const char *word)
{
	const int kind = kind_named(word), other = g_ascii_strncasecmp(word, "EXO-", 4) == 0 ? kind_named(word + 4) : -1;

	return kind < 0 && (other == KIND_INBOUND_CONNECTOR || other == KIND_OUTBOUND_CONNECTOR || other == KIND_MIGRATION_ENDPOINT) ?
	    other : kind;
}
