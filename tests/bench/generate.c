#include "bench.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

void
zone_host(unsigned i, char name[64])
{
	g_snprintf(name, 64, "host%u.dept%u.contoso.com", i, i % 50);
}

/* Of 1000 records: what large zones hold, with blank owners, parentheses and long texts. */
static const struct { unsigned upto; const char *rdata; } mix[] = {
	{ 460, "A 203.0.113.7" }, { 595, "AAAA 2001:db8::7" }, { 811, "CNAME mail.contoso.com." }, { 865, "MX 10 mail" },
	{ 900, "TXT \"v=spf1 include:spf.protection.outlook.com -all\"" },
	{ 945, "TXT ( \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0Zf3n9u3mVb0\"\n\t\"7KcQ0y8wQxq6y1mJb0QIDAQAB\" )" },
	{ 1000, "SRV 0 5 443 mail" },
};

bool
make_zone(const char *path, unsigned records)
{
	FILE *f = fopen(path, "w");
	unsigned seed = 1;
	char name[64];

	if (f == NULL)
		return false;
	fputs("$ORIGIN contoso.com.\n$TTL 3600\n@ IN SOA ns1 hostmaster ( 1 7200 900 1209600 300 )\n@ NS ns1\nmail A 203.0.113.1\n", f);
	for (unsigned i = 0; i < records; i++) {
		unsigned k = 0, draw;

		seed = seed * 1103515245 + 12345;
		draw = (seed >> 16) % 1000;
		while (draw >= mix[k].upto)
			k++;
		if (draw % 7 == 0 && i > 0)
			fprintf(f, "\t%s\n", mix[k].rdata);
		else if (draw % 2 == 0)
			fprintf(f, "Host%u.dept%u 300 IN %s\n", i, i % 50, mix[k].rdata);
		else {
			zone_host(i, name);
			fprintf(f, "%s. 300 IN %s\n", name, mix[k].rdata);
		}
	}
	return fclose(f) == 0;
}

bool
make_large_zone(const char *path, unsigned megabytes)
{
	enum { RECORDS_OF_A_MEGABYTE = 19500 };

	return make_zone(path, megabytes * RECORDS_OF_A_MEGABYTE);
}

static bool
make_lines(const char *path, unsigned n, void (*print)(FILE *, unsigned))
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		return false;
	fputs("$ORIGIN contoso.com.\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 900 1209600 300\n", f);
	for (unsigned i = 0; i < n; i++)
		print(f, i);
	return fclose(f) == 0;
}

static void
print_crowded(FILE *f, unsigned i)
{
	fprintf(f, "host0.dept0 A 198.%u.%u.%u\n", 18 + i / 65536 % 2, i / 256 % 256, i % 256);
}

static void
print_open(FILE *f, unsigned i)
{
	fprintf(f, "text%u TXT ( \"%u\"\n", i, i);
}

bool
make_crowded_zone(const char *path, unsigned records)
{
	return make_lines(path, records, print_crowded);
}

bool
make_open_zone(const char *path, unsigned lines)
{
	return make_lines(path, lines, print_open);
}

/* autod: the first domain is the Autodiscover domain, which spares the others theirs. */
static bool
make_tables(const char *folder, unsigned domains, bool autod)
{
	char *accepted = g_build_filename(folder, "accepted-domains.csv", NULL), *hybrid = g_build_filename(folder, "hybrid.csv", NULL);
	FILE *a = fopen(accepted, "w"), *h = fopen(hybrid, "w");
	bool ok = a != NULL && h != NULL;

	if (ok) {
		fputs("\"Name\",\"DomainName\",\"DomainType\",\"Default\"\r\n", a);
		fputs("\"Identity\",\"Domains\",\"Features\",\"OnPremisesSmartHost\"\r\n\"Hybrid Configuration\",\"", h);
		for (unsigned i = 0; i < domains; i++) {
			fprintf(a, "\"d%u.example\",\"d%u.example\",\"Authoritative\",\"%s\"\r\n", i, i, i == 0 ? "True" : "False");
			fprintf(h, "%s%sd%u.example", i > 0 ? "|" : "", autod && i == 0 ? "autod:" : "", i);
		}
		fputs("\",\"FreeBusy\",\"mail.d0.example\"\r\n", h);
	}
	ok = (a == NULL || fclose(a) == 0) && (h == NULL || fclose(h) == 0) && ok;
	g_free(accepted);
	g_free(hybrid);
	return ok;
}

/* Who signs: a certificate that is to be one's own issuer has none. */
struct authority {
	EVP_PKEY *key;
	X509 *certificate;
};

static void
add_extension(X509 *x, int nid, const char *text)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, text);

	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
}

static X509 *
make_certificate(EVP_PKEY *key, const char *common_name, long serial, const struct authority *by)
{
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
	ASN1_TIME_set(X509_getm_notBefore(x), 1767225600);
	ASN1_TIME_set(X509_getm_notAfter(x), 1798761600);
	X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, (const unsigned char *)"Contoso", -1, -1, 0);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)common_name, -1, -1, 0);
	X509_set_issuer_name(x, by->certificate != NULL ? X509_get_subject_name(by->certificate) : name);
	X509_set_pubkey(x, key);
	return x;
}

