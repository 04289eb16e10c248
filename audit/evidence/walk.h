#ifndef EVIDENCE_WALK_H
#define EVIDENCE_WALK_H

#include "input.h"

/* A file found, with what the readers need. */
struct found {
	struct input in;
	bool zone;
	enum view view;                 /* of a zone: told by the path or by [files] */
};

/*
 * Everything below an open folder but the folder `exclude` (or NULL), in byte order of the paths: struct found *, to be freed with
 * the array; their sources are the caller's.  The file that the passwords (or NULL) come from is ignored.  What cannot be read is refused.  Of more than FILES_MAX files the first beyond is
 * refused and tells how many are; audit.ini is found all the same.
 */
GPtrArray *walk_folder(struct facts *, int folder, const char *exclude, const struct passwords *);

#endif
