#ifndef EVIDENCE_STORE_H
#define EVIDENCE_STORE_H

#include "certificates.h"

/* A serialised certificate store, as CertSaveStore() and Export-Certificate -Type SST write it. */
bool store_recognise(const guint8 *, size_t);
void store_read(struct container *, const guint8 *, size_t);

#endif
