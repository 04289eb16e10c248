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

#endif
