#include "../facts/knowledge.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#include "../embedded.h"

enum { MAX_COLUMNS = 6 };

/* One table while it is read. */
struct reading {
	struct region *region;
	struct knowledge *knowledge;
	const struct layout *layout;
	const char *origin;
	const char *field[MAX_COLUMNS];
	size_t nfields;
	unsigned row;               /* rows behind the comments, the header included */
	char *mistake;
};

struct layout {
	const char *name;
	const char *columns;        /* the header, exactly */
	bool (*take)(struct reading *);
	unsigned life;              /* days; struct knowledge_table */
};

/* "" is an open end. */
static bool
parse_date(const char *text, gint64 *seconds)
{
	char *iso;
	GDateTime *t;

	*seconds = 0;
	if (*text == '\0')
		return true;
	iso = g_strconcat(text, "T00:00:00Z", NULL);
	t = g_date_time_new_from_iso8601(iso, NULL);
	g_free(iso);
	if (t == NULL)
		return false;
	*seconds = g_date_time_to_unix(t);
	g_date_time_unref(t);
	return true;
}

static bool
take_build(struct reading *r)
{
	struct build b = { .generation = r->field[1], .name = r->field[2], .kb = r->field[4] };

	if (!version_parse(r->field[0], &b.version) || !parse_date(r->field[3], &b.released))
		return false;
	g_array_append_val(r->knowledge->builds, b);
	return true;
}

static bool
take_range(struct reading *r)
{
	struct cloud_range c = { .text = r->field[0] };

	if (!range_parse(r->field[0], &c.range) || !parse_date(r->field[1], &c.from) || !parse_date(r->field[2], &c.until))
		return false;
	g_array_append_val(r->knowledge->cloud_ranges, c);
	return true;
}

static bool
take_service_domain(struct reading *r)
{
	struct service_domain s = { .cloud = r->field[0], .domain = r->field[1], .routing = r->field[2] };

	if (!parse_date(r->field[3], &s.from) || !parse_date(r->field[4], &s.until))
		return false;
	g_array_append_val(r->knowledge->service_domains, s);
	return true;
}

static bool
take_root(struct reading *r)
{
	struct root t = { .subject = r->field[0], .key_id = r->field[1], .sha256 = r->field[2] };

	if (!parse_date(r->field[3], &t.from) || !parse_date(r->field[4], &t.until))
		return false;
	g_array_append_val(r->knowledge->roots, t);
	return true;
}

static bool
take_limit(struct reading *r)
{
	struct certificate_limit c = { .name = r->field[0] };
	char *end;

	c.value = g_ascii_strtoll(r->field[1], &end, 10);
	if (end == r->field[1] || *end != '\0' || !parse_date(r->field[2], &c.from) || !parse_date(r->field[3], &c.until))
		return false;
	g_array_append_val(r->knowledge->certificate_limits, c);
	return true;
}

static bool
take_lifecycle(struct reading *r)
{
	struct lifecycle l = { .generation = generation_named(r->field[0]), .extended = strcmp(r->field[1], "extended") == 0 };

	l.has_last = *r->field[4] != '\0';
	if (l.generation == GENERATION_UNKNOWN || (!l.extended && strcmp(r->field[1], "support") != 0) ||
	    !parse_date(r->field[2], &l.from) || !parse_date(r->field[3], &l.until) || (l.has_last && !version_parse(r->field[4], &l.last)))
		return false;
	g_array_append_val(r->knowledge->lifecycles, l);
	return true;
}

/* minimum, name, from, until: the last four columns. */
static bool
take_level(struct level *l, const char *const *field, GArray *to)
{
	l->name = field[1];
	l->kind = *field[0] == '\0' ? LEVEL_ANY : strcmp(field[0], "never") == 0 ? LEVEL_NEVER : LEVEL_MINIMUM;
	if (l->generation == GENERATION_UNKNOWN || (l->kind == LEVEL_MINIMUM && !version_parse(field[0], &l->minimum)) ||
	    !parse_date(field[2], &l->from) || !parse_date(field[3], &l->until))
		return false;
	g_array_append_vals(to, l, 1);
	return true;
}

static bool
take_symptom(struct reading *r)
{
	const struct symptom s = { .name = r->field[0], .pattern = r->field[1], .rules = r->field[2] };
	GRegex *regex = g_regex_new(s.pattern, G_REGEX_CASELESS, 0, NULL);

	if (regex == NULL)
		return false;
	g_regex_unref(regex);
	g_array_append_val(r->knowledge->symptoms, s);
	return true;
}

