/*
 * make LIST KEYS OUT: makes the certificates of the list, signed with the keys in KEYS, as PEM with their text above.
 * RSA signatures (PKCS #1 v1.5) and serial numbers taken from the name make every run give the same bytes.
 */
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME, SUBJECT, NAMES, ISSUER, FROM, UNTIL, KIND, COLUMNS };

struct row {
	char *column[COLUMNS];
};

static struct row rows[1000];
static size_t nrows;

static char *
trim(char *s)
{
	char *end = s + strlen(s);

	while (isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return s;
}

static void
read_list(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[4096];

	if (f == NULL)
		err(1, "%s", path);
	while (fgets(line, sizeof line, f) != NULL) {
		char *rest = strdup(trim(line));
		size_t i;

		if (*rest == '\0' || *rest == '#')
			continue;
		for (i = 0; i < COLUMNS && rest != NULL; i++)
			rows[nrows].column[i] = trim(strsep(&rest, "|"));
		if (i != COLUMNS || rest != NULL)
			errx(1, "%s: not %d columns: %s", path, COLUMNS, rows[nrows].column[NAME]);
		nrows++;
	}
	fclose(f);
}

static const struct row *
find(const char *name)
{
	for (size_t i = 0; i < nrows; i++) {
		if (strcmp(rows[i].column[NAME], name) == 0)
			return &rows[i];
	}
	errx(1, "no certificate %s in the list", name);
}

static bool
is(const struct row *r, const char *word)
{
	char *kind = strdup(r->column[KIND]), *rest = kind, *w;
	bool found = false;

	while ((w = strsep(&rest, " ")) != NULL)
		found = found || strcmp(w, word) == 0;
	free(kind);
	return found;
}

/* The word's value in the kind column: "key=ec" gives "ec"; NULL when it is not there. */
static const char *
option(const struct row *r, const char *key, char value[64])
{
	const char *p = strstr(r->column[KIND], key);

	if (p == NULL || sscanf(p + strlen(key), "=%63s", value) != 1)
		return NULL;
	return value;
}

static const char *
key_name(const struct row *r, char word[64])
{
	const char *name = option(r, "key", word);

	return name != NULL ? name : is(r, "ca") ? r->column[NAME] : "leaf";
}

static EVP_PKEY *
read_key(const char *folder, const char *name)
{
	char path[4096];
	EVP_PKEY *key;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.key", folder, name);
	if ((f = fopen(path, "r")) == NULL)
		err(1, "%s", path);
	if ((key = PEM_read_PrivateKey(f, NULL, NULL, NULL)) == NULL)
		errx(1, "%s: no key", path);
	fclose(f);
	return key;
}

/* The list writes names as .NET prints them, most specific first; DER wants the reverse. "\," is a comma, " + " joins the
 * attributes of one RDN. */
static X509_NAME *
read_name(const char *text)
{
	X509_NAME *name = X509_NAME_new();
	char buffer[1024], *p = buffer;
	const char *parts[32];
	bool joined[33] = { false };        /* to the part before it */
	size_t n = 0;

	snprintf(buffer, sizeof buffer, "%s", text);
	while (*p != '\0' && n < 32) {
		char *to = p;

		parts[n++] = p;
		for (; *p != '\0' && strncmp(p, ", ", 2) != 0 && strncmp(p, " + ", 3) != 0; p++) {
			if (*p == '\\')
				p++;
			*to++ = *p;
		}
		joined[n] = *p == ' ';
		if (*p != '\0')
			p += joined[n] ? 3 : 2;
		*to = '\0';
	}
	while (n-- > 0) {
		char *value = strchr(parts[n], '=');

		*value++ = '\0';
		if (strcmp(parts[n], "S") == 0)
			parts[n] = "ST";
		if (X509_NAME_add_entry_by_txt(name, parts[n], MBSTRING_UTF8, (unsigned char *)value, -1, -1, joined[n + 1] ? -1 : 0) != 1)
			errx(1, "bad name: %s", text);
	}
	return name;
}

static void
set_time(ASN1_TIME *to, const char *day, const char *clock)
{
	char text[32];

	snprintf(text, sizeof text, "%.4s%.2s%.2s%sZ", day, day + 5, day + 8, clock);
	if (ASN1_TIME_set_string_X509(to, text) != 1)
		errx(1, "bad day %s", day);
}

static void
set_serial(X509 *x, const char *name)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	BIGNUM *n;

	SHA256((const unsigned char *)name, strlen(name), digest);
	digest[0] = (digest[0] & 0x7f) | 0x40;
	n = BN_bin2bn(digest, 16, NULL);
	BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x));
	BN_free(n);
}

