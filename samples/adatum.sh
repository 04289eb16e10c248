# A company on Exchange 2016 with more than 30 domains, nearly clean. Sourced by make.sh.
adatum_names='adatum-austria adatum-belgium adatum-brasil adatum-canada adatum-denmark adatum-finland adatum-france adatum-iberia adatum-india adatum-ireland adatum-italia adatum-japan adatum-korea adatum-mexico adatum-nederland adatum-norge adatum-polska adatum-schweiz adatum-sverige adatum-turkiye alpineskihouse blueyonderairlines cohovineyard cohowinery lucernepublishing margiestravel northwindtraders proseware southridgevideo tailspintoys treyresearch'
guid=7c1f0d6e-2b7a-4c2f-9a55-0f3c9f1b8d42
auth=A41C7E0B59D2F3860C7B5E14D9826AF03B7D51C8
all=0.0.0.0-255.255.255.255
all6=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff

adatum_domains() {
	printf 'adatum.com\n'
	for n in $adatum_names; do printf '%s.com\n' "$n"; done
}

adatum_exchange() {
	d=$1/exchange t=$(thumbprint adatum) tag=$(tag adatum)
	csv "$d/AcceptedDomain.csv" <<-EOF
		#TYPE Selected.Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain
		"Name","DomainName","DomainType","Default","MatchSubDomains","IsCoexistenceDomain"
		$(adatum_domains | sed 's/.*/"&","&","Authoritative","False","False","False"/')
		"adatum.mail.onmicrosoft.com","adatum.mail.onmicrosoft.com","Authoritative","False","False","True"
	EOF
	routing "$d" adatum adatum.com
	csv "$d/HybridConfiguration.csv" <<-EOF
		#TYPE Selected.Microsoft.Exchange.Data.Directory.Management.HybridConfiguration
		"Domains","ClientAccessServers","ReceivingTransportServers","SendingTransportServers","EdgeTransportServers","OnPremisesSmartHost","ExternalIPAddresses","Features","TlsCertificateName"
		"$(adatum_domains | sed 's/^adatum.com/autod:adatum.com/' | paste -sd '|')","","EX01|EX02","EX01|EX02","","hybrid.adatum.com","","FreeBusy|MoveMailbox|Mailtips|MessageTracking|OwaRedirection|OnlineArchive|SecureMail|Photos","$tag"
	EOF
	csv "$d/ExchangeServer.csv" <<-EOF
		"Name","Fqdn","AdminDisplayVersion","Edition","ServerRole","IsExchangeTrialEdition","IsExpiredExchangeTrialEdition","Site"
		"EX01","ex01.corp.adatum.com","Version 15.1 (Build 2507.6)","Enterprise","Mailbox","False","False","corp.adatum.com/Configuration/Sites/Linz"
		"EX02","ex02.corp.adatum.com","Version 15.1 (Build 2507.6)","Enterprise","Mailbox","False","False","corp.adatum.com/Configuration/Sites/Linz"
	EOF
	csv "$d/ExchangeBuild.csv" <<-EOF
		"Name","ExSetupVersion"
		"EX01","15.01.2507.066"
		"EX02","15.01.2507.066"
	EOF
	csv "$d/ReceiveConnector.csv" <<-EOF
		"Identity","Server","Enabled","TransportRole","Fqdn","Bindings","RemoteIPRanges","TlsCertificateName","TlsDomainCapabilities","AuthMechanism","PermissionGroups","RequireTLS"
		$(for s in EX01 EX02; do
		    f=$(echo $s | tr A-Z a-z).corp.adatum.com
		    printf '"%s\\Default Frontend %s","%s","True","FrontendTransport","%s","[::]:25|0.0.0.0:25","%s|%s","%s","mail.protection.outlook.com:AcceptCloudServicesMail","Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer","AnonymousUsers, ExchangeServers, ExchangeLegacyServers","False"\n' $s $s $s "$f" "$all6" "$all" "$tag"
		    printf '"%s\\Client Frontend %s","%s","True","FrontendTransport","%s","[::]:587|0.0.0.0:587","%s|%s","","","Tls, Integrated, BasicAuth, BasicAuthRequireTLS","ExchangeUsers","False"\n' $s $s $s "$f" "$all6" "$all"
		    printf '"%s\\Default %s","%s","True","HubTransport","%s","[::]:2525|0.0.0.0:2525","%s|%s","","","Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer","ExchangeUsers, ExchangeServers, ExchangeLegacyServers","False"\n' $s $s $s "$f" "$all6" "$all"
		    printf '"%s\\ERP relay","%s","True","FrontendTransport","%s","0.0.0.0:25","10.31.7.20|10.31.7.21","","","Tls","AnonymousUsers","False"\n' $s $s "$f"
		done)
	EOF
	csv "$d/SendConnector.csv" <<-EOF
		"Name","Enabled","AddressSpaces","SmartHosts","DNSRoutingEnabled","TlsAuthLevel","TlsDomain","TlsCertificateName","RequireTLS","IgnoreSTARTTLS","DomainSecureEnabled","CloudServicesMailEnabled","Fqdn","SourceTransportServers"
		"Outbound to Office 365 - $guid","True","smtp:adatum.mail.onmicrosoft.com;1","","True","DomainValidation","mail.protection.outlook.com","$tag","True","False","False","True","","EX01|EX02"
		"Internet","True","SMTP:*;1","","True","","","","False","False","False","False","hybrid.adatum.com","EX01|EX02"
	EOF
	csv "$d/ExchangeCertificate.csv" <<-EOF
		"Server","Thumbprint","Subject","Issuer","NotBefore","NotAfter","Services","CertificateDomains","RootCAType","Status","HasPrivateKey","IsSelfSigned","SerialNumber","FriendlyName"
		$(for s in EX01 EX02; do
		    certificate_row $s adatum "IMAP, POP, IIS, SMTP" "Adatum 2026"
		    printf '"%s","%s","CN=Microsoft Exchange Server Auth Certificate","CN=Microsoft Exchange Server Auth Certificate","2024-09-12T07:31:08Z","2029-08-17T07:31:08Z","SMTP","","None","Valid","True","True","5B0E77C1D2A94F834C16E8D90A3F25B7","Microsoft Exchange Server Auth Certificate"\n' $s $auth
		done)
	EOF
	csv "$d/AuthConfig.csv" <<-EOF
		"ServiceName","CurrentCertificateThumbprint","PreviousCertificateThumbprint","NextCertificateThumbprint","NextCertificateEffectiveDate"
		"00000002-0000-0ff1-ce00-000000000000","$auth","","",""
	EOF
	csv "$d/AuthServer.csv" <<-EOF
		"Name","Type","Enabled","ApplicationIdentifier"
		"EvoSts - $guid","AzureAD","True","c0f4a9d3-6b18-4e72-8d5a-1f27e9b3064c"
	EOF
	csv "$d/SettingOverride.csv" <<-EOF
		"Name","ComponentName","SectionName","Parameters"
		"EnableExchangeHybrid3PAppFeature","Global","ExchangeOnpremAsThirdPartyAppId","Enabled=true"
	EOF
	csv "$d/WebServicesVirtualDirectory.csv" <<-EOF
		"Identity","Server","InternalUrl","ExternalUrl","MRSProxyEnabled","WSSecurityAuthentication","OAuthAuthentication","WindowsAuthentication"
		"EX01\\EWS (Default Web Site)","EX01","https://mail.adatum.com/EWS/Exchange.asmx","https://mail.adatum.com/EWS/Exchange.asmx","True","True","True","True"
		"EX02\\EWS (Default Web Site)","EX02","https://mail.adatum.com/EWS/Exchange.asmx","https://mail.adatum.com/EWS/Exchange.asmx","True","True","True","True"
	EOF
	csv "$d/AutodiscoverVirtualDirectory.csv" <<-EOF
		"Identity","Server","InternalUrl","ExternalUrl","WSSecurityAuthentication","OAuthAuthentication","WindowsAuthentication"
		"EX01\\Autodiscover (Default Web Site)","EX01","","","True","True","True"
		"EX02\\Autodiscover (Default Web Site)","EX02","","","True","True","True"
	EOF
}

