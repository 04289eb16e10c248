/* audit.ini: "[section]", "key = value", lines of ';' or '#'.  A reader of our own, because every value needs its line. */
#include <string.h>

#include "input.h"

/* Addresses that no rule will be able to read. */
static void
check_addresses(struct input *in, const char *value, unsigned number)
{
	char **items = g_strsplit_set(value, LIST_SEPARATORS, -1);
	struct range r;

	for (size_t i = 0; items[i] != NULL; i++)
		if (*items[i] != '\0' && g_ascii_strcasecmp(items[i], "none") != 0 && !range_parse(items[i], &r))
			source_problem(in->source, in->facts->region, "range-unclear", number, "addresses", items[i], false);
	g_strfreev(items);
}

/* The name of a password, in whatever section: nobody looks for what stands behind it, and it must not be shown. */
static bool
names_password(const char *line, const char *equals)
{
	static const char *const words[] = { "passw", "passphrase", "pwd", "kennwort", "secret" };
	char *name = g_ascii_strdown(line, equals != NULL ? equals - line : -1);
	bool found = false;

	for (size_t i = 0; !found && i < G_N_ELEMENTS(words); i++)
		found = strstr(name, words[i]) != NULL;
	g_free(name);
	return found;
}

static void
take_line(struct input *in, char **section, char *line, unsigned number)
{
	struct facts *facts = in->facts;
	char *equals = strchr(line, '='), *key, *value;
	const char *words;
	bool password;
	const size_t n = strlen(line);

	if (line[0] == '[' && line[n - 1] == ']') {
		line[n - 1] = '\0';
		g_free(*section);
		*section = g_ascii_strdown(g_strstrip(line + 1), -1);
		return;
	}
	password = names_password(line, equals);
	if (equals == NULL || *section == NULL) {
		if (password)
			source_problem(in->source, facts->region, "setting-password", number, NULL, NULL, true);
		else
			source_problem(in->source, facts->region, "setting-unclear", number, NULL, line, true);
		return;
	}
	*equals = '\0';
	value = g_strstrip(g_strdup(equals + 1));
	key = strcmp(*section, "files") == 0 ? g_strdup(g_strstrip(line)) : g_ascii_strdown(g_strstrip(line), -1);
	if (password && (strcmp(*section, "files") != 0 || !settings_valid(*section, key, value, &words))) {
		source_problem(in->source, facts->region, "setting-password", number, NULL, NULL, true);
	} else if (!settings_known(*section, key)) {
		source_problem(in->source, facts->region, "setting-unknown", number, key, value, true);
	} else if (!settings_valid(*section, key, value, &words)) {
		source_problem(in->source, facts->region, "setting-value", number, key, value, true);
	} else {
		if (settings_append(facts->settings, facts->region, *section, key, value))
			source_problem(in->source, facts->region, "setting-continued", number, key, value, false);
		else if (settings_find(facts->settings, *section, key) != NULL)
			source_problem(in->source, facts->region, "setting-twice", number, key, value, true);
		else
			settings_add(facts->settings, facts->region, *section, key, value, (struct place){ in->path, number, NULL });
		in->source->objects++;
		if (strcmp(*section, "load-balancer") == 0 && strcmp(key, "addresses") == 0)
			check_addresses(in, value, number);
	}
	g_free(key);
	g_free(value);
}

/* One value, or the items of a list; not stated without the setting. */
static struct value
stated_value(const struct facts *facts, const struct setting *s, bool list)
{
	char **items = g_strsplit_set(s != NULL ? s->value : "", list ? LIST_SEPARATORS : "", -1);
	const char **kept = region_alloc(facts->region, (g_strv_length(items) + 1) * sizeof *kept);
	struct value v = { VALUE_NOT_STATED, 0, kept, { NULL, 0, NULL } };

	for (size_t i = 0; items[i] != NULL; i++)
		if (*items[i] != '\0')
			kept[v.n++] = region_strdup(facts->region, items[i]);
	if (v.n > 0) {
		v.state = VALUE_STATED;
		v.at = s->at;
	}
	g_strfreev(items);
	return v;
}

void
settings_state_objects(struct facts *facts)
{
	const struct setting *addresses = settings_find(facts->settings, "load-balancer", "addresses");
	const struct setting *nat = settings_find(facts->settings, "load-balancer", "source-nat");
	const struct setting smtp = { "load-balancer", "service", "SMTP", addresses != NULL ? addresses->at : nat != NULL ? nat->at :
	    (struct place){ NULL, 0, NULL }, false };
	struct value values[LB_COUNT] = { { VALUE_NOT_STATED, 0, NULL, { NULL, 0, NULL } } };

	if (addresses == NULL && nat == NULL)
		return;
	values[LB_SERVICE] = stated_value(facts, &smtp, false);
	values[LB_SOURCE_NAT] = stated_value(facts, nat, false);
	values[addresses != NULL && g_ascii_strcasecmp(addresses->value, "none") == 0 ? LB_VIP : LB_SNAT_ADDRESSES] =
	    stated_value(facts, addresses, true);
	objects_supplied(facts->objects, KIND_LOAD_BALANCER, false);
	objects_add(facts->objects, facts->region, KIND_LOAD_BALANCER, region_copy(facts->region, values, sizeof values), smtp.at);
}

void
settings_read(struct input *in, const struct text *text)
{
	char **lines = g_strsplit(text->bytes, "\n", -1), *section = NULL;
	unsigned taken = 0;
	size_t before = 0, size;        /* octets of the lines before, and of the line */

	in->source->kind = "settings";
	for (unsigned i = 0; lines[i] != NULL; i++, before += size) {
		size = strlen(lines[i]) + 1;
		g_strstrip(lines[i]);
		if (lines[i][0] == '\0' || strchr(";#", lines[i][0]) != NULL)
			continue;
		if (++taken > SETTINGS_MAX || before + size > SETTINGS_BYTES_MAX) {
			source_problem(in->source, in->facts->region, "too-many-settings", i + 1, NULL, NULL, true);
			break;
		}
		take_line(in, &section, lines[i], i + 1);
	}
	g_free(section);
	g_strfreev(lines);
}
