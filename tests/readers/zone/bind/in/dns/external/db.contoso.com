$ORIGIN .
$TTL 3600	; 1 hour
contoso.com		IN SOA	ns1.contoso.com. hostmaster.contoso.com. (
				2026032401 ; serial
				7200       ; refresh (2 hours)
				900        ; retry (15 minutes)
				1209600    ; expire (2 weeks)
				300        ; minimum (5 minutes)
				)
			NS	ns1.contoso.com.
			NS	ns2.fabrikam.com.
			MX	10 mail.contoso.com.
			TXT	( "v=spf1 include:spf.protection.outlook.com "
				"-all" )
			CAA	0 issue "ca.example"
$ORIGIN contoso.com.
$TTL 1h30m
autodiscover		CNAME	mail
mail			A	203.0.113.5
			AAAA	2001:db8::5
$TTL 300
_autodiscover._tcp	SRV	0 5 443 mail
ns1			A	203.0.113.1