static bool
take_coexistence(struct reading *r)
{
	struct level l = { .generation = generation_named(r->field[1]), .newest = generation_named(r->field[0]) };

	return l.newest > l.generation && take_level(&l, r->field + 2, r->knowledge->coexistence);
}

static bool
take_tls(struct reading *r)
{
	struct level l = { .generation = generation_named(r->field[0]) };

	return take_level(&l, r->field + 1, r->knowledge->tls);
}

static bool
take_hybrid_app(struct reading *r)
{
	struct level l = { .generation = generation_named(r->field[0]) };

	return take_level(&l, r->field + 1, r->knowledge->hybrid_app);
}

static bool
take_enforcement(struct reading *r)
{
	struct enforcement e = { .generation = generation_named(r->field[0]) };

	if (e.generation == GENERATION_UNKNOWN || !parse_date(r->field[1], &e.released) || !parse_date(r->field[2], &e.from) ||
	    !parse_date(r->field[3], &e.until))
		return false;
	g_array_append_val(r->knowledge->enforcements, e);
	return true;
}

static bool
take_ca_identity(struct reading *r)
{
	struct ca_identity c = { .organisation = r->field[0], .domain = r->field[1] };

	if (!parse_date(r->field[2], &c.from) || !parse_date(r->field[3], &c.until))
		return false;
	g_array_append_val(r->knowledge->ca_identities, c);
	return true;
}

static const struct layout layouts[] = {
	{ "ca-identities.csv", "organisation,domain,from,until", take_ca_identity, 0 },
	{ "certificate-limits.csv", "limit,value,from,until", take_limit, 0 },
	{ "coexistence.csv", "newest,beside,minimum,name,from,until", take_coexistence, 0 },
	{ "enforcement.csv", "generation,released,from,until", take_enforcement, 365 },
	{ "eop-ranges.csv", "cidr,from,until", take_range, 0 },
	{ "exchange-builds.csv", "build,generation,name,released,kb", take_build, 120 },
	{ "hybrid-app.csv", "generation,minimum,name,from,until", take_hybrid_app, 0 },
	{ "lifecycle.csv", "generation,programme,from,until,final", take_lifecycle, 0 },
	{ "roots.csv", "subject,key_id,sha256,from,until", take_root, 0 },
	{ "service-domains.csv", "cloud,domain,routing,from,until", take_service_domain, 0 },
	{ "symptoms.csv", "symptom,pattern,rules", take_symptom, 0 },
	{ "tls.csv", "generation,minimum,name,from,until", take_tls, 0 },
};

static void
on_field(void *data, size_t n, void *closure)
{
	struct reading *r = closure;

	if (r->nfields < MAX_COLUMNS)
		r->field[r->nfields] = region_strndup(r->region, data != NULL ? data : "", n);
	r->nfields++;
}

static void
on_row(int end, void *closure)
{
	struct reading *r = closure;
	char **columns = g_strsplit(r->layout->columns, ",", 0);
	size_t n = g_strv_length(columns);
	bool good = r->nfields == n;

	(void)end;
	r->row++;
	if (r->row == 1) {
		for (size_t i = 0; i < n && good; i++)
			good = strcmp(columns[i], r->field[i]) == 0;
	} else {
		good = good && r->layout->take(r);
	}
	if (!good && r->mistake == NULL)
		r->mistake = g_strdup_printf("row %u is not as \"%s\" wants it", r->row, r->layout->columns);
	g_strfreev(columns);
	r->nfields = 0;
}

/* The comments at the head state where the table comes from; data rows follow. */
static const char *
read_comments(struct reading *r, const char *text)
{
	struct knowledge_table t = { .name = r->layout->name, .source = "", .as_of = "", .origin = r->origin,
		.life = r->layout->life };

	while (*text == '#') {
		size_t n = strcspn(text, "\r\n");

		if (g_str_has_prefix(text, "# source: "))
			t.source = region_strndup(r->region, text + 10, n - 10);
		else if (g_str_has_prefix(text, "# as-of: "))
			t.as_of = region_strndup(r->region, text + 9, n - 9);
		text += n;
		text += strspn(text, "\r\n");
	}
	g_array_append_val(r->knowledge->tables, t);
	return text;
}

