#ifndef AUDIT_EMBEDDED_H
#define AUDIT_EMBEDDED_H

#include <stddef.h>

/* Files built into the program: templates/... and audit/knowledge/..., by their path in the source tree. */
struct embedded {
	const char *path;
	const unsigned char *data;
	size_t size;
};

extern const struct embedded embedded_files[];     /* ends with a NULL path; in byte order of path */
const struct embedded *embedded_find(const char *path);

#endif
