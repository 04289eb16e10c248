directory /var/named
cache . named.root
primary contoso.com contoso.com.zone
secondary fabrikam.com 203.0.113.1 fabrikam.com.bak
