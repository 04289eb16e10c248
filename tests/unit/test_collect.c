/*
 * The scripts that customers run and the commands that reports print export what the readers take: each kind, each of its properties
 * and nothing else, lists joined item by item.  The page beside the scripts tells which file answers which rules.
 *
 *	test_collect table		prints the page with its table made anew (make catalogue)
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "../../audit/facts/object.h"
#include "../../audit/rules/rule.h"

static const char page_file[] = "samples/collect/README.md", exports_file[] = "templates/en/exports.md";
static const struct script { const char *file, *prefix; } scripts[] = {
	{ "samples/collect/on-premises.ps1", "" }, { "samples/collect/exchange-online.ps1", "EXO-" },
};

/* One command that writes one file. */
struct call {
	int kind;
	char *file;
	char *columns[32];              /* as the command spells them; a list has '*' in front */
	unsigned n;
};

/* Properties that this side, or this class, does not have. */
static const struct { enum kind kind; int property; } not_there[] = {
	{ KIND_ACCEPTED_DOMAIN, AD_INITIAL_DOMAIN },                /* a tenant has one, an organisation on-premises has none */
	{ KIND_AUTODISCOVER_DIRECTORY, VD_MRS_PROXY_ENABLED },      /* the proxy for mailbox moves is part of the web services */
};

/* Kinds that no command writes: typed by hand, and the collector's own list of what it did. */
static bool
is_by_hand(int kind)
{
	return kind == KIND_LOAD_BALANCER || kind == KIND_COLLECTOR;
}

static void
call_free(gpointer p)
{
	struct call *c = p;

	for (unsigned i = 0; i < c->n; i++)
		g_free(c->columns[i]);
	g_free(c->file);
	g_free(c);
}

static void
add_column(struct call *c, const char *name, size_t size, bool list)
{
	g_assert_cmpuint(c->n, <, G_N_ELEMENTS(c->columns));
	c->columns[c->n++] = g_strdup_printf("%s%.*s", list ? "*" : "", (int)size, name);
}

static char *
read_file(const char *path)
{
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	g_assert_nonnull(text);
	return text;
}

/* ---- the scripts ---- */

/* The file of updates tells one more property of a server; the cloud's kinds have "EXO-" where both sides have the class. */
static int
kind_of_file(const char *prefix, const char *name)
{
	char *full = g_strconcat(prefix, name, NULL);
	const int kind = kind_named(full);

	g_free(full);
	return strcmp(name, "ExchangeBuild") == 0 ? KIND_SERVER : kind >= 0 ? kind : kind_named(name);
}

/* Behind "{ command }" or "$command". */
static const char *
behind_command(const char *p)
{
	unsigned depth = 0;

	if (*p == '$')
		return p + strcspn(p, " ");
	do
		depth += (*p == '{') - (unsigned)(*p == '}');
	while (*p++ != '\0' && depth > 0);
	return p;
}

/* 'Name', '*Domains',
 *     '@NotAfter' */
static void
read_columns(struct call *c, const char *p)
{
	for (;;) {
		size_t n;

		p += strspn(p, " \r\n");
		if (*p != '\'')
			return;
		n = strcspn(++p, "'");
		add_column(c, p + (*p == '*' || *p == '@'), n - (*p == '*' || *p == '@'), *p == '*');
		p += n + 1;
		if (*p++ != ',')
			return;
	}
}

static void
read_script(GPtrArray *calls, const struct script *s)
{
	static const char mark[] = "Export-Kind '";
	char *text = read_file(s->file);

	for (const char *p = strstr(text, mark); p != NULL; p = strstr(p, mark)) {
		struct call *c = g_new0(struct call, 1);
		char *name;

		p += strlen(mark);
		name = g_strndup(p, strcspn(p, "'"));
		c->kind = kind_of_file(s->prefix, name);
		c->file = g_strdup_printf("%s%s.csv", s->prefix, name);
		read_columns(c, behind_command(p + strlen(name) + 2));
		g_ptr_array_add(calls, c);
		g_free(name);
	}
	g_free(text);
}

