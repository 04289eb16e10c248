/* Files of other programs, told by their first octets. */
#include "foreign.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* ---- octets ---- */

static const struct magic {
	const char *code, *what;
	size_t at, n;
	const char *octets;
} magics[] = {
	{ "pdf-document", NULL, 0, 4, "%PDF" }, { "pdf-document", "PostScript", 0, 4, "%!PS" }, { "rtf-document", NULL, 0, 5, "{\\rtf" },
	{ "office-document", "OneNote", 0, 8, "\344\122\134\173\214\330\247\115" },
	{ "archive", "rar", 0, 6, "Rar!\032\007" }, { "archive", "7z", 0, 6, "7z\274\257\047\034" },
	{ "archive", "cab", 0, 8, "MSCF\0\0\0\0" },
	{ "archive", "gzip", 0, 3, "\037\213\010" }, { "archive", "bzip2", 4, 6, "1AY&SY" }, { "archive", "xz", 0, 6, "\3757zXZ\0" },
	{ "archive", "zstd", 0, 4, "\050\265\057\375" }, { "archive", "compress", 0, 2, "\037\235" }, { "archive", "tar", 257, 5, "ustar" },
	{ "archive", "wim", 0, 8, "MSWIM\0\0\0" }, { "archive", "iso", 0x8001, 5, "CD001" },
	{ "archive", "chm", 0, 4, "ITSF" }, { "archive", "vhdx", 0, 8, "vhdxfile" },
	{ "zip-archive", NULL, 0, 4, "PK\005\006" }, { "zip-archive", NULL, 0, 4, "PK\007\010" },
	{ "picture", "png", 0, 4, "\211PNG" }, { "picture", "jpeg", 0, 3, "\377\330\377" }, { "picture", "gif", 0, 4, "GIF8" },
	{ "picture", "tiff", 0, 4, "II*\0" }, { "picture", "tiff", 0, 4, "MM\0*" }, { "picture", "bmp", 6, 4, "\0\0\0\0" },
	{ "picture", "ico", 0, 4, "\0\0\001\0" }, { "picture", "webp, wave or avi", 0, 4, "RIFF" }, { "picture", "heic or mp4", 4, 4, "ftyp" },
	{ "picture", "emf", 40, 4, " EMF" }, { "picture", "wmf", 0, 4, "\327\315\306\232" }, { "picture", "psd", 0, 4, "8BPS" },
	{ "picture", "mkv or webm", 0, 4, "\032\105\337\243" },
	{ "program", "Windows", 0, 2, "MZ" }, { "program", "ELF", 0, 4, "\177ELF" }, { "program", "Mach-O", 0, 4, "\317\372\355\376" },
	{ "program", "Java", 0, 4, "\312\376\272\276" },
	{ "shortcut", "lnk", 0, 8, "L\0\0\0\001\024\002\0" },
	{ "event-log", "evtx", 0, 8, "ElfFile\0" }, { "event-log", "evt", 0, 8, "\060\0\0\0LfLe" },
	{ "registry-file", "hive", 0, 4, "regf" },
	{ "network-capture", "pcap", 0, 4, "\324\303\262\241" }, { "network-capture", "pcap", 0, 4, "\241\262\303\324" },
	{ "network-capture", "pcap", 0, 4, "\115\074\262\241" }, { "network-capture", "pcap", 0, 4, "\241\262\074\115" },
	{ "network-capture", "pcapng", 0, 4, "\n\r\r\n" }, { "network-capture", "Network Monitor", 0, 4, "GMBU" },
	{ "database", "SQLite", 0, 15, "SQLite format 3" }, { "database", "Access", 4, 15, "Standard Jet DB" },
	{ "database", "Access", 4, 15, "Standard ACE DB" }, { "database", "ESE, as Exchange has it", 4, 4, "\357\315\253\211" },
	{ "mail-store", "pst or ost", 0, 4, "!BDN" },
	/* BIND's masterfile-format "raw" and "map", behind them the version of the format. */
	{ "dns-journal", NULL, 0, 12, ";BIND LOG V9" }, { "dns-binary-zone", NULL, 0, 8, "\0\0\0\2\0\0\0\0" },
	{ "dns-binary-zone", NULL, 0, 8, "\0\0\0\2\0\0\0\1" }, { "dns-binary-zone", NULL, 0, 8, "\0\0\0\3\0\0\0\0" },
	{ "dns-binary-zone", NULL, 0, 8, "\0\0\0\3\0\0\0\1" },
	{ "java-keystore", "jks", 0, 4, "\376\355\376\355" }, { "java-keystore", "jceks", 0, 4, "\316\316\316\316" },
	{ "property-list", "plist", 0, 7, "bplist0" },
	{ "system-file", ".DS_Store", 0, 8, "\0\0\0\001Bud1" }, { "system-file", "AppleDouble", 0, 4, "\0\005\026\007" },
	{ "system-file", "AppleSingle", 0, 4, "\0\005\026\0" },
};

