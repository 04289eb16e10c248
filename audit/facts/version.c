#include "version.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Up to four numbers joined by dots; how many were there, 0 for anything else.  Leading zeros are not octal. */
static unsigned
parse_numbers(const char *text, const char **end, unsigned part[4])
{
	unsigned n = 0;

	memset(part, 0, 4 * sizeof *part);
	while (n < 4 && isdigit((unsigned char)*text)) {
		char *after;
		unsigned long value = strtoul(text, &after, 10);

		if (after - text > 6)
			return 0;
		part[n++] = (unsigned)value;
		text = after;
		if (*text != '.' || !isdigit((unsigned char)text[1]))
			break;
		text++;
	}
	*end = text;
	return n;
}

static const char *
skip_blanks(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

/* "Version 15.2 (Build 986.5)", also with ": Service Pack 2" before the closing parenthesis. */
static bool
parse_display(const char *p, struct version *v)
{
	unsigned major[4], build[4];

	if (parse_numbers(p, &p, major) != 2)
		return false;
	p = skip_blanks(p);
	if (strncasecmp(p, "(Build", 6) != 0)
		return false;
	if (parse_numbers(skip_blanks(p + 6), &p, build) != 2)
		return false;
	p = skip_blanks(p);
	if (*p == ':')
		p += strcspn(p, ")");
	if (*p != ')' || *skip_blanks(p + 1) != '\0')
		return false;
	/* The directory's serialNumber attribute holds the build plus 30000. */
	if (build[0] >= 30000)
		build[0] -= 30000;
	*v = (struct version){ { major[0], major[1], build[0], build[1] } };
	return true;
}

bool
version_parse(const char *text, struct version *v)
{
	const char *p = skip_blanks(text);

	if (strncasecmp(p, "Version", 7) == 0)
		return parse_display(skip_blanks(p + 7), v);
	if (parse_numbers(p, &p, v->part) == 4)
		return *skip_blanks(p) == '\0';
	return parse_display(skip_blanks(text), v);
}

int
version_compare_parts(const struct version *a, const struct version *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a->part[i] != b->part[i])
			return a->part[i] < b->part[i] ? -1 : 1;
	return 0;
}

int
version_compare(const struct version *a, const struct version *b)
{
	return version_compare_parts(a, b, 4);
}

bool
version_at_least(const struct version *v, unsigned a, unsigned b, unsigned c, unsigned d)
{
	return version_compare(v, &(struct version){ { a, b, c, d } }) >= 0;
}

enum generation
version_generation(const struct version *v)
{
	switch (v->part[0]) {
	case 6:
		return v->part[1] == 5 ? GENERATION_2003 : GENERATION_UNKNOWN;
	case 8:
		return GENERATION_2007;
	case 14:
		return GENERATION_2010;
	case 15:
		if (v->part[1] == 0)
			return GENERATION_2013;
		if (v->part[1] == 1)
			return GENERATION_2016;
		if (v->part[1] == 2)
			return v->part[2] < 2562 ? GENERATION_2019 : GENERATION_SE;
		return GENERATION_UNKNOWN;
	default:
		return GENERATION_UNKNOWN;
	}
}

static const char *const generations[] = {
	[GENERATION_UNKNOWN] = "unknown", [GENERATION_2003] = "2003", [GENERATION_2007] = "2007", [GENERATION_2010] = "2010",
	[GENERATION_2013] = "2013", [GENERATION_2016] = "2016", [GENERATION_2019] = "2019", [GENERATION_SE] = "SE",
};

const char *
generation_name(enum generation g)
{
	return generations[g];
}

enum generation
generation_named(const char *name)
{
	for (enum generation g = GENERATION_2003; g <= GENERATION_SE; g++)
		if (strcmp(generations[g], name) == 0)
			return g;
	return GENERATION_UNKNOWN;
}

const char *
version_print(const struct version *v, char buffer[48])
{
	snprintf(buffer, 48, "%u.%u.%u.%u", v->part[0], v->part[1], v->part[2], v->part[3]);
	return buffer;
}
