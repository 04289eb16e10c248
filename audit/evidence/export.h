#ifndef EVIDENCE_EXPORT_H
#define EVIDENCE_EXPORT_H

#include "rows.h"

/* A form in which Exchange's objects come, besides CSV. */
struct export_form {
	const char *name;               /* shown behind the encoding */
	const char *refused;            /* problem code: known, and no use; NULL: read */
	bool tells_side;                /* of each object */
	/* By the first lines, without empty ones in front.  May set the source's kind. */
	bool (*recognise)(const struct input *, const char *head);
	void (*read)(const char *text, size_t size, const struct rows_sink *);
};

bool form_is_list(const struct input *, const char *head);
bool form_is_table(const struct input *, const char *head);
bool form_is_dump(const struct input *, const char *head);
bool form_is_clixml(const struct input *, const char *head);
bool form_is_trace(const struct input *, const char *head);
bool form_is_dns_table(const struct input *, const char *head);
bool form_is_google(const struct input *, const char *head);
bool form_is_json(const struct input *, const char *head);      /* but for the record sets of Route 53, which are a zone */
bool form_is_yaml(const struct input *, const char *head);

#endif
