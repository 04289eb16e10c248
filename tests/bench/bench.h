#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>

/* Inputs, the same bytes each time.  False when the file could not be written. */
bool make_zone(const char *path, unsigned records);
bool make_large_zone(const char *path, unsigned megabytes);     /* the same records, that many octets */
bool make_crowded_zone(const char *path, unsigned records);     /* all at one wanted name */
bool make_open_zone(const char *path, unsigned lines);          /* each line opens a parenthesis and closes none */
bool make_certificates(const char *path, unsigned n);
bool make_customer(const char *folder, unsigned domains);       /* each with its zone */
bool make_open_customer(const char *folder, unsigned domains);  /* each with its zone, in which the Autodiscover record is missing */
bool make_failing_customer(const char *folder, unsigned domains);   /* each with its zone and ten failures */
bool make_issued(const char *folder, unsigned certificates);    /* a few domains, and certificates of one authority */

/* The i-th host name of the zone that make_zone() writes. */
void zone_host(unsigned i, char name[64]);

#endif
