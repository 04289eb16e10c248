#include "zone_scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "zone_fields.h"

enum { TEXT, BLANK, NEWLINE, OPEN, CLOSE, QUOTE, COMMENT, ESCAPE, CONTROL };

/* Per octet; 0x80 and above is text. */
static const guint8 classes[256] = {
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, BLANK, NEWLINE, CONTROL, CONTROL, NEWLINE, CONTROL,
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, CONTROL, [' '] = BLANK, ['('] = OPEN, [')'] = CLOSE, ['"'] = QUOTE, [';'] = COMMENT, ['\\'] = ESCAPE, [0x7f] = CONTROL
};

ssize_t
zone_from_memory(void *closure, char *buffer, size_t size)
{
	struct zone_memory *m = closure;
	size_t n = MIN(size, m->left);

	memcpy(buffer, m->p, n);
	m->p += n;
	m->left -= n;
	return (ssize_t)n;
}

ssize_t
zone_from_file(void *closure, char *buffer, size_t size)
{
	ssize_t n;

	do
		n = read(*(const int *)closure, buffer, size);
	while (n < 0 && errno == EINTR);
	return n;
}

struct zone_scan {
	zone_bytes read;
	void *closure;
	char *buffer;
	size_t capacity, limit;     /* limit: octets of one entry */
	size_t at, end;
	bool eof, failed, started;
	bool doubtful;              /* lines that begin with a blank, up to the next one that does not */
	unsigned line;              /* of `at` */
	GArray *tokens;
};

struct zone_scan *
zone_scan_new(zone_bytes read, void *closure, size_t buffer)
{
	struct zone_scan *s = g_new0(struct zone_scan, 1);

	s->read = read;
	s->closure = closure;
	s->capacity = MAX(buffer, 1024);
	s->limit = MIN(s->capacity / 4, ZONE_ENTRY_BYTES);
	s->buffer = g_malloc(s->capacity);
	s->line = 1;
	s->tokens = g_array_new(FALSE, FALSE, sizeof(struct zone_token));
	return s;
}

void
zone_scan_free(struct zone_scan *s)
{
	if (s == NULL)
		return;
	g_array_unref(s->tokens);
	g_free(s->buffer);
	g_free(s);
}

static const struct zone_token *
tokens_of(const struct zone_scan *s)
{
	return (const struct zone_token *)(void *)s->tokens->data;
}

/* After this the buffer holds a whole entry of the largest size, or the rest of the file: no entry is scanned twice. */
static void
fill(struct zone_scan *s)
{
	ssize_t n = 1;

	memmove(s->buffer, s->buffer + s->at, s->end - s->at);
	s->end -= s->at;
	s->at = 0;
	while (s->end < s->capacity && (n = s->read(s->closure, s->buffer + s->end, s->capacity - s->end)) > 0)
		s->end += (size_t)n;
	if (n <= 0) {
		s->eof = true;
		s->failed = n < 0;
		/* DOS copies end in a Control-Z. */
		while (s->end > 0 && s->buffer[s->end - 1] == 0x1a)
			s->end--;
	}
	if (!s->started && s->end >= 3 && memcmp(s->buffer, "\357\273\277", 3) == 0)
		s->at = 3;
	s->started = true;
}

/* The position in one entry. */
struct cursor {
	const char *p, *end;        /* end: of the buffer, or of the largest entry */
	const char *line_start;
	unsigned line, depth, open_line, open_column;
};

static unsigned
column(const struct cursor *c, const char *p)
{
	return (unsigned)(p - c->line_start) + 1;
}

static void
broken(struct zone_entry *e, const char *code, unsigned line, unsigned at)
{
	if (e->broken != NULL)
		return;
	e->broken = code;
	e->broken_line = line;
	e->broken_column = at;
}

static guint8
class_of(char ch)
{
	return classes[(guint8)ch];
}

static void
newline(const struct zone_scan *s, struct cursor *c)
{
	char ch = *c->p++;

	if (ch == '\r' && c->p < s->buffer + s->end && *c->p == '\n')
		c->p++;
	c->line++;
	c->line_start = c->p;
}

/* Steps over a backslash and what it escapes; a backslash escapes no newline. */
static void
escape(struct cursor *c, struct zone_entry *e)
{
	if (c->p + 1 < c->end && class_of(c->p[1]) != NEWLINE)
		c->p += 2;
	else {
		broken(e, "zone-backslash-at-end", c->line, column(c, c->p));
		c->p++;
	}
}

static void
push(struct zone_scan *s, const struct cursor *c, const char *from, const char *to, bool quoted)
{
	struct zone_token t = { from, (size_t)(to - from), c->line, column(c, from), quoted };

	g_array_append_val(s->tokens, t);
}

/* Is the cursor's end that of the file, not of the largest entry? */
static bool
at_end(const struct zone_scan *s, const struct cursor *c)
{
	return s->eof && c->end == s->buffer + s->end;
}

