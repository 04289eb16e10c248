/* audit.ini: "[section]", "key = value", lines of ';' or '#'.  A reader of our own, because every value needs its line. */
#include <string.h>

#include "input.h"

static void
take_line(struct input *in, char **section, char *line, unsigned number)
{
	struct facts *facts = in->facts;
	char *equals = strchr(line, '='), *key, *value;
	const size_t n = strlen(line);

	if (line[0] == '[' && line[n - 1] == ']') {
		line[n - 1] = '\0';
		g_free(*section);
		*section = g_ascii_strdown(g_strstrip(line + 1), -1);
		return;
	}
	if (equals == NULL || *section == NULL) {
		source_problem(in->source, facts->region, "setting-unclear", number, NULL, line, true);
		return;
	}
	*equals = '\0';
	value = g_strstrip(g_strdup(equals + 1));
	key = strcmp(*section, "files") == 0 ? g_strdup(g_strstrip(line)) : g_ascii_strdown(g_strstrip(line), -1);
	if (settings_known(*section, key)) {
		settings_add(facts->settings, facts->region, *section, key, value, (struct place){ in->path, number, NULL });
		in->source->objects++;
	} else {
		source_problem(in->source, facts->region, "setting-unknown", number, key, value, true);
	}
	g_free(key);
	g_free(value);
}

void
settings_read(struct input *in, const struct text *text)
{
	char **lines = g_strsplit(text->bytes, "\n", -1), *section = NULL;

	in->source->kind = "settings";
	for (unsigned i = 0; lines[i] != NULL; i++) {
		g_strstrip(lines[i]);
		if (lines[i][0] != '\0' && strchr(";#", lines[i][0]) == NULL)
			take_line(in, &section, lines[i], i + 1);
	}
	g_free(section);
	g_strfreev(lines);
}
