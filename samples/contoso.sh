# The company of the Exchange Queue & A article, before (contoso-2010) and after (contoso-2010-autod) the remedy.
# Sourced by make.sh.
ranges='40.92.0.0/15|40.107.0.0/16|52.100.0.0/14|104.47.0.0/17|65.55.88.0/24|94.245.120.64/26|207.46.51.64/26|207.46.163.0/24|213.199.154.0/24|216.32.180.0/23'

# contoso FOLDER DOMAINS EXTRA-RANGE BUILD SAN-CERTIFICATE CENTRALIZED RECIPIENTS
contoso() {
	d=$1 domains=$2 more=$3 build=$4 cert=$5 features=$6 recipients=$7 route=$8
	t=$(thumbprint "$cert") s1=$(thumbprint self-signed-hub1) s2=$(thumbprint self-signed-hub2)
	case $domains in *autod:*) asked=${domains##*autod:} ;; *) asked=contoso.com ;; esac
	rm -rf "$d"
	text "$d/audit.ini" <<-EOF
		[engagement]
		customer = Contoso Ltd.
		id = CON-2013-07
		classification = Confidential
		as-of = 2013-07-01
	EOF
	csv "$d/exchange/_collector.csv" <<-EOF
		"Kind","Count","CollectedUtc","Computer","Culture","PSVersion"
		"AcceptedDomain","5","2013-06-28T09:12:44Z","HUB1","en-US","2.0"
		"HybridConfiguration","1","2013-06-28T09:12:44Z","HUB1","en-US","2.0"
		"ReceiveConnector","7","2013-06-28T09:12:44Z","HUB1","en-US","2.0"
		"SendConnector","2","2013-06-28T09:12:44Z","HUB1","en-US","2.0"
		"ExchangeServer","4","2013-06-28T09:12:44Z","HUB1","en-US","2.0"
		"RemoteDomain","3","2013-06-28T09:12:44Z","HUB1","en-US","2.0"
		"EmailAddressPolicy","1","2013-06-28T09:12:44Z","HUB1","en-US","2.0"
	EOF
	csv "$d/exchange/AcceptedDomain.csv" <<-EOF
		"Name","DomainName","DomainType","Default","MatchSubDomains","IsCoexistenceDomain"
		"contoso.com","contoso.com","Authoritative","True","False","False"
		"fabrikam.com","fabrikam.com","Authoritative","False","False","False"
		"wingtiptoys.com","wingtiptoys.com","Authoritative","False","False","False"
		"contoso.mail.onmicrosoft.com","contoso.mail.onmicrosoft.com","InternalRelay","False","False","True"
		"corp.contoso.local","corp.contoso.local","Authoritative","False","False","False"
	EOF
	routing "$d/exchange" contoso contoso.com
	csv "$d/exchange/HybridConfiguration.csv" <<-EOF
		#TYPE Selected.Microsoft.Exchange.Data.Directory.Management.HybridConfiguration
		"Domains","ClientAccessServers","TransportServers","OnPremisesSmartHost","ExternalIPAddresses","Features","SecureMailCertificateThumbprint"
		"$domains","CAS1|CAS2","HUB1|HUB2","hybrid.contoso.com","203.0.113.25","$features","$t"
	EOF
	csv "$d/exchange/ExchangeServer.csv" <<-EOF
		"Name","Fqdn","AdminDisplayVersion","Edition","ServerRole","IsExchangeTrialEdition","IsExpiredExchangeTrialEdition","Site"
		"CAS1","cas1.corp.contoso.local","Version 14.3 (Build 123.4)","StandardCoexistence","ClientAccess","False","False","corp.contoso.local/Configuration/Sites/Redmond"
		"CAS2","cas2.corp.contoso.local","Version 14.3 (Build 123.4)","StandardCoexistence","ClientAccess","False","False","corp.contoso.local/Configuration/Sites/Redmond"
		"HUB1","hub1.corp.contoso.local","Version 14.3 (Build 123.4)","StandardCoexistence","HubTransport","False","False","corp.contoso.local/Configuration/Sites/Redmond"
		"HUB2","hub2.corp.contoso.local","Version 14.3 (Build 123.4)","StandardCoexistence","HubTransport","False","False","corp.contoso.local/Configuration/Sites/Redmond"
	EOF
	csv "$d/exchange/ExchangeBuild.csv" <<-EOF
		"Name","ExSetupVersion"
		"CAS1","$build"
		"CAS2","$build"
		"HUB1","$build"
		"HUB2","$build"
	EOF
	csv16 "$d/exchange/ReceiveConnector.csv" <<-EOF
		"Identity","Server","Enabled","Fqdn","Bindings","RemoteIPRanges","TlsDomainCapabilities","AuthMechanism","PermissionGroups","RequireTLS"
		"HUB1\\Default HUB1","HUB1","True","hub1.corp.contoso.local","0.0.0.0:25|[::]:25","0.0.0.0-255.255.255.255|::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff","","Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer","AnonymousUsers, ExchangeUsers, ExchangeServers, ExchangeLegacyServers","False"
		"HUB1\\Client HUB1","HUB1","True","hub1.corp.contoso.local","0.0.0.0:587|[::]:587","0.0.0.0-255.255.255.255|::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff","","Tls, Integrated, BasicAuth, BasicAuthRequireTLS","ExchangeUsers","False"
		"HUB1\\Inbound from Office 365","HUB1","True","mail.contoso.com","0.0.0.0:25","$ranges$more","mail.protection.outlook.com:AcceptOorgProtocol","Tls","AnonymousUsers","False"
		"HUB1\\Scanners","HUB1","True","hub1.corp.contoso.local","0.0.0.0:25","10.20.40.10-10.20.40.49","","None","AnonymousUsers","False"
		"HUB2\\Default HUB2","HUB2","True","hub2.corp.contoso.local","0.0.0.0:25|[::]:25","0.0.0.0-255.255.255.255|::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff","","Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer","AnonymousUsers, ExchangeUsers, ExchangeServers, ExchangeLegacyServers","False"
		"HUB2\\Client HUB2","HUB2","True","hub2.corp.contoso.local","0.0.0.0:587|[::]:587","0.0.0.0-255.255.255.255|::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff","","Tls, Integrated, BasicAuth, BasicAuthRequireTLS","ExchangeUsers","False"
		"HUB2\\Inbound from Office 365","HUB2","True","mail.contoso.com","0.0.0.0:25","$ranges$more","mail.protection.outlook.com:AcceptOorgProtocol","Tls","AnonymousUsers","False"
	EOF
	csv "$d/exchange/SendConnector.csv" <<-EOF
		"Name","Enabled","AddressSpaces","SmartHosts","DNSRoutingEnabled","TlsAuthLevel","TlsDomain","RequireTLS","IgnoreSTARTTLS","DomainSecureEnabled","Fqdn","SourceTransportServers"
		"Outbound to Office 365","True","smtp:contoso.mail.onmicrosoft.com;1","","True","DomainValidation","mail.protection.outlook.com","True","False","False","mail.contoso.com","HUB1|HUB2"
		"Internet","True","SMTP:*;1","","True","","","False","False","False","mail.contoso.com","HUB1|HUB2"
	EOF
	csv "$d/exchange/ExchangeCertificate.csv" <<-EOF
		"Server","Thumbprint","Subject","Issuer","NotBefore","NotAfter","Services","CertificateDomains","RootCAType","Status","HasPrivateKey","IsSelfSigned","SerialNumber","FriendlyName"
		$(for s in CAS1 CAS2 HUB1 HUB2; do certificate_row "$s" "$cert" "IMAP, POP, IIS, SMTP" "Contoso hybrid"; done)
		$(certificate_row HUB1 self-signed-hub1 SMTP "Microsoft Exchange")
		$(certificate_row HUB2 self-signed-hub2 SMTP "Microsoft Exchange")
	EOF
	csv "$d/exchange/WebServicesVirtualDirectory.csv" <<-EOF
		"Identity","Server","InternalUrl","ExternalUrl","MRSProxyEnabled","WSSecurityAuthentication","WindowsAuthentication"
		"CAS1\\EWS (Default Web Site)","CAS1","https://mail.contoso.com/EWS/Exchange.asmx","https://mail.contoso.com/EWS/Exchange.asmx","True","True","True"
		"CAS2\\EWS (Default Web Site)","CAS2","https://mail.contoso.com/EWS/Exchange.asmx","https://mail.contoso.com/EWS/Exchange.asmx","True","True","True"
	EOF
	csv "$d/exchange/AutodiscoverVirtualDirectory.csv" <<-EOF
		"Identity","Server","InternalUrl","ExternalUrl","WSSecurityAuthentication","WindowsAuthentication"
		"CAS1\\Autodiscover (Default Web Site)","CAS1","","","True","True"
		"CAS2\\Autodiscover (Default Web Site)","CAS2","","","True","True"
	EOF
	csv "$d/cloud/EXO-AcceptedDomain.csv" <<-EOF
		"Name","DomainName","DomainType","Default","InitialDomain"
		"contoso.onmicrosoft.com","contoso.onmicrosoft.com","Authoritative","False","True"
		"contoso.mail.onmicrosoft.com","contoso.mail.onmicrosoft.com","Authoritative","False","False"
		"contoso.com","contoso.com","InternalRelay","True","False"
		"fabrikam.com","fabrikam.com","InternalRelay","False","False"
		"wingtiptoys.com","wingtiptoys.com","InternalRelay","False","False"
	EOF
	csv "$d/cloud/EXO-InboundConnector.csv" <<-EOF
		"Name","Enabled","ConnectorType","ConnectorSource","SenderDomains","SenderIPAddresses","RequireTls","TlsSenderCertificateName","CloudServicesMailEnabled"
		"Hybrid Mail Flow Inbound Connector","True","OnPremises","HybridWizard","smtp:*;1","","True","mail.contoso.com","True"
	EOF
	csv "$d/cloud/EXO-OutboundConnector.csv" <<-EOF
		"Name","Enabled","ConnectorType","ConnectorSource","RecipientDomains","SmartHosts","UseMXRecord","TlsSettings","TlsDomain","RouteAllMessagesViaOnPremises","CloudServicesMailEnabled","IsTransportRuleScoped","IsValidated"
		"Hybrid Mail Flow Outbound Connector","True","OnPremises","HybridWizard","$recipients","hybrid.contoso.com","False","DomainValidation","mail.contoso.com","$route","True","False","True"
	EOF
	csv "$d/cloud/EXO-OrganizationRelationship.csv" <<-EOF
		"Name","DomainNames","TargetAutodiscoverEpr","TargetSharingEpr"
		"Exchange Online to on-premises Organization Relationship","contoso.com|fabrikam.com|wingtiptoys.com","https://autodiscover.$asked/autodiscover/autodiscover.svc/WSSecurity",""
	EOF
	csv "$d/exchange/OrganizationRelationship.csv" <<-EOF
		"Name","DomainNames","TargetAutodiscoverEpr","TargetSharingEpr"
		"On-premises to Exchange Online Organization Relationship","contoso.mail.onmicrosoft.com","https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc/WSSecurity",""
	EOF
	text "$d/loadbalancer.csv" <<-EOF
		Service;Vip;Port;SourceNat;SnatAddresses;Members;PreAuth;Notes
		SMTP from Office 365;10.20.30.40;25;yes;;hub1.corp.contoso.local, hub2.corp.contoso.local;;one-armed, typed from the console
		HTTPS;10.20.30.41;443;yes;;cas1.corp.contoso.local, cas2.corp.contoso.local;no;TLS passes through
	EOF
	pem "$d/certificates/mail.contoso.com.pem" "$cert" issuing-ca root-ca
	pem "$d/certificates/hub1-default.cer" self-signed-hub1
}

