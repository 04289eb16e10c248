#ifndef FACTS_CERTIFICATE_H
#define FACTS_CERTIFICATE_H

#include <glib.h>
#include <stdbool.h>

#include "dn.h"
#include "object.h"
#include "region.h"
#include "value.h"

struct facts;

/* What is known of the path from a certificate to a root, judged at the as-of date by the certificate reader. */
enum chain_state {
	CHAIN_UNKNOWN,              /* known from a CSV row only, or a CA certificate */
	CHAIN_SELF_SIGNED,
	CHAIN_COMPLETE,             /* verifies up to a self-signed certificate in the folder, --trust, or knowledge/roots.csv */
	CHAIN_LEAF_ONLY,            /* no issuer in the folder; the file holds nothing but the leaf */
	CHAIN_INTERMEDIATE_MISSING, /* no issuer in the folder, although the file is a bundle */
	CHAIN_ISSUER_UNKNOWN,       /* intermediates are there; the issuer of the last one is nowhere */
	CHAIN_BROKEN_LINK,          /* a signature or a CA constraint does not verify */
	CHAIN_DAMAGED,              /* the issuer is there by name, but the extensions of a certificate do not decode */
	CHAIN_INTERMEDIATE_EXPIRED
};

enum key_type { KEY_UNKNOWN, KEY_RSA, KEY_EC, KEY_OTHER };

/*
 * One certificate, known from a file, from Get-ExchangeCertificate rows, or both.
 * Times are seconds since 1970-01-01 UTC, both ends inclusive (RFC 5280, 4.1.2.5).
 */
struct certificate {
	struct place at;                /* file:line of the block, or the first CSV row; item = thumbprint */
	const char *thumbprint;         /* SHA-1, 40 upper-case hex */
	const char *sha256;             /* 64 lower-case hex; NULL when known from a row only */
	bool from_file;
	const struct dn *subject, *issuer;   /* NULL when a row's text is no DN */
	const char *subject_text, *issuer_text;   /* .NET's spelling */
	const char *common_name;        /* last CN in DER order (most specific), as written; NULL when there is none */
	const char *common_name_host;   /* its normal form (name.h); NULL when it is no domain name */
	bool names_known;               /* false: the row's CertificateDomains was lost or not exported */
	bool has_dns_names;             /* a dNSName is in the SAN (from a row only: CertificateDomains is not empty) */
	size_t nnames;
	const char *const *names;       /* dNSNames in normal form (name.h), in the certificate's order; never the CN */
	size_t nbad_names;
	const char *const *bad_names;   /* SAN entries that are no domain name, made printable */
	bool dates_known;               /* both */
	bool not_after_known;
	gint64 not_before, not_after;
	enum key_type key_type;         /* UNKNOWN: from a row, or a key that does not decode */
	unsigned key_bits;              /* modulus, or order of the curve; 0: not known */
	bool weak_exponent;             /* RSA: even or below 65537 */
	const char *signature_hash;     /* "SHA256"; "" of a scheme with a hash of its own (Ed25519); NULL: not known */
	enum answer has_usages;         /* an extended key usage extension; UNKNOWN from a row, or when it does not decode */
	bool server_auth, client_auth;  /* named in it; anyExtendedKeyUsage names both */
	size_t naddresses;
	const char *const *addresses;   /* iPAddress entries of the SAN, as printed */
	enum answer is_ca;
	enum answer self_signed;        /* subject = issuer and the signature verifies with its own key; a row: IsSelfSigned */
	const char *key_id, *authority_key_id;   /* lower-case hex or NULL */
	bool internal_ca_evidence;      /* AIA or CRL points to ldap:/// or a host that cannot be public */
	enum chain_state chain;
	const char *chain_issuer;       /* DN whose certificate is missing, or of the broken / expired one; NULL */
	enum answer public_root;        /* the chain ends in knowledge/roots.csv or --trust */
	size_t nabove;                  /* the intermediates that the chain was built of, as far as it goes, the nearest first */
	const struct certificate *const *above;
	const char *chain_root;         /* subject of the root it ends in, or NULL */
	bool bundle;                    /* its file holds other certificates too */
	const unsigned char *der;       /* the certificate itself; NULL when known from a row only */
	size_t der_size;
	const unsigned char *key_info;  /* its SubjectPublicKeyInfo as DER; NULL when known from a row only */
	size_t key_info_size;
	enum answer private_key;        /* a PFX holds its key: YES; only another key in its place: NO; a public file, a key that stays closed:
	                                 * UNKNOWN.  Rows have their own column. */
	struct place key_at;            /* the PFX that tells; unused when UNKNOWN */
	const char *key_provider;       /* cryptographic provider that a PFX names for its key ("Microsoft Software Key Storage Provider"); or
	                                 * NULL */
};

