#ifndef EVIDENCE_ZONE_VALUES_H
#define EVIDENCE_ZONE_VALUES_H

#include "../facts/dns.h"
#include "zone_fields.h"
#include "zone_name.h"

/* How the names of a file are read. */
struct zone_dialect {
	bool octal;             /* \ddd is octal */
	bool srv_absolute;      /* SRV and PTR targets were exported without their final dot */
	bool ptr_absolute;
	bool all_absolute;      /* no name of the file is relative (Route 53: the final dot is optional) */
};

/* What was found while the rdata was read. */
struct zone_reading {
	const char *field;              /* of what could not be read: "name", "number", "address", ...; NULL when all was */
	const struct zone_token *token; /* it, or the last token looked at */
	unsigned name_notes;            /* NAME_* of zone_name.h, over all names */
	bool split;                     /* a character-string above 255 octets was taken as several */
	const struct zone_token *relative;  /* a target that is relative although it has dots; NULL */
	guint32 serial, minimum;        /* SOA */
};

/* Are the records of the type kept?  Others only show that their owner exists. */
bool zone_type_kept(guint16 type);

/* Reads the rdata into the record, whose owner, type and place are set.  Strings go to the region.  False when it could
 * not be read: the record is then not evaluable, its text what the file says. */
bool zone_rdata(struct region *, const struct zone_fields *, const char *origin, const struct zone_dialect *, struct record *,
    struct zone_reading *);

#endif