# certificate_row SERVER CERTIFICATE SERVICES FRIENDLY-NAME: as Get-ExchangeCertificate shows it, dates in UTC.
certificate_row() {
	f=$certs/$2.pem
	names=$(openssl x509 -in "$f" -noout -ext subjectAltName 2>/dev/null | sed -n 's/ *DNS:\([^,]*\),\{0,1\}/\1|/gp' | sed 's/|$//')
	subject=$(openssl x509 -in "$f" -noout -subject -nameopt RFC2253,-esc_msb,sep_comma_plus_space | sed 's/^subject=//; s/ST=/S=/; s/"/""/g')
	issuer=$(openssl x509 -in "$f" -noout -issuer -nameopt RFC2253,-esc_msb,sep_comma_plus_space | sed 's/^issuer=//; s/ST=/S=/; s/"/""/g')
	self=False root=ThirdParty
	[ "$subject" != "$issuer" ] || { self=True root=None; }
	printf '"%s","%s","%s","%s","%s","%s","%s","%s","%s","Valid","True","%s","%s","%s"\n' "$1" "$(thumbprint "$2")" "$subject" "$issuer" \
	    "$(iso startdate "$f")" "$(iso enddate "$f")" "$3" "$names" "$root" "$self" \
	    "$(openssl x509 -in "$f" -noout -serial | sed 's/.*=//')" "$4"
}
iso() {
	date -u -d "$(openssl x509 -in "$2" -noout "-$1" | sed 's/.*=//')" +%Y-%m-%dT%H:%M:%SZ
}