static bool
read_table(struct reading *r, const char *text, GError **error)
{
	const char *rows = read_comments(r, text);
	struct csv_parser parser;

	r->row = 0;
	r->nfields = 0;
	r->mistake = NULL;
	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	if (csv_parse(&parser, rows, strlen(rows), on_field, on_row, r) != strlen(rows) || csv_fini(&parser, on_field, on_row, r) != 0) {
		g_free(r->mistake);
		r->mistake = g_strdup(csv_strerror(csv_error(&parser)));
	} else if (r->mistake == NULL && r->row < 2) {
		r->mistake = g_strdup("the table has no rows");
	}
	csv_free(&parser);
	if (r->mistake == NULL)
		return true;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s (%s): %s", r->layout->name, r->origin, r->mistake);
	g_free(r->mistake);
	return false;
}

/* The file of the directory, or the table that is built in.  NULL with an error. */
static char *
table_text(struct reading *r, const char *directory, GError **error)
{
	char *file = directory != NULL ? g_build_filename(directory, r->layout->name, NULL) : NULL, *text = NULL;

	if (file != NULL && g_file_test(file, G_FILE_TEST_EXISTS)) {
		r->origin = region_strdup(r->region, file);
		g_file_get_contents(file, &text, NULL, error);
	} else {
		char *path = g_strconcat("audit/knowledge/", r->layout->name, NULL);
		const struct embedded *e = embedded_find(path);

		r->origin = "embedded";
		text = g_strndup((const char *)e->data, e->size);
		g_free(path);
	}
	g_free(file);
	return text;
}

static bool
load_table(struct reading *r, const char *directory, GError **error)
{
	char *text = table_text(r, directory, error);
	bool ok = text != NULL && read_table(r, text, error);

	g_free(text);
	return ok;
}

static int
compare_builds(const void *a, const void *b)
{
	return version_compare(&((const struct build *)a)->version, &((const struct build *)b)->version);
}

/* Every table in the directory replaces one, or its author is told: a misspelt name would change nothing. */
static bool
tables_known(const char *directory, GError **error)
{
	GDir *dir = g_dir_open(directory, 0, error);
	const char *name;
	bool ok = dir != NULL;

	while (ok && (name = g_dir_read_name(dir)) != NULL) {
		bool known = !g_str_has_suffix(name, ".csv");

		for (size_t i = 0; !known && i < G_N_ELEMENTS(layouts); i++)
			known = strcmp(name, layouts[i].name) == 0;
		if (!known)
			g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s/%s: no table is called that", directory, name);
		ok = known;
	}
	if (dir != NULL)
		g_dir_close(dir);
	return ok;
}

struct knowledge *
knowledge_load(struct region *region, const char *directory, GError **error)
{
	struct knowledge *k;
	struct reading r = { .region = region };

	if (directory != NULL && !tables_known(directory, error))
		return NULL;
	r.knowledge = k = g_new0(struct knowledge, 1);
	k->tables = g_array_new(FALSE, FALSE, sizeof(struct knowledge_table));
	k->builds = g_array_new(FALSE, FALSE, sizeof(struct build));
	k->cloud_ranges = g_array_new(FALSE, FALSE, sizeof(struct cloud_range));
	k->service_domains = g_array_new(FALSE, FALSE, sizeof(struct service_domain));
	k->roots = g_array_new(FALSE, FALSE, sizeof(struct root));
	k->symptoms = g_array_new(FALSE, FALSE, sizeof(struct symptom));
	k->certificate_limits = g_array_new(FALSE, FALSE, sizeof(struct certificate_limit));
	k->lifecycles = g_array_new(FALSE, FALSE, sizeof(struct lifecycle));
	k->coexistence = g_array_new(FALSE, FALSE, sizeof(struct level));
	k->tls = g_array_new(FALSE, FALSE, sizeof(struct level));
	k->hybrid_app = g_array_new(FALSE, FALSE, sizeof(struct level));
	k->enforcements = g_array_new(FALSE, FALSE, sizeof(struct enforcement));
	k->ca_identities = g_array_new(FALSE, FALSE, sizeof(struct ca_identity));
	for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
		r.layout = &layouts[i];
		if (!load_table(&r, directory, error)) {
			knowledge_free(k);
			return NULL;
		}
	}
	g_array_sort(k->builds, compare_builds);
	return k;
}
