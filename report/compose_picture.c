/* Pictures of stations and arrows: lanes that look alike stand once. */
#include "compose_picture.h"

#include <string.h>

#include "unique.h"

enum { NAMED = 3, ITEMS_SHOWN = 3, LINE_MOST = 140 };

struct sheaf {
	enum rank rank;
	guint order;
	struct unique names;
	guint n;
	struct station *stations, *masked;      /* as they are of the first subject, and with its name taken out */
};

/* A row is never cut by the end of a page: what strangers write may be of any length. */
const char *
cut_text(const struct composer *c, const char *text, glong most)
{
	if (text == NULL || g_utf8_strlen(text, -1) <= most)
		return text;
	return region_printf(c->region, "%.*s\xe2\x80\xa6", (int)(g_utf8_offset_to_pointer(text, most) - text), text);
}

void
station_line(const struct composer *c, struct station *s, const char *text)
{
	const char **lines;

	if (text == NULL)
		return;
	lines = region_alloc(c->region, (s->nlines + 1) * sizeof *lines);
	if (s->nlines > 0)
		memcpy(lines, s->lines, s->nlines * sizeof *lines);
	lines[s->nlines++] = cut_text(c, text, LINE_MOST);
	s->lines = lines;
}

/* ---- words ---- */

const char *
items_text(const struct composer *c, const struct value *v)
{
	GString *s = g_string_new(NULL);
	const char *text;

	for (size_t i = 0; value_shows_items(v) && i < v->n && i < ITEMS_SHOWN; i++)
		g_string_append_printf(s, "%s%s", i > 0 ? ", " : "", clean(c, v->items[i]));
	text = region_strdup(c->region, s->str);
	g_string_free(s, TRUE);
	if (value_shows_items(v) && v->n > ITEMS_SHOWN) {
		pair pairs[] = { { "names", text }, { "n", number_text(c, v->n - ITEMS_SHOWN) } };

		text = say_with(c, "names-and-more", G_N_ELEMENTS(pairs), pairs);
	}
	return text;
}

const char *
say_name(const struct composer *c, const char *phrase, const char *name)
{
	pair pairs[] = { { "name", name } };

	return name != NULL && *name != '\0' ? say_with(c, phrase, 1, pairs) : NULL;
}

const char *
certificate_title(const struct composer *c, const struct certificate *cert)
{
	const char *name = cert->common_name != NULL ? cert->common_name : cert->nnames > 0 ? cert->names[0] : cert->subject_text;

	return clean(c, name != NULL && *name != '\0' ? name : cert->thumbprint);
}

/* ---- lanes ---- */

enum rank
rank_of_row(const struct finding *row)
{
	static const enum rank ranks[] = { RANK_INFO, RANK_OPEN, RANK_NOTE, RANK_NOT_APPLICABLE, RANK_MET };
	static const enum rank fails[] = { RANK_BLOCKER, RANK_ERROR, RANK_WARNING, RANK_INFO, RANK_INFO };

	return row == NULL ? RANK_OPEN : row->status == STATUS_FAIL ? fails[row->severity] : ranks[row->status];
}

void
picture_begin(struct picture *p, const struct composer *c, const char *any)
{
	*p = (struct picture){ c, say(c, any), g_ptr_array_new(), g_hash_table_new(g_str_hash, g_str_equal) };
}

/* All that the stations show, but the name of the first. */
static const char *
key_of(const struct composer *c, enum rank rank, const GArray *stations)
{
	GString *s = g_string_new(NULL);
	const char *key;

	g_string_append_printf(s, "%d", (int)rank);
	for (guint i = 0; i < stations->len; i++) {
		const struct station *station = &g_array_index(stations, struct station, i);

		g_string_append_printf(s, "\n%u %d %d %d%d\n%s\n%s\n%s\n%s", station->column, (int)station->stroke, (int)station->tone,
		    station->arrow, station->crossed, i > 0 && station->title != NULL ? station->title : "", station->label != NULL ? station->label : "",
		    station->word != NULL ? station->word : "", station->link != NULL ? station->link : "");
		for (size_t k = 0; k < station->nlines; k++)
			g_string_append_printf(s, "\n\t%s", station->lines[k]);
	}
	key = region_strdup(c->region, s->str);
	g_string_free(s, TRUE);
	return key;
}

/* The subject's name as a word of its own; NULL for none. */
static GRegex *
mask_regex(const char *mask)
{
	char *quoted = mask != NULL && *mask != '\0' ? g_regex_escape_string(mask, -1) : NULL;
	char *pattern = quoted != NULL ? g_strdup_printf("(?<![\\pL\\pN])%s(?![\\pL\\pN])", quoted) : NULL;
	GRegex *regex = pattern != NULL ? g_regex_new(pattern, G_REGEX_CASELESS, 0, NULL) : NULL;

	g_free(pattern);
	g_free(quoted);
	return regex;
}

/* The text with the phrase for any of them in place of the subject's name. */
static const char *
masked_text(const struct picture *p, const char *text, const GRegex *regex)
{
	char *out = text != NULL ? g_regex_replace_literal(regex, text, -1, 0, p->any, 0, NULL) : NULL;
	const char *kept = out != NULL && strcmp(out, text) != 0 ? region_strdup(p->c->region, out) : text;

	g_free(out);
	return kept;
}

