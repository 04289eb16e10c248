#ifndef FACTS_SPF_WALK_H
#define FACTS_SPF_WALK_H

#include "spf.h"

/* The redirect that ends a record; NULL where an `all` makes it void (RFC 7208, 6.1). */
const struct spf_term *spf_redirect(const struct spf_record *);

#endif