static X509 *
make_leaf(EVP_PKEY *key, unsigned i, const struct authority *by)
{
	char name[64], names[128];
	X509 *x;

	g_snprintf(name, sizeof name, "mail%u.contoso.com", i);
	g_snprintf(names, sizeof names, "DNS:mail%u.contoso.com,DNS:autodiscover%u.contoso.com", i, i);
	x = make_certificate(key, name, (long)i + 1, by);
	add_extension(x, NID_subject_alt_name, names);
	X509_sign(x, by->key, EVP_sha256());
	return x;
}

static X509 *
make_authority(EVP_PKEY *key, const char *name, const struct authority *by)
{
	X509 *x = make_certificate(key, name, 1, by);

	add_extension(x, NID_basic_constraints, "critical,CA:TRUE");
	X509_sign(x, by->key, EVP_sha256());
	return x;
}

static bool
write_leaves(const char *path, unsigned n, EVP_PKEY *key, const struct authority *by)
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		return false;
	for (unsigned i = 0; i < n; i++) {
		X509 *x = make_leaf(key, i, by);

		PEM_write_X509(f, x);
		X509_free(x);
	}
	return fclose(f) == 0;
}

bool
make_certificates(const char *path, unsigned n)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	const struct authority self = { key, NULL };
	const bool ok = write_leaves(path, n, key, &self);

	EVP_PKEY_free(key);
	return ok;
}

/* Certificates of one authority below a root, which lie beside them. */
bool
make_issued(const char *folder, unsigned n)
{
	EVP_PKEY *key = EVP_EC_gen("P-256"), *above = EVP_EC_gen("P-256");
	struct authority root = { above, NULL }, issuing = { key, NULL };
	char *authorities = g_build_filename(folder, "authorities.pem", NULL), *leaves = g_build_filename(folder, "servers.pem", NULL);
	bool ok = g_mkdir_with_parents(folder, 0755) == 0 && make_tables(folder, 10, false);
	FILE *f = ok ? fopen(authorities, "w") : NULL;

	root.certificate = make_authority(above, "Root", &root);
	issuing.certificate = make_authority(key, "Issuing", &root);
	ok = f != NULL && PEM_write_X509(f, root.certificate) == 1 && PEM_write_X509(f, issuing.certificate) == 1;
	ok = (f == NULL || fclose(f) == 0) && ok && write_leaves(leaves, n, key, &issuing);
	X509_free(root.certificate);
	X509_free(issuing.certificate);
	EVP_PKEY_free(key);
	EVP_PKEY_free(above);
	g_free(authorities);
	g_free(leaves);
	return ok;
}

/* Accepted domains, the hybrid configuration with all of them, and a zone file for each. */
static bool
make_domains(const char *folder, unsigned domains, bool autod, const char *record)
{
	char *zones = g_build_filename(folder, "external", NULL);
	bool ok = g_mkdir_with_parents(zones, 0755) == 0 && make_tables(folder, domains, autod);

	for (unsigned i = 0; ok && i < domains; i++) {
		char *path = g_strdup_printf("%s/d%u.example.dns", zones, i);
		FILE *f = fopen(path, "w");

		ok = f != NULL && fprintf(f, "@ 3600 IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n@ MX 10 mail\n"
		    "mail A 203.0.113.1\n%sns1 A 203.0.113.2\n", record) > 0;
		ok = (f == NULL || fclose(f) == 0) && ok;
		g_free(path);
	}
	g_free(zones);
	return ok;
}

bool
make_customer(const char *folder, unsigned domains)
{
	return make_domains(folder, domains, true, "autodiscover CNAME mail\n");
}

bool
make_open_customer(const char *folder, unsigned domains)
{
	return make_domains(folder, domains, false, "");
}

/* Ten failures in every domain: its service record, an alias to the cloud, mail hosts that are an alias and nothing, no DKIM, two SPF
 * and two DMARC records, no reports on TLS, and nothing of it accepted in the cloud. */
bool
make_failing_customer(const char *folder, unsigned domains)
{
	static const char records[] = "@ MX 10 nothing\n@ MX 20 alias\nalias CNAME mail\n_autodiscover._tcp SRV 0 0 443 alias\n"
	    "autodiscover CNAME autodiscover.outlook.com.\n@ TXT \"v=spf1 mx ~all\"\n@ TXT \"v=spf1 +all\"\n"
	    "_dmarc TXT \"v=DMARC1; p=none\"\n_dmarc TXT \"v=DMARC1; p=x\"\n";
	static const char accepted[] = "\"Name\",\"DomainName\",\"DomainType\",\"Default\"\r\n"
	    "\"cloud\",\"contoso.mail.onmicrosoft.com\",\"Authoritative\",\"True\"\r\n";
	char *cloud = g_build_filename(folder, "cloud", NULL), *path = g_build_filename(cloud, "EXO-AcceptedDomain.csv", NULL);
	const bool ok = make_domains(folder, domains, false, records) && g_mkdir_with_parents(cloud, 0755) == 0 &&
	    g_file_set_contents(path, accepted, -1, NULL);

	g_free(path);
	g_free(cloud);
	return ok;
}
