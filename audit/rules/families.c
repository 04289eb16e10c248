#include "rule.h"

extern const struct family autodiscover_family, names_family, receive_family, send_family, cloud_family, mailflow_family, dns_family;

const struct family *const families[] = {
	&autodiscover_family, &names_family, &receive_family, &send_family, &cloud_family, &mailflow_family, &dns_family, NULL
};
