#ifndef RULES_VERSIONS_H
#define RULES_VERSIONS_H

#include "servers.h"

/* What the files of the family share. */

/* A row of a server whose build is not known, or not known well enough: only the file version tells updates. */
struct finding *judge_build_unknown(struct judge *, enum severity, const struct server *);

/* A build as "Exchange 2016 CU23 (15.1.2507.6)"; name "": the number alone.  Free with g_free(). */
char *build_text(const char *name, const struct version *);

/* versions_updates.c */
void check_2013_updates(const struct facts *, struct judge *);          /* VER-004 */
void check_cumulative_update(const struct facts *, struct judge *);     /* VER-005 */
void check_security_update(const struct facts *, struct judge *);       /* VER-006 */
void check_listed(const struct facts *, struct judge *);                /* VER-017 */

/* versions_support.c */
void check_support(const struct facts *, struct judge *);               /* VER-007 */
void check_enforcement(const struct facts *, struct judge *);           /* VER-010 */
void check_hybrid_app_build(const struct facts *, struct judge *);      /* VER-011 */
void check_tls(const struct facts *, struct judge *);                   /* VER-016 */

/* versions_organisation.c */
void check_base(const struct facts *, struct judge *);                  /* VER-008 */
void check_coexistence(const struct facts *, struct judge *);           /* VER-009 */
void check_mixed_builds(const struct facts *, struct judge *);          /* VER-012 */
void check_several_tenants(const struct facts *, struct judge *);       /* VER-014 */
void check_se_coexistence(const struct facts *, struct judge *);        /* VER-015 */
void check_roles(const struct facts *, struct judge *);                 /* VER-018 */

#endif