static void
extension(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *e;

	X509V3_set_ctx(&context, issuer, x, NULL, NULL, 0);
	if ((e = X509V3_EXT_conf_nid(NULL, &context, nid, value)) == NULL)
		errx(1, "bad extension: %s", value);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
}

/* By hand, because the configuration's grammar would refuse the faulty names that tests need; "_" stands for a blank
 * in names with "blank:" before them. */
static void
set_names(X509 *x, const char *names)
{
	GENERAL_NAMES *all = GENERAL_NAMES_new();
	char *copy = strdup(names), *rest = copy, *word;

	while ((word = strsep(&rest, " ")) != NULL) {
		GENERAL_NAME *g = GENERAL_NAME_new();

		if (strncmp(word, "ip:", 3) == 0) {
			GENERAL_NAME_set0_value(g, GEN_IPADD, a2i_IPADDRESS(word + 3));
		} else {
			ASN1_IA5STRING *s = ASN1_IA5STRING_new();
			const bool mail = strncmp(word, "email:", 6) == 0, blank = strncmp(word, "blank:", 6) == 0;

			for (char *p = word; blank && *p != '\0'; p++) {
				if (*p == '_')
					*p = ' ';
			}
			ASN1_STRING_set(s, mail || blank ? word + 6 : word, -1);
			GENERAL_NAME_set0_value(g, mail ? GEN_EMAIL : GEN_DNS, s);
		}
		sk_GENERAL_NAME_push(all, g);
	}
	X509_add1_ext_i2d(x, NID_subject_alt_name, all, 0, 0);
	GENERAL_NAMES_free(all);
	free(copy);
}

/* Alternative names that do not decode: the sequence claims more octets than there are. */
static void
set_damaged_names(X509 *x)
{
	const unsigned char bytes[] = { 0x30, 0x07, 0x82, 0x04, 'm', 'a', 'i', 'l' };
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *e;

	ASN1_OCTET_STRING_set(value, bytes, sizeof bytes);
	e = X509_EXTENSION_create_by_NID(NULL, NID_subject_alt_name, 0, value);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	ASN1_OCTET_STRING_free(value);
}

/* An issuer whose certificate is nowhere: its name and key identifier alone, "issuer=HEX" with the DN in the issuer column. */
static void
set_absent_issuer(X509 *x, const char *key_id)
{
	AUTHORITY_KEYID *a = AUTHORITY_KEYID_new();
	long n;
	unsigned char *bytes = OPENSSL_hexstr2buf(key_id, &n);

	a->keyid = ASN1_OCTET_STRING_new();
	ASN1_OCTET_STRING_set(a->keyid, bytes, (int)n);
	X509_add1_ext_i2d(x, NID_authority_key_identifier, a, 0, 0);
	AUTHORITY_KEYID_free(a);
	OPENSSL_free(bytes);
}