static bool
has_magic(const struct input *in, const struct magic *m)
{
	return in->head_size >= m->at + m->n && memcmp(in->head + m->at, m->octets, m->n) == 0;
}

/* A zero alone makes no bitmap. */
static bool
is_bitmap(const struct input *in, const struct magic *m)
{
	return g_strcmp0(m->what, "bmp") != 0 || memcmp(in->head, "BM", 2) == 0;
}

/* ---- Office ---- */

enum { PART_BYTES = 64 * 1024 };

/* A stretch of the file; fewer octets when it ends before. */
static size_t
read_part(const struct input *in, guint64 at, guint8 *part)
{
	const int fd = at < in->size ? input_open(in->folder, in->raw_path) : -1;
	ssize_t n = -1;

	if (fd < 0)
		return 0;
	do
		n = pread(fd, part, PART_BYTES, (off_t)at);
	while (n < 0 && errno == EINTR);
	close(fd);
	return n > 0 ? (size_t)n : 0;
}

static bool
has_octets(const guint8 *part, size_t n, const char *text, size_t size)
{
	return memmem(part, n, text, size) != NULL;
}

/* Names of files stand in the archive as they are, in front of each file and once more at its end. */
static void
look_into_zip(const struct input *in, const guint8 *part, size_t n, struct foreign *f)
{
	static const struct { const char *name; struct foreign is; } parts[] = {
		{ "xl/workbook", { "excel-workbook", "xlsx" } }, { "word/document", { "word-document", "docx" } },
		{ "ppt/presentation", { "presentation", "pptx" } }, { "visio/document", { "office-document", "vsdx" } },
	};
	static const char odf[] = "mimetypeapplication/vnd.oasis.opendocument.";
	static const struct { const char *type; struct foreign is; } types[] = {
		{ "text", { "word-document", "odt" } }, { "spreadsheet", { "excel-workbook", "ods" } },
		{ "presentation", { "presentation", "odp" } },
		{ "", { "office-document", "OpenDocument" } },
	};
	const char *type = (const char *)in->head + 30 + strlen(odf);

	/* The first file of a document is not packed, so that its type stands here (OpenDocument 1.2, part 3, 3.3). */
	if (in->head_size > 100 && memcmp(in->head + 30, odf, strlen(odf)) == 0)
		for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
			if (strncmp(type, types[i].type, strlen(types[i].type)) == 0) {
				*f = types[i].is;
				return;
			}
	if (!has_octets(part, n, "[Content_Types].xml", 19) && !has_octets(in->head, in->head_size, "[Content_Types].xml", 19))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (has_octets(in->head, in->head_size, parts[i].name, strlen(parts[i].name)) ||
		    has_octets(part, n, parts[i].name, strlen(parts[i].name))) {
			*f = parts[i].is;
			return;
		}
}

