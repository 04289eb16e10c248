/* SPF and the addresses from which the organisation's own servers send. */
#include <string.h>

#include "connectors.h"
#include "dns.h"
#include "../facts/balancer.h"

/* From where mail leaves. stated: an export says so. likely: addresses at which the servers receive, perhaps also theirs to send. */
struct outbound {
	GArray *stated, *likely;        /* struct address */
	const struct value *unknown;    /* a list of such addresses that is not known (whole); or NULL */
	enum kind kind;
	int property;
};

static void
add_address(GArray *list, const char *text)
{
	struct range range;
	const bool one = range_parse(text, &range) && address_compare(&range.low, &range.high) == 0;

	if (!one || address_is_private(&range.low))
		return;
	for (guint i = 0; i < list->len; i++)
		if (address_compare(&g_array_index(list, struct address, i), &range.low) == 0)
			return;
	g_array_append_val(list, range.low);
}

static void
add_property(struct outbound *o, GArray *list, const struct object *from, int property)
{
	const struct value *v = object_get(from, property);

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		add_address(list, v->items[i]);
	if (v->state == VALUE_NOT_STATED || value_known(v) || o->unknown != NULL || list != o->stated)
		return;
	o->unknown = v;
	o->kind = from->kind;
	o->property = property;
}

static void
add_smart_host(const struct facts *facts, struct outbound *o, const struct object *hc)
{
	const char *text = object_text(hc, HC_ON_PREMISES_SMART_HOST), *name = text != NULL ? name_normal(facts->region, text) : NULL;
	struct dns_answer a;

	if (name == NULL)
		return;
	a = dns_host(facts, name, true);
	for (guint i = 0; a.outcome == DNS_PRESENT && i < a.records->len; i++) {
		const struct record *r = g_ptr_array_index(a.records, i);

		if ((r->type == TYPE_A || r->type == TYPE_AAAA) && r->evaluable && !address_is_private(&r->address)) {
			char *address = address_print(&r->address);

			add_address(o->likely, address);
			g_free(address);
		}
	}
	dns_answer_clear(&a);
}

static void
outbound_open(const struct facts *facts, struct outbound *o)
{
	const struct object *hc = facts->hybrid->configuration;
	GPtrArray *inbound = prefer_enabled(hybrid_inbound_connectors(facts), EIC_ENABLED);

	*o = (struct outbound){ g_array_new(FALSE, FALSE, sizeof(struct address)), g_array_new(FALSE, FALSE, sizeof(struct address)), NULL,
		KIND_COUNT, 0 };
	if (hc != NULL)
		add_property(o, o->stated, hc, HC_EXTERNAL_IP_ADDRESSES);
	for (guint i = 0; i < inbound->len; i++)
		add_property(o, o->stated, g_ptr_array_index(inbound, i), EIC_SENDER_IP_ADDRESSES);
	for (size_t i = 0; i < objects_count(facts->objects, KIND_LOAD_BALANCER); i++) {
		const struct object *lb = objects_at(facts->objects, KIND_LOAD_BALANCER, i);

		if (balancer_is_smtp(lb) == ANSWER_YES)
			add_property(o, o->likely, lb, LB_PUBLIC_IP);
	}
	if (hc != NULL)
		add_smart_host(facts, o, hc);
	g_ptr_array_unref(inbound);
}

static void
outbound_close(struct outbound *o)
{
	g_array_unref(o->stated);
	g_array_unref(o->likely);
}

/* YES: the domain's policy lets every address pass; NO: one certainly not. Those that it does not are added to missing. */
static enum answer
all_pass(const struct facts *facts, const char *domain, const GArray *addresses, GPtrArray *missing)
{
	enum answer all = ANSWER_YES;

	for (guint i = 0; i < addresses->len; i++) {
		const struct address *a = &g_array_index(addresses, struct address, i);
		const enum answer passes = spf_passes(facts, domain, a);

		all = answer_and(all, passes);
		if (passes == ANSWER_NO)
			g_ptr_array_add(missing, address_print(a));
	}
	return all;
}