# Public zones, and the internal one of contoso.com: BIND for contoso.com, a Windows export for fabrikam.com, a hoster's for wingtiptoys.com.
contoso_zone() {
	text "$1/dns/external/contoso.com.zone" <<-'EOF'
		$ORIGIN contoso.com.
		$TTL 3600
		@               IN SOA  ns1.contoso.com. hostmaster.contoso.com. (
		                        2013062001 ; serial
		                        14400      ; refresh
		                        3600       ; retry
		                        1209600    ; expire
		                        3600 )     ; minimum
		                IN NS   ns1
		                IN NS   ns2
		                IN MX   10 hybrid
		                IN TXT  "v=spf1 ip4:203.0.113.25 include:spf.protection.outlook.com -all"
		ns1             IN A    203.0.113.2
		ns2             IN A    203.0.113.3
		mail            IN A    203.0.113.26
		hybrid          IN A    203.0.113.25
		autodiscover    IN A    203.0.113.26
		www             IN A    203.0.113.80
	EOF
	windows "$1/dns/internal/contoso.com.dns" <<-'EOF'
		;
		;  Database file contoso.com.dns for contoso.com zone.
		;      Zone version:  31
		;

		@                       IN  SOA dc1.corp.contoso.local.  hostmaster.contoso.com. (
		                        	31           ; serial number
		                        	900          ; refresh
		                        	600          ; retry
		                        	86400        ; expire
		                        	3600       ) ; default TTL

		;
		;  Zone NS records
		;

		@                       NS	dc1.corp.contoso.local.

		;
		;  Zone records
		;

		autodiscover            A	10.20.30.41
		mail                    A	10.20.30.41
		www                     A	203.0.113.80
	EOF
}

