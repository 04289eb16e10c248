#ifndef FACTS_HYBRID_H
#define FACTS_HYBRID_H

#include <glib.h>
#include <stdbool.h>

#include "object.h"
#include "version.h"

struct facts;
struct hybrid;

enum hybrid_state { HYBRID_UNKNOWN, HYBRID_PLANNED, HYBRID_CONFIGURED };

/* A4: generation of the hybrid servers as a whole. */
enum hybrid_generation { HYBRID_GENERATION_UNKNOWN, HYBRID_2010, HYBRID_2013_ON, HYBRID_MIXED };

/* One server that takes part, by its name_server() form. */
struct server {
	const char *name;               /* as first written */
	const char *id;                 /* name_server() form */
	const struct object *object;    /* its KIND_SERVER row, or NULL */
	bool has_adv, has_fv;
	struct version adv, fv;         /* AdminDisplayVersion; ExSetup.exe's file version */
	enum generation generation;
	enum hybrid_generation era;     /* 2010 or 2013 on; without a version told by TransportRole in its receive connectors */
	bool edge;
	bool in_transport, in_receiving, in_publishing;   /* T, R, P of A1 */
};

/* A1: a set of servers. */
struct server_set {
	GPtrArray *servers;             /* struct server *, by id */
	bool assumed;                   /* from the server list, not from the hybrid configuration */
	const char *reason;             /* not-evaluated token: the set is not known, or (servers not empty) others are missing from it;
	                                   NULL when it is whole */
	enum kind kind;                 /* what the reason is about: this export, */
	const struct value *value;      /* and this value in it; or NULL */
	int property;                   /* the value's */
};

/* One entry of HybridConfiguration.Domains as written (A3). */
struct domain_entry {
	const char *text;               /* the entry as exported */
	const char *name;               /* normal form, or NULL when it is none */
	bool autod;
	const char *malformed;          /* HYB-004's reason (comma, blank, ...), or NULL */
	struct place at;
};

/* A domain of D (A2). */
struct domain {
	const char *name;
	bool autod;
	struct place at;
};

/* A domain that A2 left out. */
struct dropped_domain {
	const char *name;
	const char *reason;             /* tenant-form, not-public */
	struct place at;
};

enum lift { LIFT_NO, LIFT_YES, LIFT_CONDITIONAL, LIFT_UNKNOWN };

struct hybrid {
	enum hybrid_state state;
	const struct object *configuration;      /* KIND_HYBRID_CONFIGURATION, or NULL */
	GPtrArray *servers;             /* struct server *: every known server, by id */
	struct server_set transport, receiving, publishing;     /* T, R, P */
	enum hybrid_generation generation;
	GPtrArray *entries;             /* struct domain_entry * */
	GPtrArray *domains;             /* D: struct domain *, by name */
	const char *domains_reason;     /* not-evaluated token: D is not known, or (domains not empty) others are missing from it; else NULL */
	bool domains_assumed;           /* D comes from the accepted domains */
	GPtrArray *dropped;             /* struct dropped_domain * */
	GPtrArray *autod;               /* AUTOD: struct domain *, by name */
	bool autod_known;
	GHashTable *accepted, *cloud_accepted;   /* accepted domains in normal form -> const struct object *, the first row of each */
	GHashTable *accepting_below;    /* the same of those on-premises that take mail for what is below them */
	GHashTable *receive_connectors; /* receive_connectors_by_server() */
	enum lift lift;
	bool agent;                     /* A15: Hybrid Agent */
	struct place agent_at;
	enum answer free_busy, secure_mail;      /* A17: in scope */
	enum answer centralized;        /* A17: centralized mail transport */
	struct place centralized_at;
};

/* Domain names that D may come to hold, before zones are read: for the list of wanted names.
 * const char *, free with g_ptr_array_unref(). */
GPtrArray *hybrid_domain_names(struct facts *);

/* Every object that only the wizard makes or marks: evidence of a hybrid (rules.md 0.5).
 * const struct object *, receive and send connectors first; free with g_ptr_array_unref(). */
GPtrArray *hybrid_wizard_objects(const struct facts *);

/* Computes facts->hybrid; after everything was read. */
void hybrid_finish(struct facts *);
void hybrid_free(struct hybrid *);

/* Steps of hybrid_finish(), each in a file of its own. */
void hybrid_find_servers(struct facts *, struct hybrid *);     /* A1, A4, A5 */
void hybrid_find_domains(struct facts *, struct hybrid *);     /* A2, A3 */
void hybrid_find_accepted(struct facts *, struct hybrid *);

/* A server by any spelling of its name, or NULL. */
const struct server *hybrid_server(const struct facts *, const char *name);

/* Does it support the Autodiscover domain (15.0.516.32, or file version 14.3.146.0)? */
enum answer server_supports_autod(const struct server *);

/* Does the server run at least this build of its generation?  AdminDisplayVersion stops at the service pack until 2010, at the
 * cumulative update from 2013 on. */
enum answer server_at_least(const struct server *, const struct version *);

/* Has the server the role ("Mailbox", "ClientAccess", "HubTransport", "Edge"), by its name or in the sum of the roles' bits? */
enum answer server_has_role(const struct server *, const char *role);

/* The build to judge by: the file version, else AdminDisplayVersion; NULL when neither was read. */
const struct version *server_build(const struct server *);

#endif
