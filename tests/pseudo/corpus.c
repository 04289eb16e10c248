/* What an output may say that no template said: values of the customer, code, and tokens of closed lists. */
#include <stdio.h>
#include <string.h>

#include "../../audit/embedded.h"
#include "../../audit/facts/object.h"
#include "../../audit/rules/rule.h"
#include "pseudo.h"

enum { PIECE_MIN = 5, REPORTED_MAX = 20 };

void
corpus_begin(struct corpus *c)
{
	*c = (struct corpus){ g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), g_string_new(NULL) };
}

void
corpus_end(struct corpus *c)
{
	g_hash_table_unref(c->words);
	g_hash_table_unref(c->pairs);
	g_string_free(c->text, TRUE);
}

/* The next word of ASCII letters and digits; *gap: what stands between it and the one before it. */
static const char *
next_word(const char **at, const char **gap, gsize *length)
{
	const char *p = *at;

	*gap = p;
	while (*p != '\0' && !g_ascii_isalnum(*p))
		p++;
	*length = 0;
	while (g_ascii_isalnum(p[*length]))
		++*length;
	*at = p + *length;
	return *length > 0 ? p : NULL;
}

/* Words side by side have one blank between them: columns have two, and the end of a line may be that of a cell. */
static bool
is_beside(const char *gap, const char *word)
{
	return word - gap == 1 && *gap == ' ';
}

/* A line or a cell ends in the gap. */
static bool
is_wide(const char *gap, gsize n)
{
	return memchr(gap, '\n', n) != NULL || memchr(gap, '\f', n) != NULL || g_strstr_len(gap, (gssize)n, "  ") != NULL;
}

/* UTF-16 becomes what it says, by leaving out its zeros. */
void
corpus_add(struct corpus *c, const char *data, gsize size)
{
	char *text = g_malloc(size + 1), *lower, *before = NULL;
	const char *at, *gap, *word;
	gsize n = 0;

	for (gsize i = 0; i < size; i++)
		if (data[i] != '\0')
			text[n++] = data[i] == '\r' ? '\n' : data[i];
	text[n] = '\0';
	lower = g_ascii_strdown(text, -1);
	g_string_append_printf(c->text, "%s\n", lower);
	/* A hyphen at the end of a line is taken away when the lines of a page are read. */
	for (const char *p = lower; *p != '\0'; p++)
		if (*p != '-')
			g_string_append_c(c->text, *p);
	for (at = lower; (word = next_word(&at, &gap, &n)) != NULL;) {
		char *now = g_strndup(word, n);

		g_hash_table_add(c->words, g_strdup(now));
		/* A line of the input may be shown with its words on one line; beside a placeholder of code stands a value. */
		if (before != NULL && strspn(gap, " \n\t") == (gsize)(word - gap))
			g_hash_table_add(c->pairs, g_strdup_printf("%s %s", before, now));
		if (before != NULL && word - gap >= 3 && strncmp(gap, " {{", 3) == 0)
			g_hash_table_add(c->pairs, g_strdup_printf("%s {{", before));
		if (word - gap >= 3 && strncmp(word - 3, "}} ", 3) == 0)
			g_hash_table_add(c->pairs, g_strdup_printf("}} %s", now));
		g_free(before);
		before = now;
	}
	g_free(before);
	g_free(lower);
	g_free(text);
}

bool
corpus_add_path(struct corpus *c, const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	char *data;
	gsize size;

	if (dir == NULL) {
		if (!g_file_get_contents(path, &data, &size, NULL))
			return false;
		corpus_add(c, data, size);
		g_free(data);
		return true;
	}
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *below = g_build_filename(path, name, NULL);

		corpus_add(c, name, strlen(name));
		corpus_add_path(c, below);
		g_free(below);
	}
	g_dir_close(dir);
	return true;
}

static void
add_line(struct corpus *c, const char *a, const char *b)
{
	char *line = g_strconcat(a, " ", b, NULL);

	corpus_add(c, line, strlen(line));
	g_free(line);
}

static void
add_rule(struct corpus *c, const struct rule *r)
{
	char **reasons = g_strsplit(r->reasons, " ", -1);

	add_line(c, r->id, "");
	add_line(c, r->needs, "");
	add_line(c, "replaced-by", r->id);
	add_line(c, r->reasons, "");
	/* A card names both. */
	for (size_t i = 0; reasons[i] != NULL; i++)
		add_line(c, r->id, reasons[i]);
	corpus_add(c, r->values, strlen(r->values));
	g_strfreev(reasons);
}