static void
set_extensions(X509 *x, X509 *issuer, const struct row *r)
{
	char word[64];
	const bool ca = is(r, "ca");

	if (ca || is(r, "not-ca"))
		extension(x, issuer, NID_basic_constraints, is(r, "not-ca") ? "critical,CA:FALSE" :
		    is(r, "pathlen0") ? "critical,CA:TRUE,pathlen:0" : "critical,CA:TRUE");
	extension(x, issuer, NID_key_usage,
	    ca && !is(r, "not-ca") ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature,keyEncipherment");
	if (!ca && !is(r, "no-eku"))
		extension(x, issuer, NID_ext_key_usage,
		    is(r, "client-only") ? "clientAuth" : is(r, "client") ? "serverAuth,clientAuth" : "serverAuth");
	extension(x, issuer, NID_subject_key_identifier, "hash");
	if (option(r, "issuer", word) != NULL)
		set_absent_issuer(x, word);
	else if (!is(r, "self"))
		extension(x, issuer, NID_authority_key_identifier, "keyid:always");
	if (strcmp(r->column[NAMES], "-") != 0)
		set_names(x, r->column[NAMES]);
	if (is(r, "names-damaged"))
		set_damaged_names(x);
	if (is(r, "ldap")) {
		extension(x, issuer, NID_crl_distribution_points, "URI:ldap:///CN=contoso-DC1-CA?certificateRevocationList?base");
		extension(x, issuer, NID_info_access, "caIssuers;URI:ldap:///CN=contoso-DC1-CA?cACertificate?base");
	} else if (is(r, "internal-host")) {
		extension(x, issuer, NID_crl_distribution_points, "URI:http://dc1.corp.contoso.local/CertEnroll/ca.crl");
	} else if (is(r, "ldap-host")) {
		extension(x, issuer, NID_info_access, "caIssuers;URI:ldap://dc1.corp.contoso.local/CN=contoso-DC1-CA?cACertificate?base");
	} else if (is(r, "file-share")) {
		extension(x, issuer, NID_crl_distribution_points, "URI:file://dc1.corp.contoso.local/CertEnroll/ca.crl");
	} else if (!ca && !is(r, "self")) {
		extension(x, issuer, NID_info_access, "caIssuers;URI:http://ca.treyresearch.net/ca.crt");
	}
}

static X509 *
make(const struct row *r, const char *keys)
{
	const bool self = is(r, "self");
	char word[64], other[64];
	const bool absent = option(r, "issuer", word) != NULL;
	const struct row *by = self || absent ? r : find(r->column[ISSUER]);
	X509 *x = X509_new(), *issuer = self || absent ? x : make(by, keys);
	EVP_PKEY *key = read_key(keys, key_name(r, word));
	EVP_PKEY *signer = read_key(keys, option(r, "signed", other) != NULL ? other : key_name(by, word));
	X509_NAME *name = read_name(r->column[SUBJECT]);

	X509_set_version(x, X509_VERSION_3);
	set_serial(x, r->column[NAME]);
	X509_set_subject_name(x, name);
	X509_NAME_free(name);
	name = absent ? read_name(r->column[ISSUER]) : X509_NAME_dup(X509_get_subject_name(issuer));
	X509_set_issuer_name(x, name);
	X509_NAME_free(name);
	set_time(X509_getm_notBefore(x), r->column[FROM], "000000");
	set_time(X509_getm_notAfter(x), r->column[UNTIL], "235959");
	X509_set_pubkey(x, key);
	set_extensions(x, issuer, r);
	if (X509_sign(x, signer, is(r, "sha1") ? EVP_sha1() : EVP_sha256()) == 0)
		errx(1, "%s: not signed", r->column[NAME]);
	EVP_PKEY_free(key);
	EVP_PKEY_free(signer);
	if (issuer != x)
		X509_free(issuer);
	return x;
}

static void
write_text(FILE *f, X509 *x, const struct row *r)
{
	const unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
	unsigned char digest[SHA_DIGEST_LENGTH];

	fprintf(f, "Certificate: %s\nSubject: ", r->column[NAME]);
	X509_NAME_print_ex_fp(f, X509_get_subject_name(x), 0, flags);
	fputs("\nIssuer: ", f);
	X509_NAME_print_ex_fp(f, X509_get_issuer_name(x), 0, flags);
	fprintf(f, "\nNames: %s\nNot before: %s 00:00:00 UTC\nNot after: %s 23:59:59 UTC\nSHA-1: ",
	    r->column[NAMES], r->column[FROM], r->column[UNTIL]);
	X509_digest(x, EVP_sha1(), digest, NULL);
	for (size_t i = 0; i < sizeof digest; i++)
		fprintf(f, "%02X", digest[i]);
	fputc('\n', f);
}

int
main(int argc, char **argv)
{
	if (argc != 4)
		errx(1, "usage: make LIST KEYS OUT");
	read_list(argv[1]);
	for (size_t i = 0; i < nrows; i++) {
		X509 *x = make(&rows[i], argv[2]);
		char path[4096];
		FILE *f;

		snprintf(path, sizeof path, "%s/%s.pem", argv[3], rows[i].column[NAME]);
		if ((f = fopen(path, "w")) == NULL)
			err(1, "%s", path);
		write_text(f, x, &rows[i]);
		PEM_write_X509(f, x);
		if (fclose(f) != 0)
			err(1, "%s", path);
		X509_free(x);
	}
	return 0;
}
