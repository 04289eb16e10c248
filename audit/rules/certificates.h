#ifndef RULES_CERTIFICATES_H
#define RULES_CERTIFICATES_H

#include "rule.h"

/* What the rules about certificates ask in common. */

/* A row about a certificate: value `name` (its common name, else its subject), and where it was read. */
struct finding *about_certificate(struct finding *, const struct certificate *);

/* Does the hybrid deployment use it?  Named by the hybrid configuration or a connector, bound to IIS on a server that
 * publishes; for SMTP on a server that carries mail too, when nothing names a certificate; without rows every leaf.
 * UNKNOWN when a Services column does not tell. */
enum answer certificate_in_use(const struct facts *, const struct certificate *);

/* Is a valid certificate there that has the same subject and issuer, and is used? */
bool certificate_superseded(const struct facts *, const struct certificate *);

/* Could it be one of the certificates that are exempt (certificate_is_exempt)?  Its subject would tell, and is not known. */
bool certificate_nameless(const struct facts *, const struct certificate *);

/* Does it sign itself?  A row without the column tells by its names. */
enum answer certificate_self_signed(const struct certificate *);

/* Was it issued by a public authority?  UNKNOWN: that cannot be told.  evidence: an internal authority shows in the file. */
enum answer certificate_public(const struct facts *, const struct certificate *, bool *evidence);

/* Is it on one of the servers that carry mail, with its key and for SMTP? */
enum answer certificate_ready(const struct facts *, const struct certificate *);

/* The rows of a server that hold one of the certificates; free with g_ptr_array_unref(). */
GPtrArray *bindings_among(const struct facts *, const char *server, const GPtrArray *certificates);

/* A row of the server that may be one that the tag names, although the export does not tell its subject and issuer; or NULL. */
const struct binding *binding_unclear(const struct facts *, const char *server, const struct tag *);

/* The property that makes such a row unclear. */
int unclear_property(const struct binding *);

/* The property of a certificate's row that is not known; judges it for the certificate (and its server). */
struct finding *judge_row_unknown(struct judge *, enum severity, const char *subject, const struct binding *, int property);

/* Judges every leaf (certificate_leaves()). */
typedef void judge_leaf(const struct facts *, struct judge *, const struct certificate *);
void each_leaf(const struct facts *, struct judge *, judge_leaf *);

/* The same without those that the rules about public certificates leave alone: they get a not-applicable row, and one that may be
 * such, since its subject is not known, a not-evaluated one. */
void each_public_leaf(const struct facts *, struct judge *, enum severity, judge_leaf *);

/* Why a column does not tell: a row of the certificate, else one beside it, since what serves a server is told by all of its rows. */
struct finding *judge_column_unknown(const struct facts *, struct judge *, enum severity, const struct certificate *, int property);

/* Is it left alone by the rules about public certificates?  Exempt ones, and those that nothing in the hybrid deployment uses. */
bool certificate_aside(const struct facts *, const struct certificate *);

/* A day as value `name`, "2026-06-01". */
void tell_date(struct finding *, const char *name, gint64 seconds);

/* Rules of the other files of certificates. */
void check_usable(const struct facts *, struct judge *);
void check_private_key(const struct facts *, struct judge *);
void check_services(const struct facts *, struct judge *);
void check_same_tag(const struct facts *, struct judge *);
void check_installed(const struct facts *, struct judge *);
void check_hybrid_certificate(const struct facts *, struct judge *);
void check_web_host(const struct facts *, struct judge *);
void check_transport_names(const struct facts *, struct judge *);
void check_attribution(const struct facts *, struct judge *);
void check_files(const struct facts *, struct judge *);
void check_has_san(const struct facts *, struct judge *);
void check_subject(const struct facts *, struct judge *);
void check_certified_names(const struct facts *, struct judge *);
void check_key_size(const struct facts *, struct judge *);
void check_hash(const struct facts *, struct judge *);
void check_server_auth(const struct facts *, struct judge *);
void check_client_auth(const struct facts *, struct judge *);
void check_renewed(const struct facts *, struct judge *);
void check_one_match(const struct facts *, struct judge *);
void check_curve(const struct facts *, struct judge *);
void check_wildcard_names(const struct facts *, struct judge *);
void check_period(const struct facts *, struct judge *);
void check_status(const struct facts *, struct judge *);
void check_tag_length(const struct facts *, struct judge *);
void check_count_of_names(const struct facts *, struct judge *);

#endif
