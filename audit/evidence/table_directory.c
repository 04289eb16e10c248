/* Virtual directories have one shape, whatever they are for: the name tells, else [files], the class, the URL, the file's name. */
#include <string.h>

#include "table.h"

/* Directories of the default web site (Exchange 2010 to Subscription Edition), and of the WebDAV time before. */
static int
kind_of_name(const char *name)
{
	static const struct { const char *name; int kind; } known[] = {
		{ "ews", KIND_EWS_DIRECTORY }, { "autodiscover", KIND_AUTODISCOVER_DIRECTORY }, { "owa", UNWANTED }, { "ecp", UNWANTED },
		{ "oab", UNWANTED }, { "mapi", UNWANTED }, { "rpc", UNWANTED }, { "microsoft-server-activesync", UNWANTED },
		{ "powershell", UNWANTED }, { "exchange", UNWANTED }, { "exchweb", UNWANTED }, { "exadmin", UNWANTED }, { "public", UNWANTED },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		const size_t n = strlen(known[i].name);

		if (g_ascii_strncasecmp(name, known[i].name, n) == 0 && !g_ascii_isalnum(name[n]))
			return known[i].kind;
	}
	return NO_KIND;
}

/* "EX01\EWS (Default Web Site)": what stands behind the server; without one, the column Name. */
static const char *
name_of(const struct table *t, const struct row *row)
{
	const char *identity = row_cell(row, column_find(t, "Identity")), *name = row_cell(row, column_find(t, "Name"));
	const char *slash = strchr(identity, '\\');

	if (slash != NULL)
		return slash + 1;
	return *name != '\0' ? name : identity;
}

/* "https://mail.contoso.com/EWS/Exchange.asmx": the first part of the path. */
static int
kind_of_url(const char *url)
{
	const char *host = strstr(url, "://"), *path = host != NULL ? strchr(host + 3, '/') : NULL;

	return path != NULL ? kind_of_name(path + 1) : NO_KIND;
}

/* "WebServicesVirtualDirectory.csv", "ews-2026.csv": whole words, for "news.csv" tells nothing. */
static int
kind_of_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = g_ascii_strdown(slash != NULL ? slash + 1 : path, -1);
	char **words = g_strsplit_set(name, "-_ ()[]+,@=~.", -1);
	int kind = strstr(name, "webservices") != NULL ? KIND_EWS_DIRECTORY : strstr(name, "autodiscover") != NULL ?
	    KIND_AUTODISCOVER_DIRECTORY : NO_KIND;

	for (size_t i = 0; kind == NO_KIND && words[i] != NULL; i++)
		if (strcmp(words[i], "ews") == 0)
			kind = KIND_EWS_DIRECTORY;
	g_strfreev(words);
	g_free(name);
	return kind;
}

int
table_directory_kind(const struct table *t, const struct row *row)
{
	int kind = kind_of_name(name_of(t, row));

	if (kind == NO_KIND)
		kind = t->forced;
	if (kind == NO_KIND && t->header.by_class)
		kind = t->header.kind;
	if (kind == NO_KIND)
		kind = kind_of_url(row_cell(row, column_find(t, "ExternalUrl")));
	if (kind == NO_KIND)
		kind = kind_of_url(row_cell(row, column_find(t, "InternalUrl")));
	return kind != NO_KIND ? kind : kind_of_file(t->in->path);
}
