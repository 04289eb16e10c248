/* What the row of a load balancer says: hand-made, so that words, blanks and contradictions have to be told apart. */
#include "balancer.h"

#include <string.h>

#include "facts.h"

/* Not blank: read, or lost on the way. */
static bool
has_content(const struct value *v)
{
	return v->state != VALUE_NOT_STATED && v->state != VALUE_EMPTY;
}

static bool
is_none(const char *text)
{
	return g_ascii_strcasecmp(text, "none") == 0;
}

/* "SMTP from EOP", "25/tcp", "25,587" */
static bool
names_smtp(const char *text)
{
	return text != NULL && g_regex_match_simple("smtp|(?<![0-9.])25(?![0-9.])", text, G_REGEX_CASELESS, 0);
}

static bool
names_https(const char *text)
{
	return text != NULL && g_regex_match_simple("http|(?<![0-9.])443(?![0-9.])", text, G_REGEX_CASELESS, 0);
}

/* What a text tells of the service; UNKNOWN when it names neither port nor protocol. */
static enum answer
tells_smtp(const char *text)
{
	return names_smtp(text) ? ANSWER_YES : names_https(text) ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* One port and nothing else; 0 is every port. */
static bool
is_one_port(const char *port)
{
	return port != NULL && strcmp(port, "0") != 0 && port[strspn(port, "0123456789")] == '\0';
}

/* A port is plain; 0 and "*" are every port.  Without one the service tells, and one that names no protocol may be mail. */
enum answer
balancer_is_smtp(const struct object *lb)
{
	const char *port = object_text(lb, LB_PORT);
	const enum answer by_port = tells_smtp(port);

	if (is_one_port(port))
		return by_port == ANSWER_YES ? ANSWER_YES : ANSWER_NO;
	return by_port != ANSWER_UNKNOWN ? by_port : tells_smtp(object_text(lb, LB_SERVICE));
}

/* A web site on another port is one by its service. */
bool
balancer_may_be_https(const struct object *lb)
{
	const char *port = object_text(lb, LB_PORT), *service = object_text(lb, LB_SERVICE);

	if (names_https(port) || names_https(service))
		return true;
	return !is_one_port(port) && !names_smtp(port) && !names_smtp(service);
}

/* Only a plain no is one: what is not stated, or anything else, is unknown. */
enum answer
balancer_source_nat(const struct object *lb)
{
	static const char *const no[] = { "no", "false", "0", "nein", "non", "$false", "falsch", "faux" };
	const struct value *v = object_get(lb, LB_SOURCE_NAT);
	enum answer said = value_text(v) != NULL && value_true(v) == ANSWER_YES ? ANSWER_YES : ANSWER_UNKNOWN;

	for (size_t i = 0; value_text(v) != NULL && i < G_N_ELEMENTS(no); i++)
		if (g_ascii_strcasecmp(value_text(v), no[i]) == 0)
			said = ANSWER_NO;
	/* A pool of translated addresses beside a no: one of the two is wrong. */
	return said == ANSWER_NO && has_content(object_get(lb, LB_SNAT_ADDRESSES)) ? ANSWER_UNKNOWN : said;
}

/* Notes such as "no load balancer". */
static bool
denied_in_notes(const struct object *lb)
{
	char *notes = object_text(lb, LB_NOTES) != NULL ? g_ascii_strdown(object_text(lb, LB_NOTES), -1) : g_strdup("");
	const bool denied = strcmp(notes, "none") == 0 || strstr(notes, "no load balancer") != NULL || strstr(notes, "no balancer") != NULL;

	g_free(notes);
	return denied;
}

const char *
balancer_vip(const struct object *lb)
{
	const char *vip = object_text(lb, LB_VIP);

	return vip != NULL && !is_none(vip) ? vip : NULL;
}

const struct server *
balancer_member(const struct facts *facts, const char *text)
{
	/* "HUB1/HUB2" are two servers to its writer, and a name cut at the slash to us. */
	return strpbrk(text, "/\\") == NULL ? hybrid_server(facts, text) : NULL;
}

/* A row that states that there is no balancer: "none" in place of its address, or no address and a note that says so.  Blank
 * cells alone state nothing, and source NAT or a pool beside the word contradicts it: a firewall may translate without one. */
bool
balancer_states_none(const struct object *lb)
{
	const struct value *vip = object_get(lb, LB_VIP);

	if (has_content(object_get(lb, LB_SNAT_ADDRESSES)) || balancer_source_nat(lb) == ANSWER_YES)
		return false;
	return value_text(vip) != NULL ? is_none(value_text(vip)) : !has_content(vip) && denied_in_notes(lb);
}
