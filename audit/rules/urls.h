#ifndef RULES_URLS_H
#define RULES_URLS_H

#include "rule.h"

/* The directories of a server that clients reach: that of the back end site is none.  const struct object *, free with
 * g_ptr_array_unref(). */
GPtrArray *directories_of(const struct facts *, enum kind, const struct server *);

/* Calls judge for every server that publishes (P of A1), and adds a row of the severity when they are not all known. */
void each_publishing(const struct facts *, struct judge *, enum severity,
    void (*)(const struct facts *, struct judge *, const struct server *, enum severity));

/* Without publishing there is little to lose: information with the Hybrid Agent. */
enum severity unless_agent(const struct facts *, enum severity);

/* Rules of urls_settings.c. */
void check_mrs_proxy(const struct facts *, struct judge *);
void check_directory_authentication(const struct facts *, struct judge *);
void check_endpoint_host(const struct facts *, struct judge *);
void check_pre_authentication(const struct facts *, struct judge *);

#endif