static void
tell_addresses(struct finding *row, const char *name, const GArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		char *text = address_print(&g_array_index(addresses, struct address, i));

		finding_value(row, name, text);
		g_free(text);
	}
}

/* What the policy says of the addresses: the row, or NULL when no address is known and the caller has to say what that means. */
static struct finding *
judge_stated(const struct facts *facts, struct judge *j, enum severity severity, const struct domain *d, const struct outbound *o,
    GPtrArray *missing)
{
	const enum answer all = o->stated->len > 0 ? all_pass(facts, d->name, o->stated, missing) : ANSWER_UNKNOWN;

	if (all == ANSWER_NO)
		return judge_fail(j, severity, d->name, "address-missing");
	if (o->unknown != NULL)
		return judge_value_unknown(j, severity, d->name, o->unknown, o->kind, o->property);
	if (o->stated->len == 0)
		return NULL;
	return all == ANSWER_YES ? judge_pass(j, severity, d->name) : judge_not_evaluated(j, severity, d->name, "spf-outside", "ZONE-P");
}

/* The row of a domain without one policy to judge, as the rules about SPF have it; else NULL. */
static struct finding *
judge_without(struct judge *j, enum severity severity, const struct domain *d, const struct spf_policy *p)
{
	if (p->state == SPF_UNKNOWN)
		return judge_not_evaluated(j, severity, d->name, p->reason, "ZONE-P");
	if (p->state != SPF_FOUND)
		return judge_not_applicable(j, severity, d->name, p->state == SPF_NONE ? "no-spf" : "several-spf");
	return NULL;
}

static void
finish_row(struct finding *row, const struct domain *d, const struct spf_policy *p, const struct outbound *o, const GPtrArray *missing)
{
	for (guint i = 0; i < missing->len; i++)
		finding_value(row, "missing", g_ptr_array_index(missing, i));
	tell_addresses(row, "stated", o->stated);
	tell_addresses(row, "likely", o->likely);
	finding_at(row, d->at);
	finding_view(row, p->answer.view);
	for (guint i = 0; i < p->texts->len; i++)
		finding_at(row, ((const struct record *)g_ptr_array_index(p->texts, i))->at);
}

/* ---- FLOW-005 ---- */

/* Without a stated address only a policy that names none at all is certainly wrong. */
static struct finding *
judge_any_address(const struct facts *facts, struct judge *j, const struct domain *d, const struct spf_policy *p)
{
	struct spf_summary s;
	bool none;

	s = spf_summarise(facts, d->name, p);
	none = !s.addresses && s.outside->len == 0 && !s.cut && s.fault == NULL && s.loop == NULL && s.broken == NULL;
	spf_summary_clear(&s);
	return none ? judge_fail(j, SEVERITY_ERROR, d->name, "no-address") :
	    judge_not_evaluated(j, SEVERITY_ERROR, d->name, "outbound-unknown", "EIC");
}

static void
judge_centralized(const struct facts *facts, struct judge *j, const struct domain *d, const void *closure)
{
	GPtrArray *missing = g_ptr_array_new_with_free_func(g_free);
	const struct outbound *o = closure;
	struct spf_policy p;
	struct finding *row;

	spf_policy_of(facts, d->name, &p);
	row = judge_without(j, SEVERITY_ERROR, d, &p);
	if (row == NULL)
		row = judge_stated(facts, j, SEVERITY_ERROR, d, o, missing);
	if (row == NULL)
		row = judge_any_address(facts, j, d, &p);
	finish_row(row, d, &p, o, missing);
	finding_at(row, facts->hybrid->centralized_at);
	spf_policy_clear(&p);
	g_ptr_array_unref(missing);
}