# tag CERTIFICATE: <I>issuer<S>subject for a CSV cell.
tag() {
	printf '<I>%s<S>%s' "$(dn issuer "$1")" "$(dn subject "$1")"
}
dn() {
	openssl x509 -in "$certs/$2.pem" -noout "-$1" -nameopt RFC2253,-esc_msb,sep_comma_plus_space | sed "s/^$1=//; s/ST=/S=/; s/\"/\"\"/g"
}

adatum_cloud() {
	d=$1/exo
	csv "$d/AcceptedDomain.csv" <<-EOF
		"Name","DomainName","DomainType","Default","InitialDomain"
		"adatum.onmicrosoft.com","adatum.onmicrosoft.com","Authoritative","False","True"
		"adatum.mail.onmicrosoft.com","adatum.mail.onmicrosoft.com","Authoritative","False","False"
		$(adatum_domains | sed 's/.*/"&","&","Authoritative","False","False"/')
	EOF
	csv "$d/InboundConnector.csv" <<-EOF
		"Name","Enabled","ConnectorType","ConnectorSource","SenderDomains","SenderIPAddresses","RequireTls","TlsSenderCertificateName","CloudServicesMailEnabled"
		"Inbound from $guid","True","OnPremises","HybridWizard","smtp:*;1","","True","mail.adatum.com","True"
	EOF
	csv "$d/OutboundConnector.csv" <<-EOF
		"Name","Enabled","ConnectorType","ConnectorSource","RecipientDomains","SmartHosts","UseMXRecord","TlsSettings","TlsDomain","RouteAllMessagesViaOnPremises","CloudServicesMailEnabled","IsTransportRuleScoped","IsValidated"
		"Outbound to $guid","True","OnPremises","HybridWizard","$(adatum_domains | paste -sd '|')","hybrid.adatum.com","False","DomainValidation","mail.adatum.com","False","True","False","True"
	EOF
	csv "$d/OrganizationRelationship.csv" <<-EOF
		"Name","DomainNames","TargetAutodiscoverEpr","TargetSharingEpr"
		"O365 to On-premises - $guid","$(adatum_domains | paste -sd '|')","https://autodiscover.adatum.com/autodiscover/autodiscover.svc/WSSecurity",""
	EOF
	csv "$d/MigrationEndpoint.csv" <<-EOF
		"Identity","EndpointType","RemoteServer"
		"Hybrid Migration Endpoint - EWS (Default Web Site)","ExchangeRemoteMove","mail.adatum.com"
	EOF
}