/* Never across a newline: what follows an open quote would be read inside out. */
static void
quoted(struct zone_scan *s, struct cursor *c, struct zone_entry *e)
{
	const char *from = ++c->p;

	while (c->p < c->end) {
		guint8 k = class_of(*c->p);

		if (k == QUOTE || k == NEWLINE)
			break;
		if (k == ESCAPE)
			escape(c, e);
		else {
			if (k == CONTROL)
				broken(e, "zone-control-character", c->line, column(c, c->p));
			c->p++;
		}
	}
	push(s, c, from, c->p, true);
	if (c->p < c->end && *c->p == '"')
		c->p++;
	else if (c->p < c->end || at_end(s, c)) {
		broken(e, "zone-unclosed-quote", c->line, column(c, from) - 1);
		c->depth = 0;
		s->doubtful = true;
	}
}

static void
word(struct zone_scan *s, struct cursor *c, struct zone_entry *e)
{
	const char *from = c->p;

	while (c->p < c->end) {
		guint8 k = class_of(*c->p);

		if (k == ESCAPE)
			escape(c, e);
		else if (k == TEXT || k == CONTROL) {
			if (k == CONTROL)
				broken(e, "zone-control-character", c->line, column(c, c->p));
			c->p++;
		} else
			break;
	}
	push(s, c, from, c->p, false);
}

static void
comment(struct cursor *c, struct zone_entry *e)
{
	const char *from = ++c->p;

	while (c->p < c->end && class_of(*c->p) != NEWLINE)
		c->p++;
	e->comment = from;
	e->comment_size = (size_t)(c->p - from);
}

/* A newline: does the entry go on behind it?  Inside parentheses a line that is a record of its own shows that the
 * parenthesis was never closed; the entry then ends before it.  Where that line begins with a blank, it may be a line of
 * a text all the same. */
static bool
goes_on(struct zone_scan *s, struct cursor *c, struct zone_entry *e)
{
	newline(s, c);
	if (c->depth == 0)
		return false;
	if ((c->p < c->end && zone_looks_like_entry(c->p, (size_t)(c->end - c->p), tokens_of(s), s->tokens->len)) ||
	    c->line - e->line >= ZONE_ENTRY_LINES) {
		broken(e, "zone-unclosed-parenthesis", c->open_line, c->open_column);
		s->doubtful = true;
		return false;
	}
	return true;
}

static void
parenthesis(struct cursor *c, struct zone_entry *e)
{
	if (*c->p == '(') {
		if (c->depth++ == 0) {
			c->open_line = c->line;
			c->open_column = column(c, c->p);
		}
	} else if (c->depth > 0)
		c->depth--;
	else
		broken(e, "zone-stray-parenthesis", c->line, column(c, c->p));
	c->p++;
}

/* Returns whether the entry ended at a newline or the end of the file; false: it is larger than an entry may be. */
static bool
entry(struct zone_scan *s, struct cursor *c, struct zone_entry *e)
{
	while (c->p < c->end) {
		switch (class_of(*c->p)) {
		case BLANK:
			c->p++;
			break;
		case NEWLINE:
			if (!goes_on(s, c, e))
				return true;
			break;
		case OPEN:
		case CLOSE:
			parenthesis(c, e);
			break;
		case QUOTE:
			quoted(s, c, e);
			break;
		case COMMENT:
			comment(c, e);
			break;
		default:
			word(s, c, e);
			break;
		}
	}
	return at_end(s, c);
}

/* The entry is too large: the rest of its line goes with it, however long that is. */
static void
skip_line(struct zone_scan *s)
{
	for (;;) {
		while (s->at < s->end && class_of(s->buffer[s->at]) != NEWLINE)
			s->at++;
		if (s->at < s->end || s->eof)
			return;
		fill(s);
	}
}

enum zone_scanned
zone_scan_next(struct zone_scan *s, struct zone_entry *e)
{
	for (;;) {
		struct cursor c = { 0 };
		bool whole;

		if (!s->eof && s->end - s->at <= s->limit)
			fill(s);
		if (s->at == s->end)
			return s->failed ? ZONE_READ_ERROR : ZONE_END;
		memset(e, 0, sizeof *e);
		g_array_set_size(s->tokens, 0);
		e->line = c.line = s->line;
		c.p = c.line_start = s->buffer + s->at;
		c.end = s->buffer + MIN(s->end, s->at + s->limit);
		e->blank_owner = class_of(*c.p) == BLANK;
		s->doubtful = s->doubtful && (e->blank_owner || class_of(*c.p) == NEWLINE || class_of(*c.p) == COMMENT);
		e->doubtful = s->doubtful;
		whole = entry(s, &c, e);
		if (c.depth > 0)
			broken(e, "zone-unclosed-parenthesis", c.open_line, c.open_column);
		s->at = (size_t)(c.p - s->buffer);
		s->line = c.line;
		e->last_line = c.p == c.line_start && c.line > e->line ? c.line - 1 : c.line;
		e->tokens = tokens_of(s);
		e->ntokens = s->tokens->len;
		e->unended = whole && c.p == c.end && e->comment == NULL && class_of(c.p[-1]) != NEWLINE;
		if (!whole) {
			/* The tokens point into the buffer, which moves. */
			if (c.depth == 0)
				e->broken = NULL;
			broken(e, "zone-entry-too-long", e->line, 0);
			e->ntokens = 0;
			e->comment = NULL;
			s->doubtful = s->doubtful || c.depth > 0;
			skip_line(s);
			return ZONE_ENTRY;
		}
		if (e->ntokens > 0 || e->broken != NULL)
			return ZONE_ENTRY;
		if (e->comment != NULL)
			return ZONE_COMMENT;
	}
}
