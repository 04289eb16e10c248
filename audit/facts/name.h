#ifndef FACTS_NAME_H
#define FACTS_NAME_H

#include <glib.h>
#include <stdbool.h>

#include "region.h"

/*
 * Domain names are kept as A-labels in lower case without the final dot
 * (RFC 5890, RFC 4343).  "Normal" below means that form.
 */

/* The normal form of a name as people and exports write it: blanks trimmed, one final dot dropped, U-labels
 * converted (IDNA2008, UTS 46 non-transitional), letters lowered.  A left-most "*" label and labels with '_'
 * are kept.  NULL when it is no domain name (empty label, label over 63, name over 253, other characters). */
char *name_normal(struct region *, const char *text);

/* Does pattern cover host?  Both normal.  "*." as the whole left-most label matches exactly one label
 * (RFC 9525, 6.3) and needs two labels after it; anything else compares equal. */
bool name_covers(const char *pattern, const char *host);

/* Is name equal to parent or below it? */
bool name_below(const char *name, const char *parent);

/* The name without its first label; NULL for a single label. */
const char *name_parent(const char *name);

unsigned name_labels(const char *name);

/* *.onmicrosoft.com, *.partner.onmschina.cn, *.onmicrosoft.us, at any depth. */
bool name_is_tenant(const char *name);

/* tenant.mail.onmicrosoft.com and its sovereign forms: the routing domain. */
bool name_is_routing(const char *name);

/* Could the name be in public DNS?  No single label, no .local .lan .internal .corp .home .intra .private .localdomain. */
bool name_is_public(const char *name);

/* The domain that was registered, by the list of public suffixes that libpsl was built with: "contoso.co.uk" of
 * "sales.contoso.co.uk" (RFC 7489, 3.2).  Points into the name; NULL when the name is itself a public suffix, or there is no list. */
const char *name_organisational(const char *name);

/* First label of a host name, or the first CN of a distinguished name ("CN=EX01,CN=Servers,..."), lower case:
 * the form in which server names compare. */
char *name_server(struct region *, const char *text);

/* The host of an https or http URL in normal form, or NULL. */
char *name_of_url(struct region *, const char *url);

/* Instead of g_str_hash() for tables whose keys strangers choose: other values in each run, never seen in an output. */
guint name_hash(gconstpointer name);

#endif
