#ifndef EVIDENCE_ZONE_ROUTE53_H
#define EVIDENCE_ZONE_ROUTE53_H

#include <stdbool.h>

#include "zone_scan.h"

struct zone_reader;

/*
 * The record sets of Route 53 as JSON: what "aws route53 list-resource-record-sets" prints, with its page around them or, by
 * --query, as an array of them.
 */

/* By the first bytes. */
bool zone_route53_recognise(const char *text, size_t size);

/* Every record set as an entry, in the form that cli53 gives it; see zone_entries().  Documents one behind the other are
 * pages of one zone where a page says that more follow, else zones of their own. */
void zone_route53_entries(struct zone_reader *, zone_bytes, void *closure);

#endif