static GPtrArray *
calls_of_scripts(void)
{
	GPtrArray *calls = g_ptr_array_new_with_free_func(call_free);

	for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++)
		read_script(calls, &scripts[i]);
	return calls;
}

/* ---- the commands of the report ---- */

/* The kind of a section "## RC"; the file versions of "SRV+fv" are the servers' too. */
static int
kind_of_code(const char *code, size_t size)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (strlen(kinds[k].code) == size && strncmp(kinds[k].code, code, size) == 0)
			return k;
	return size == 6 && strncmp(code, "SRV+fv", size) == 0 ? KIND_SERVER : -1;
}

/* Behind one item of Select-Object: a name, or @{...}. */
static const char *
behind_item(const char *p)
{
	return *p == '@' ? behind_command(p + 1) : p + strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}

static void
read_items(struct call *c, const char *p)
{
	for (;;) {
		const char *end, *join;

		p += strspn(p, " \n");
		end = behind_item(p);
		join = g_strstr_len(p, end - p, "-join '|'");
		if (*p == '@')
			p += strlen("@{n='");
		add_column(c, p, strcspn(p, "',} |\n"), join != NULL);
		if (*end != ',')
			return;
		p = end + 1;
	}
}

static GPtrArray *
calls_of_exports(void)
{
	static const char mark[] = "\n## ", select[] = "Select-Object ";
	GPtrArray *calls = g_ptr_array_new_with_free_func(call_free);
	char *text = read_file(exports_file);

	for (const char *p = strstr(text, mark), *next; p != NULL; p = next) {
		const size_t size = strcspn(p + strlen(mark), "\n");
		const int kind = kind_of_code(p + strlen(mark), size);
		const char *end;

		next = strstr(p + 1, mark);
		end = next != NULL ? next : p + strlen(p);
		if (kind < 0 || is_by_hand(kind))
			continue;
		for (const char *at = g_strstr_len(p, end - p, select); at != NULL; at = g_strstr_len(at, end - at, select)) {
			struct call *c = g_new0(struct call, 1);

			at += strlen(select);
			c->kind = kind;
			c->file = g_strdup(exports_file);
			read_items(c, at);
			g_ptr_array_add(calls, c);
		}
	}
	g_free(text);
	return calls;
}

/* ---- columns and properties ---- */

static bool
is_list(enum grammar grammar)
{
	return grammar != GRAMMAR_SCALAR && grammar != GRAMMAR_BOOLEAN && grammar != GRAMMAR_FLAGS;
}

static void
complain(const char *file, const char *what, const char *column)
{
	g_test_message("%s: %s: %s", file, what, column);
	g_test_fail();
}

static void
check_call(const struct call *c)
{
	if (c->kind < 0) {
		complain(c->file, "no kind is called so", "");
		return;
	}
	for (unsigned i = 0; i < c->n; i++) {
		const bool list = c->columns[i][0] == '*';
		const char *name = c->columns[i] + list;
		const int property = kind_property((enum kind)c->kind, name);

		if (property < 0)
			complain(c->file, "no reader takes the column", name);
		else if (is_list(kinds[c->kind].properties[property].grammar) != list)
			complain(c->file, list ? "joined, and no list" : "a list, and not joined", name);
	}
}

/* Is the property exported by one of the commands of its kind? */
static bool
is_exported(const GPtrArray *calls, int kind, int property)
{
	for (guint i = 0; i < calls->len; i++) {
		const struct call *c = g_ptr_array_index(calls, i);

		for (unsigned k = 0; c->kind == kind && k < c->n; k++)
			if (kind_property((enum kind)kind, c->columns[k] + (c->columns[k][0] == '*')) == property)
				return true;
	}
	return false;
}

static bool
is_there(int kind, int property)
{
	for (size_t i = 0; i < G_N_ELEMENTS(not_there); i++)
		if ((int)not_there[i].kind == kind && not_there[i].property == property)
			return false;
	return !is_by_hand(kind);
}