void
corpus_add_machine(struct corpus *c)
{
	/* Of the engine, of --evidence, and of a PDF file. */
	static const char tokens[] =
	    "hybrid-audit\nblocker\nerror\nwarning\ninfo\nnote\nfail\npass\nnot-applicable\nnot-evaluated\ninternal\nexternal\nassumed\n"
	    "organisation\ninput-missing\nnot-stated\nvalue-lost\nvalue-truncated\nvalue-conflict\nnot-complete\nno-object\nstate-unknown\n"
	    "no-table-for-date\ncreated-by-wizard\noutside-dates\nnot-in-generation\nreplaced-by\nfield\nneeds\n"
	    "UTF-8\nUTF-16LE\nUTF-16BE\nwindows-1252\n"
	    "ascii\nutf-8\nutf-8 bom\nutf-16\nder\npem\nlist\nclixml\nSHA\nHA\ninference\nobserved\nrecalled\n";

	for (int k = 0; k < KIND_COUNT; k++) {
		add_line(c, kinds[k].name, "");
		for (unsigned i = 0; i < kinds[k].count; i++)
			add_line(c, kinds[k].properties[i].name, "");
	}
	for (size_t f = 0; families[f] != NULL; f++) {
		add_line(c, families[f]->name, "");
		for (size_t i = 0; i < families[f]->n; i++)
			add_rule(c, &families[f]->rules[i]);
	}
	/* The dated tables are data of their own, which --knowledge replaces. */
	for (const struct embedded *e = embedded_files; e->path != NULL; e++)
		if (g_str_has_prefix(e->path, "audit/knowledge/")) {
			add_line(c, e->path, "");
			corpus_add(c, (const char *)e->data, e->size);
		}
	for (char **lines = g_strsplit(tokens, "\n", -1), **line = lines; lines != NULL; g_strfreev(lines), lines = NULL)
		for (; *line != NULL; line++)
			corpus_add(c, *line, strlen(*line));
}

/* ---- checking ---- */

static bool
has_digit(const char *word)
{
	return strpbrk(word, "0123456789") != NULL;
}

/* Beginning or end of a word of the corpus, not its middle. */
static bool
is_piece(const struct corpus *c, const char *word)
{
	const size_t n = strlen(word);

	for (const char *p = c->text->str; (p = strstr(p, word)) != NULL; p++) {
		const bool before = p > c->text->str && g_ascii_isalnum(p[-1]), after = g_ascii_isalnum(p[n]);

		if (before != after || n >= PIECE_MIN)
			return true;
	}
	return false;
}

/* edge: the word begins or ends a line or a cell, where long ones are broken. */
static bool
is_known(const struct corpus *c, const char *word, bool edge)
{
	return strlen(word) < 2 || has_digit(word) || g_hash_table_contains(c->words, word) ||
	    ((edge || strlen(word) >= PIECE_MIN) && is_piece(c, word));
}

static bool
are_known(const struct corpus *c, const char *before, const char *word)
{
	char *pair = g_strdup_printf("%s %s", before, word), *value_after = g_strdup_printf("%s {{", before);
	char *value_before = g_strdup_printf("}} %s", word);
	const bool known = has_digit(pair) || strlen(before) < 2 || strlen(word) < 2 || g_hash_table_contains(c->pairs, pair) ||
	    g_hash_table_contains(c->pairs, value_after) || g_hash_table_contains(c->pairs, value_before);

	g_free(value_before);
	g_free(value_after);
	g_free(pair);
	return known;
}

static void
tell(const char *file, const char *text, const char *at, const char *what)
{
	unsigned line = 1;
	const char *from = text, *end;

	for (const char *p = text; p < at; p++)
		if (*p == '\n') {
			line++;
			from = p + 1;
		}
	end = strchr(from, '\n');
	printf("%s:%u: \"%s\" is not marked: %.*s\n", file, line, what, (int)MIN(end != NULL ? end - from : 120, 160), from);
}

unsigned
corpus_check(const struct corpus *c, const char *file, const char *text, guint64 *marked)
{
	char *lower = g_ascii_strdown(text, -1), *before = NULL;
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	const char *at, *gap, *word;
	unsigned bad = 0;
	gsize n;

	for (const char *p = text; *p != '\0'; p++)
		*marked += (unsigned char)*p == 0xd0 || (unsigned char)*p == 0xd1 ? 1 : 0;
	for (at = lower; (word = next_word(&at, &gap, &n)) != NULL;) {
		char *now = g_strndup(word, n);
		const bool edge = is_wide(gap, (gsize)(word - gap)) || is_wide(at, strcspn(at, letters));
		const bool alone = is_known(c, now, edge), beside = before == NULL || !is_beside(gap, word) || are_known(c, before, now);

		if ((!alone || !beside) && bad++ < REPORTED_MAX)
			tell(file, text, text + (word - lower), now);
		g_free(before);
		before = now;
	}
	g_free(before);
	g_free(lower);
	return bad;
}