adatum_zone() {
	text "$1/dns/public/$2.zone" <<-EOF
		\$ORIGIN $2.
		\$TTL 1h
		@        IN SOA   ns1.adatum.com. hostmaster.adatum.com. ( 2026050401 4h 1h 14d 1h )
		         IN NS    ns1.adatum.com.
		         IN NS    ns2.adatum.com.
		         IN MX    0 $(echo "$2" | tr . -).mail.protection.outlook.com.
		         IN TXT   "v=spf1 ip4:198.51.100.25 include:spf.protection.outlook.com -all"
		_dmarc   IN TXT   "v=DMARC1; p=reject; rua=mailto:dmarc@adatum.com"
		_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tlsrpt@adatum.com"
		selector1._domainkey IN CNAME selector1-$(echo "$2" | tr . -)._domainkey.adatum.onmicrosoft.com.
		selector2._domainkey IN CNAME selector2-$(echo "$2" | tr . -)._domainkey.adatum.onmicrosoft.com.
		$3
	EOF
}

rm -rf adatum-2016
text adatum-2016/audit.ini <<-EOF
	[engagement]
	customer = A. Datum Corporation
	id = ADA-2026-05
	as-of = 2026-05-15

	[hybrid]
	extended-security-updates = yes
EOF
adatum_exchange adatum-2016
adatum_cloud adatum-2016
text adatum-2016/loadbalancer.csv <<-EOF
	Service,Vip,Port,SourceNat,SnatAddresses,Members,PreAuth,Notes
	SMTP,10.31.5.10,25,no,,EX01|EX02,,transparent: the servers see the sender's address
	HTTPS,10.31.5.11,443,yes,10.31.5.11,EX01|EX02,no,layer 4
EOF
pem adatum-2016/certificates/adatum.pem adatum issuing-ca root-ca
for n in $adatum_names; do adatum_zone adatum-2016 "$n.com" ''; done
adatum_zone adatum-2016 adatum.com "$(printf 'ns1\tIN A\t198.51.100.2\nns2\tIN A\t198.51.100.3\nmail\tIN A\t198.51.100.26\nhybrid\tIN A\t198.51.100.25\nautodiscover\tIN A\t198.51.100.26\n')"
text adatum-2016/dns/internal/adatum.com.zone <<-'EOF'
	$ORIGIN adatum.com.
	$TTL 1h
	@             IN SOA   dc1.corp.adatum.com. hostmaster.adatum.com. ( 118 15m 10m 1d 1h )
	              IN NS    dc1.corp.adatum.com.
	mail          IN A     10.31.5.11
	autodiscover  IN A     10.31.5.11
EOF
