#include "rule.h"

extern const struct family autodiscover_family, hybrid_family, names_family, certificates_family, receive_family, send_family,
    cloud_family, mailflow_family, dns_family, zones_family, urls_family, versions_family, licences_family, edge_family,
    authentication_family, general_family;

const struct family *const families[] = {
	&autodiscover_family, &hybrid_family, &names_family, &certificates_family, &receive_family, &send_family, &cloud_family,
	&mailflow_family, &dns_family, &zones_family, &urls_family, &versions_family, &licences_family, &edge_family,
	&authentication_family, &general_family, NULL
};