void
cut_titles(const struct composer *c, GArray *stations)
{
	for (guint i = 0; i < stations->len; i++) {
		struct station *s = &g_array_index(stations, struct station, i);

		s->title = cut_text(c, s->title, TITLE_MOST);
	}
}

static void
mask_stations(const struct picture *p, GArray *stations, const char *mask)
{
	GRegex *regex = mask_regex(mask);

	for (guint i = 0; regex != NULL && i < stations->len; i++) {
		struct station *s = &g_array_index(stations, struct station, i);
		const char **lines = region_alloc(p->c->region, (s->nlines + 1) * sizeof *lines);

		s->title = masked_text(p, s->title, regex);
		for (size_t k = 0; k < s->nlines; k++)
			lines[k] = masked_text(p, s->lines[k], regex);
		s->lines = lines;
	}
	if (regex != NULL)
		g_regex_unref(regex);
}

void
picture_lane(struct picture *p, enum rank rank, const char *name, const char *mask, GArray *original)
{
	GArray *stations;
	const char *key;
	struct sheaf *sheaf;

	cut_titles(p->c, original);
	stations = g_array_copy(original);
	mask_stations(p, stations, mask);
	key = key_of(p->c, rank, stations);
	sheaf = g_hash_table_lookup(p->by_key, key);
	if (sheaf == NULL) {
		sheaf = g_new0(struct sheaf, 1);
		sheaf->rank = rank;
		sheaf->order = p->sheaves->len;
		unique_begin(&sheaf->names);
		sheaf->n = stations->len;
		sheaf->stations = region_copy(p->c->region, original->data, original->len * sizeof(struct station));
		sheaf->masked = region_copy(p->c->region, stations->data, stations->len * sizeof(struct station));
		g_ptr_array_add(p->sheaves, sheaf);
		g_hash_table_insert(p->by_key, (gpointer)(guintptr)key, sheaf);
	}
	unique_add(&sheaf->names, name);
	g_array_unref(stations);
}

static int
by_rank(gconstpointer a, gconstpointer b)
{
	const struct sheaf *x = *(const struct sheaf *const *)a, *y = *(const struct sheaf *const *)b;

	return x->rank != y->rank ? (x->rank < y->rank ? -1 : 1) : x->order < y->order ? -1 : x->order > y->order;
}

/* "HUB2, HUB3, HUB4 and 4 more alike" */
static const char *
names_text(const struct composer *c, const GPtrArray *names)
{
	const guint shown = names->len <= NAMED + 1 ? names->len : NAMED;
	GString *s = g_string_new(NULL);
	const char *text;

	for (guint i = 0; i < shown; i++)
		g_string_append_printf(s, "%s%s", i > 0 ? ", " : "", cut_text(c, g_ptr_array_index(names, i), TITLE_MOST));
	text = region_strdup(c->region, s->str);
	g_string_free(s, TRUE);
	if (shown < names->len) {
		pair pairs[] = { { "names", text }, { "n", number_text(c, names->len - shown) } };

		text = say_with(c, "names-alike", G_N_ELEMENTS(pairs), pairs);
	}
	return text;
}

static void
picture_clear(struct picture *p)
{
	for (guint i = 0; i < p->sheaves->len; i++) {
		struct sheaf *sheaf = g_ptr_array_index(p->sheaves, i);

		g_ptr_array_unref(unique_end(&sheaf->names));
		g_free(sheaf);
	}
	g_ptr_array_unref(p->sheaves);
	g_hash_table_unref(p->by_key);
}

struct block *
picture_end(struct picture *p, GPtrArray *to, size_t ncolumns, const struct column *columns, const GArray *heads, guint most)
{
	const struct composer *c = p->c;
	GArray *lanes = g_array_new(FALSE, FALSE, sizeof(struct lane));
	struct block *b = NULL;
	guint beyond = 0;

	g_ptr_array_sort(p->sheaves, by_rank);
	if (heads != NULL)
		g_array_append_vals(lanes, heads->data, heads->len);
	for (guint i = 0; i < p->sheaves->len; i++) {
		struct sheaf *sheaf = g_ptr_array_index(p->sheaves, i);
		struct lane lane = { .head = false };

		if (i >= most) {
			beyond += sheaf->names.texts->len;
			continue;
		}
		lane.stations = sheaf->names.texts->len > 1 ? sheaf->masked : sheaf->stations;
		lane.n = sheaf->n;
		sheaf->stations->title = sheaf->masked->title = names_text(c, sheaf->names.texts);
		g_array_append_val(lanes, lane);
	}
	if (p->sheaves->len > 0) {
		b = block_add(c, to, BLOCK_PICTURE);
		b->ncolumns = ncolumns;
		b->columns = region_copy(c->region, columns, ncolumns * sizeof *columns);
		b->nlanes = lanes->len;
		b->lanes = region_copy(c->region, lanes->data, lanes->len * sizeof(struct lane));
	}
	if (beyond > 0)
		paragraph_add(c, to, say_count(c, "and-more", beyond));
	g_array_unref(lanes);
	picture_clear(p);
	return b;
}
