#ifndef REPORT_COMPOSE_MAIL_H
#define REPORT_COMPOSE_MAIL_H

#include "compose_picture.h"

/* The first items of a list, and how many more there are; "" where the value shows none. */
const char *items_text(const struct composer *, const struct value *);
/* The phrase with {{name}}; NULL for no name. */
const char *say_name(const struct composer *, const char *phrase, const char *name);
const char *certificate_title(const struct composer *, const struct certificate *);

/* The way to the cloud, where send connectors were exported (compose_mail_send.c). */
void add_outbound(struct composer *, GPtrArray *to);

#endif