/* Names of streams, in UTF-16; where the directory begins is told by the header ([MS-CFB], 2.2 and 2.6.1). */
static void
look_into_compound(const guint8 *directory, size_t n, struct foreign *f)
{
	static const struct { const char *name; struct foreign is; } streams[] = {
		{ "EncryptedPackage", { "office-encrypted", NULL } }, { "__substg1.0_", { "mail-message", "msg" } },
		{ "__properties_version", { "mail-message", "msg" } }, { "WordDocument", { "word-document", "doc" } },
		{ "Workbook", { "excel-workbook", "xls" } }, { "Book", { "excel-workbook", "xls" } },
		{ "PowerPoint Document", { "presentation", "ppt" } }, { "VisioDocument", { "office-document", "vsd" } },
		{ "Catalog", { "system-file", "Thumbs.db" } },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(streams); i++) {
		const size_t length = strlen(streams[i].name);
		char wide[64] = { 0 };

		for (size_t k = 0; k < length; k++)
			wide[2 * k] = streams[i].name[k];
		if (has_octets(directory, n, wide, 2 * length)) {
			*f = streams[i].is;
			return;
		}
	}
}

static guint64
compound_directory(const struct input *in)
{
	const guint8 *h = in->head;
	const unsigned shift = in->head_size >= 52 ? h[30] : 0;
	const guint64 sector = in->head_size >= 52 ? (guint64)h[48] | (guint64)h[49] << 8 | (guint64)h[50] << 16 | (guint64)h[51] << 24 : 0;

	return shift == 9 || shift == 12 ? (sector + 1) << shift : G_MAXUINT64;
}

static bool
is_office(const struct input *in, struct foreign *f)
{
	static const char compound[] = "\320\317\021\340";
	const bool zip = in->head_size >= 4 && memcmp(in->head, "PK\003\004", 4) == 0;
	guint8 *part;

	if (!zip && (in->head_size < 4 || memcmp(in->head, compound, 4) != 0))
		return false;
	part = g_malloc(PART_BYTES);
	*f = (struct foreign){ zip ? "zip-archive" : "office-document", NULL };
	if (zip)
		look_into_zip(in, part, read_part(in, in->size - MIN(in->size, PART_BYTES), part), f);
	else
		look_into_compound(part, read_part(in, compound_directory(in), part), f);
	g_free(part);
	return true;
}

/* ---- what else ---- */

/* Office and LibreOffice leave one beside a document that is open: the name of who opened it. */
static bool
is_lock(const struct input *in)
{
	const char *slash = strrchr(in->path, '/'), *name = slash != NULL ? slash + 1 : in->path;

	if (g_str_has_prefix(name, "~$"))
		return (in->size == 54 || in->size == 162 || in->size == 165) && in->head[0] > 0 && in->head[0] <= 54;
	return g_str_has_prefix(name, ".~lock.") && in->size < 1024 && memchr(in->head, ',', in->head_size) != NULL;
}

static bool
all_zeros(const struct input *in)
{
	for (size_t i = 0; i < in->head_size; i++)
		if (in->head[i] != 0)
			return false;
	return in->head_size > 0;
}

bool
foreign_binary(const struct input *in, struct foreign *f)
{
	if (is_office(in, f))
		return true;
	*f = (struct foreign){ NULL, NULL };
	if (all_zeros(in))
		f->code = "nul-bytes";
	else if (is_lock(in))
		*f = (struct foreign){ "system-file", "lock" };
	for (size_t i = 0; f->code == NULL && i < G_N_ELEMENTS(magics); i++)
		if (has_magic(in, &magics[i]) && is_bitmap(in, &magics[i]))
			*f = (struct foreign){ magics[i].code, magics[i].what };
	return f->code != NULL;
}

bool
foreign_is_litter(const struct foreign *f)
{
	return strcmp(f->code, "system-file") == 0;
}