struct certificates {
	GPtrArray *all;                 /* struct certificate *, in order of thumbprint after certificates_finish() */
	GHashTable *by_thumbprint;
	GPtrArray *bindings;            /* struct binding *, in order of the rows; after certificates_finish() */
	GHashTable *named;              /* set of those that a tag or thumbprint of the configuration names; after certificates_finish() */
	GPtrArray *leaves;              /* what certificate_leaves() gives; after certificates_finish() */
	GHashTable *by_names;           /* those by the rough form of subject and issuer -> GPtrArray; after certificates_finish() */
};

struct certificates *certificates_new(void);
void certificates_free(struct certificates *);
struct certificate *certificates_find(const struct certificates *, const char *thumbprint);
void certificates_add(struct certificates *, struct certificate *);

/* Adds the certificates known from Get-ExchangeCertificate rows only, and sorts. Pending requests are left out. */
void certificates_finish(struct facts *);

/* A7: does the certificate cover the host (normal form) for HTTPS?  CN_ONLY: the CN would, but dNSNames exist, so it
 * does not (RFC 9525, 6.3).  Without dNSNames the CN decides. UNKNOWN: the names are not known. */
enum cover { COVER_NO, COVER_YES, COVER_CN_ONLY, COVER_UNKNOWN };
enum cover certificate_covers(const struct certificate *, const char *host);

/* A7s: does it answer for a TLS domain in SMTP?  Names are CN and dNSNames; certificate *.d also matches d; TLS domain
 * *.d matches d, x.d (one label) and *.d.  CN_ONLY: a match through the CN alone, although dNSNames exist. */
enum cover certificate_covers_smtp(const struct certificate *, const char *tls_domain);

/* Fill certificates->named, then ->leaves and ->by_names: steps of certificates_finish(). */
void certificates_find_named(struct facts *);
void certificates_find_leaves(struct facts *);

/* Is it valid at the time?  UNKNOWN without dates. */
enum answer certificate_valid(const struct certificate *, gint64 at);

/* Auth, federation and WMSvc certificates, the per-server self-signed default, and CA certificates are exempt from the
 * rules about public certificates (rules of 4; see certificate_is_leaf for the scope). */
bool certificate_is_exempt(const struct facts *, const struct certificate *);

/* The certificates that a row, the hybrid configuration, a connector or a binding refers to; without such data every
 * non-CA certificate of the files.  struct certificate *; not to be changed; free with g_ptr_array_unref(). */
GPtrArray *certificate_leaves(const struct facts *);

/* The leaves that may have the certificate's subject and issuer, itself among them; NULL when a name of it is not known. */
const GPtrArray *certificates_of_names(const struct facts *, const struct certificate *);

/* All certificates a tag (A9) or thumbprint names, newest first.  Free with g_ptr_array_unref(). */
GPtrArray *certificates_by_tag(const struct facts *, const struct tag *);

/* A Get-ExchangeCertificate row as a fact. */
struct binding {
	const struct object *row;
	const char *server;                       /* name_server() form */
	const struct certificate *certificate;    /* never NULL */
};

/* Rows of a server (any spelling); NULL server: all. struct binding *, free with g_ptr_array_unref(). */
GPtrArray *bindings_of(const struct facts *, const char *server);

/* Does the row's Services column name the service ("IIS", "SMTP")? */
enum answer binding_has_service(const struct binding *, const char *service);

/* A8: the certificates that may answer for a service. */
struct candidates {
	bool assumed;               /* from the files, no row tells */
	const char *reason;         /* not-evaluated token when `certificates` is empty: no-candidate, server-not-exported, input-missing, ... */
	GPtrArray *certificates;    /* struct certificate * */
};
struct candidates candidates_for(const struct facts *, const char *service, const char *server);
void candidates_clear(struct candidates *);

/* A14: the secure-mail certificate of the organisation. */
struct secure_mail {
	const char *reason;         /* not-evaluated token when there is none: no-secure-mail-certificate, value-lost, ... */
	struct tag tag;             /* what names it (all NULL when assumed from A8) */
	struct place at;
	bool assumed;
	GPtrArray *certificates;    /* matches, newest first; may be empty although the tag is there */
};
struct secure_mail secure_mail_certificate(const struct facts *);
void secure_mail_clear(struct secure_mail *);

/* The certificate a receive connector offers on its server (A14, second paragraph). */
struct offered {
	const struct certificate *certificate;    /* NULL with a reason */
	const char *reason;
	bool assumed;
};
struct offered certificate_offered(const struct facts *, const struct object *receive_connector, const char *server);

#endif