contoso_before() {
	windows "$1/dns/external/fabrikam.com.dns" <<-'EOF'
		;
		;  Database file fabrikam.com.dns for fabrikam.com zone.
		;      Zone version:  57
		;

		@                       IN  SOA dns1.fabrikam.com.  hostmaster.fabrikam.com. (
		                        	57           ; serial number
		                        	900          ; refresh
		                        	600          ; retry
		                        	86400        ; expire
		                        	3600       ) ; default TTL

		;
		;  Zone NS records
		;

		@                       NS	dns1.fabrikam.com.
		dns1                    A	198.51.100.2

		;
		;  Zone records
		;

		@                       MX	10	hybrid.contoso.com.
		@                       TXT	( "v=spf1 ip4:203.0.113.25 include:spf.protection.outlook.com -all" )
		autodiscover            CNAME	autodiscover.contoso.com.
		www                     A	198.51.100.80
	EOF
	text "$1/dns/external/wingtiptoys.com.txt" <<-'EOF'
		; Domain: wingtiptoys.com
		; Exported (y-m-d hh:mm:ss): 2013-06-27 14:03:11

		$ORIGIN wingtiptoys.com.

		; SOA Record
		@	3600	 IN 	SOA	ns55.domaincontrol.com.	dns.jomax.net. (
						2013061800
						28800
						7200
						604800
						3600
						)

		; A Records
		@	600	 IN 	A	203.0.113.90

		; CNAME Records
		www	3600	 IN 	CNAME	@

		; MX Records
		@	3600	 IN 	MX	10	hybrid.contoso.com.

		; TXT Records
		@	3600	 IN 	TXT	"v=spf1 ip4:203.0.113.25 include:spf.protection.outlook.com -all"

		; SRV Records
		_autodiscover._tcp.@	3600	 IN 	SRV	0	0	443	mail.contoso.com.

		; NS Records
		@	3600	 IN 	NS	ns55.domaincontrol.com.
		@	3600	 IN 	NS	ns56.domaincontrol.com.
	EOF
}

# After the remedy only the Autodiscover domain needs its name; the other zones stay as they were.
contoso_after() {
	contoso_before "$1"
	sed -e 's/^; SRV Records/; CNAME Records for Autodiscover/' \
	    -e 's/^_autodiscover._tcp.@.*/autodiscover	3600	 IN 	CNAME	mail.contoso.com./' \
	    "$1/dns/external/wingtiptoys.com.txt" >"$1/wingtip.tmp"
	mv "$1/wingtip.tmp" "$1/dns/external/wingtiptoys.com.txt"
}

contoso contoso-2010 'contoso.com|fabrikam.com|wingtiptoys.com' '' 14.03.0123.004 contoso-2010 \
    'FreeBusy|MoveMailbox|Mailtips|MessageTracking|OwaRedirection|OnlineArchive|SecureMail|CentralizedTransport' '*' True
contoso_zone contoso-2010
contoso_before contoso-2010
contoso contoso-2010-autod 'contoso.com|fabrikam.com|autod:wingtiptoys.com' '|10.20.30.40' 14.03.0146.000 contoso-2010 \
    'FreeBusy|MoveMailbox|Mailtips|MessageTracking|OwaRedirection|OnlineArchive|SecureMail|CentralizedTransport' '*' True
contoso_zone contoso-2010-autod
contoso_after contoso-2010-autod