static void
check_calls(GPtrArray *calls, const char *what)
{
	g_assert_cmpuint(calls->len, >, 10);
	for (guint i = 0; i < calls->len; i++)
		check_call(g_ptr_array_index(calls, i));
	for (int k = 0; k < KIND_COUNT; k++)
		for (int p = 0; p < (int)kinds[k].count; p++)
			if (is_exported(calls, k, p) != is_there(k, p))
				complain(kinds[k].name, is_there(k, p) ? what : "the kind does not have", kinds[k].properties[p].name);
	g_ptr_array_unref(calls);
}

static void
test_scripts(void)
{
	check_calls(calls_of_scripts(), "no script exports");
}

static void
test_exports(void)
{
	check_calls(calls_of_exports(), "no command of exports.md exports");
}

/* ---- which file answers what ---- */

static bool
needs(const struct rule *rule, const char *code)
{
	char **codes = g_strsplit_set(rule->needs, ",| ", -1);
	const bool found = g_strv_contains((const char *const *)codes, code);

	g_strfreev(codes);
	return found;
}

/* "ADISC-001, 002; CERT-001": the rules whose needs name the input. */
static void
put_rules(GString *page, const char *code)
{
	const char *family = "";
	bool any = false;

	for (size_t i = 0; families[i] != NULL; i++)
		for (size_t k = 0; k < families[i]->n; k++) {
			const struct rule *rule = &families[i]->rules[k];
			const size_t size = strcspn(rule->id, "-") + 1;

			if (!needs(rule, code))
				continue;
			if (strncmp(family, rule->id, size) == 0)
				g_string_append_printf(page, ", %s", rule->id + size);
			else
				g_string_append_printf(page, "%s%s", any ? "; " : "", rule->id);
			family = rule->id;
			any = true;
		}
	g_string_append(page, any ? " |\n" : "none by itself |\n");
}

static void
put_row(GString *page, const char *file, const char *kind, const char *code)
{
	g_string_append_printf(page, "| `%s` | %s | ", file, kind);
	put_rules(page, code);
}

static void
put_table(GString *page)
{
	GPtrArray *calls = calls_of_scripts();

	g_string_append(page, "| File | Kind | Rules |\n|---|---|---|\n");
	for (int k = 0; k < KIND_COUNT; k++)
		for (guint i = 0; i < calls->len; i++) {
			const struct call *c = g_ptr_array_index(calls, i);

			if (c->kind == k)
				put_row(page, c->file, kinds[k].name, strcmp(c->file, "ExchangeBuild.csv") == 0 ? "SRV+fv" : kinds[k].code);
		}
	put_row(page, "certificates/*.pem", "certificates", "CERT");
	put_row(page, "dns/external/*.dns", "zone", "ZONE-P");
	put_row(page, "dns/internal/*.dns", "zone", "ZONE-I");
	put_row(page, "loadbalancer.csv", kinds[KIND_LOAD_BALANCER].name, kinds[KIND_LOAD_BALANCER].code);
	g_ptr_array_unref(calls);
}

/* The page with the table between its two marks made anew; free with g_free(). */
static char *
make_page(const char *there)
{
	static const char from[] = "<!-- table -->\n", to[] = "<!-- end of table -->\n";
	const char *start = strstr(there, from), *end = strstr(there, to);
	GString *page = g_string_new(NULL);

	g_assert_true(start != NULL && end != NULL);
	g_string_append_len(page, there, start - there + (gssize)strlen(from));
	put_table(page);
	g_string_append(page, end);
	return g_string_free(page, FALSE);
}

static void
test_table(void)
{
	char *there = read_file(page_file), *made = make_page(there);

	if (strcmp(there, made) != 0) {
		g_test_message("%s is not current: make catalogue", page_file);
		g_test_fail();
	}
	g_free(there);
	g_free(made);
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "table") == 0) {
		char *there = read_file(page_file), *made = make_page(there);

		fputs(made, stdout);
		g_free(there);
		g_free(made);
		return 0;
	}
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/collect/scripts", test_scripts);
	g_test_add_func("/collect/exports", test_exports);
	g_test_add_func("/collect/table", test_table);
	return g_test_run();
}
