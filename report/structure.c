#include "structure.h"

#include <stdbool.h>

static unsigned
add_node(struct structure *s, unsigned parent, enum role role)
{
	const struct node node = { .role = role, .parent = parent };
	const unsigned id = s->nodes->len;

	g_array_append_val(s->nodes, node);
	if (id <= 1)
		return id;
	if (structure_node(s, parent)->last == 0)
		structure_node(s, parent)->first = id;
	else
		structure_node(s, structure_node(s, parent)->last)->next = id;
	structure_node(s, parent)->last = id;
	return id;
}

struct structure *
structure_new(void)
{
	struct structure *s = g_new0(struct structure, 1);

	s->nodes = g_array_new(FALSE, TRUE, sizeof(struct node));
	add_node(s, 0, ROLE_CONTENT);
	s->current = add_node(s, 0, ROLE_DOCUMENT);
	return s;
}

void
structure_free(struct structure *s)
{
	for (guint i = 0; i < s->nodes->len; i++)
		g_free(structure_node(s, i)->figure);
	g_array_unref(s->nodes);
	g_free(s);
}

/* Good until the next node is added. */
struct node *
structure_node(const struct structure *s, unsigned id)
{
	return &g_array_index(s->nodes, struct node, id);
}

const char *
role_name(enum role role)
{
	static const char *const names[ROLES] = {
		[ROLE_CONTENT] = "", [ROLE_DOCUMENT] = "Document", [ROLE_SECT] = "Sect", [ROLE_DIV] = "Div", [ROLE_L] = "L", [ROLE_LI] = "LI",
		[ROLE_TABLE] = "Table", [ROLE_THEAD] = "THead", [ROLE_TBODY] = "TBody", [ROLE_TR] = "TR", [ROLE_TOC] = "TOC",
		[ROLE_TOCI] = "TOCI", [ROLE_H1] = "H1", [ROLE_H2] = "H2", [ROLE_H3] = "H3", [ROLE_H4] = "H4", [ROLE_H5] = "H5",
		[ROLE_H6] = "H6", [ROLE_P] = "P", [ROLE_LBL] = "Lbl", [ROLE_LBODY] = "LBody", [ROLE_TH] = "TH", [ROLE_TD] = "TD",
		[ROLE_FIGURE] = "Figure", [ROLE_CAPTION] = "Caption", [ROLE_REFERENCE] = "Reference", [ROLE_LINK] = "Link",
		[ROLE_CODE] = "Code", [ROLE_SPAN] = "Span",
	};

	return names[role];
}

unsigned
structure_open(struct structure *s, enum role role)
{
	return s->current = add_node(s, s->current, role);
}

unsigned
structure_open_with(struct structure *s, enum role role, enum attribute attribute)
{
	structure_open(s, role);
	structure_node(s, s->current)->attribute = attribute;
	return s->current;
}

void
structure_close(struct structure *s)
{
	s->current = structure_node(s, s->current)->parent;
}

static void
open_level(struct structure *s, unsigned level)
{
	structure_open(s, (enum role)(ROLE_H1 + (int)MIN(level, 6) - 1));
}

unsigned
structure_open_heading(struct structure *s, unsigned wanted)
{
	const unsigned level = s->card > 0 ? s->card + (wanted > 3 ? wanted - 2 : 1) : MIN(wanted, s->section + 1);

	if (s->card == 0)
		s->section = level;
	open_level(s, level);
	return level;
}

unsigned
structure_open_card(struct structure *s)
{
	s->card = MIN(s->section, 2) + 1;
	open_level(s, s->card);
	return s->card;
}

void
structure_chapter(struct structure *s)
{
	while (s->current > 1)
		structure_close(s);
	structure_open(s, ROLE_SECT);
}

void
structure_open_table(struct structure *s)
{
	structure_open(s, ROLE_TABLE);
	structure_open(s, ROLE_THEAD);
	structure_open(s, ROLE_TR);
}

void
structure_open_body(struct structure *s)
{
	structure_close(s);
	structure_close(s);
	structure_open(s, ROLE_TBODY);
}

void
structure_close_table(struct structure *s)
{
	structure_close(s);
	structure_close(s);
}

static void
open_drawing(struct structure *s, enum role role, const char *text)
{
	struct figure *figure = g_new0(struct figure, 1);

	figure->alternate = text;
	structure_open(s, role);
	structure_node(s, s->current)->figure = figure;
}

void
structure_open_figure(struct structure *s, const char *alternate)
{
	open_drawing(s, ROLE_FIGURE, alternate);
}

void
structure_open_symbol(struct structure *s, const char *word)
{
	open_drawing(s, ROLE_SPAN, word);
}

void
structure_open_inline(struct structure *s, enum role role, const void *origin)
{
	const unsigned last = structure_node(s, s->current)->last;
	const struct node *before = structure_node(s, last);

	if (last != 0 && before->role == role && before->origin == origin)
		s->current = last;
	else {
		structure_open(s, role);
		structure_node(s, s->current)->origin = origin;
	}
}

unsigned
structure_enter(struct structure *s, unsigned element)
{
	const unsigned before = s->current;

	s->current = element;
	return before;
}

void
structure_return(struct structure *s, unsigned before)
{
	s->current = before;
}

unsigned
structure_slot(struct structure *s)
{
	/* The origin of paragraphs that nobody opened, so that marks side by side share one. */
	static const char nobody = 0;
	const unsigned before = s->current;
	unsigned slot;

	if (structure_node(s, before)->role < ROLE_GROUPS)
		structure_open_inline(s, ROLE_P, &nobody);
	slot = structure_node(s, s->current)->last;
	if (slot == 0 || structure_node(s, slot)->role != ROLE_CONTENT)
		slot = add_node(s, s->current, ROLE_CONTENT);
	s->current = before;
	return slot;
}

struct figure *
structure_figure(const struct structure *s, unsigned slot)
{
	for (unsigned id = slot; id != 0; id = structure_node(s, id)->parent)
		if (structure_node(s, id)->figure != NULL)
			return structure_node(s, id)->figure;
	return NULL;
}