void
check_centralized_spf(const struct facts *facts, struct judge *j)
{
	struct outbound o;

	switch (facts->hybrid->centralized) {
	case ANSWER_YES:
		outbound_open(facts, &o);
		each_domain(facts, j, SEVERITY_ERROR, judge_centralized, &o);
		outbound_close(&o);
		break;
	case ANSWER_NO:
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "cmt-off");
		break;
	case ANSWER_UNKNOWN:
	default:
		judge_centralized_unknown(facts, j, SEVERITY_ERROR, ORGANISATION);
		break;
	}
}

/* ---- DNS-005 ---- */

/* Does an enabled send connector deliver mail for the Internet by itself? */
static enum answer
sends_to_internet(const struct facts *facts)
{
	enum answer any = objects_complete(facts->objects, KIND_SEND_CONNECTOR) ? ANSWER_NO : ANSWER_UNKNOWN;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *c = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);
		const struct value *enabled = object_get(c, SC_ENABLED), *spaces = object_get(c, SC_ADDRESS_SPACES);
		enum answer every = spaces->state == VALUE_STATED || spaces->state == VALUE_EMPTY ? ANSWER_NO : ANSWER_UNKNOWN;

		for (size_t k = 0; k < spaces->n && spaces->state != VALUE_CONFLICT; k++) {
			const char *space = spaces->items[k];

			if (g_ascii_strncasecmp(space, "smtp:", 5) == 0)
				space += 5;
			if (space[0] == '*' && (space[1] == ';' || space[1] == '\0'))
				every = ANSWER_YES;
		}
		if (enabled->state != VALUE_NOT_STATED)
			every = answer_and(every, value_true(enabled));
		any = answer_or(any, answer_and(every, value_true(object_get(c, SC_DNS_ROUTING_ENABLED))));
	}
	return any;
}

/* The addresses at which the servers receive are often, but not always, those from which they send. */
static struct finding *
judge_likely(const struct facts *facts, struct judge *j, const struct domain *d, const struct outbound *o, GPtrArray *missing)
{
	const enum answer all = o->likely->len > 0 ? all_pass(facts, d->name, o->likely, missing) : ANSWER_UNKNOWN;
	struct finding *row;

	if (o->likely->len == 0)
		return judge_not_evaluated(j, SEVERITY_WARNING, d->name, "outbound-unknown", "EIC");
	if (all == ANSWER_UNKNOWN)
		return judge_not_evaluated(j, SEVERITY_WARNING, d->name, "spf-outside", "ZONE-P");
	if (all == ANSWER_NO)
		return judge_fail(j, SEVERITY_INFO, d->name, "perhaps-missing");
	row = judge_pass(j, SEVERITY_WARNING, d->name);
	finding_value(row, "assumed", "inbound");
	return row;
}

static void
judge_own_sending(const struct facts *facts, struct judge *j, const struct domain *d, const void *closure)
{
	GPtrArray *missing = g_ptr_array_new_with_free_func(g_free);
	const struct outbound *o = closure;
	struct spf_policy p;
	struct finding *row;

	spf_policy_of(facts, d->name, &p);
	row = judge_without(j, SEVERITY_WARNING, d, &p);
	if (row == NULL)
		row = judge_stated(facts, j, SEVERITY_WARNING, d, o, missing);
	if (row == NULL)
		row = judge_likely(facts, j, d, o, missing);
	finish_row(row, d, &p, o, missing);
	spf_policy_clear(&p);
	g_ptr_array_unref(missing);
}

void
check_spf_outbound(const struct facts *facts, struct judge *j)
{
	const enum answer sends = sends_to_internet(facts);
	struct outbound o;

	if (facts->hybrid->centralized == ANSWER_YES) {
		judge_not_applicable(j, SEVERITY_WARNING, ORGANISATION, "cmt-on");
	} else if (sends == ANSWER_NO) {
		judge_not_applicable(j, SEVERITY_WARNING, ORGANISATION, "no-internet-connector");
	} else if (sends == ANSWER_UNKNOWN) {
		judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "not-complete", "SC");
	} else {
		outbound_open(facts, &o);
		each_domain(facts, j, SEVERITY_WARNING, judge_own_sending, &o);
		outbound_close(&o);
	}
}
