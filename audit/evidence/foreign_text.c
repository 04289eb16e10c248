/* Texts of other programs, told by their lines. */
#include "foreign.h"

#include <string.h>

/*
 * Lines that tell a text.  A mark is the beginning of a line, behind its blanks; one that begins with an asterisk may stand
 * anywhere in a line.  Letter case does not matter.
 */
static const struct shape {
	const char *code, *what;
	unsigned lines;             /* how many lines are looked at, empty ones left out; 0: all */
	unsigned need;              /* how many of the marks */
	const char *marks[9];
} shapes[] = {
	{ "protocol-log", "SMTP receive", 8, 1, { "#Log-type: SMTP Receive Protocol Log" } },
	{ "protocol-log", "SMTP send", 8, 1, { "#Log-type: SMTP Send Protocol Log" } },
	{ "message-tracking-log", NULL, 8, 1, { "#Log-type: Message Tracking Log" } },
	{ "log-file", "Exchange", 4, 1, { "#Software: Microsoft Exchange" } },
	{ "log-file", "IIS", 4, 1, { "#Software: Microsoft Internet Information Services", "#Software: Microsoft HTTP API" } },
	{ "log-file", "Windows Firewall", 4, 1, { "#Software: Microsoft Windows Firewall" } },
	{ "wizard-log", NULL, 40, 1, { "*Session=OnPremises, Cmdlet=", "*Session=Tenant, Cmdlet=", "*[Client=UX", "*INFO:Opening runspace to ",
	    "*INFO:Running command: Get-" } },
	{ "registry-file", "reg", 1, 1, { "Windows Registry Editor Version", "REGEDIT4" } },
	{ "shortcut", "url", 8, 1, { "[InternetShortcut]" } },
	{ "system-file", "desktop.ini", 1, 1, { "[.ShellClassInfo]", "[LocalizedFileNames]" } },
	{ "excel-workbook", "XML", 4, 1, { "<?mso-application progid=\"Excel", "*<?mso-application progid=\"Excel" } },
	{ "word-document", "XML", 4, 1, { "<?mso-application progid=\"Word", "*<?mso-application progid=\"Word" } },
	{ "picture", "svg", 8, 1, { "<svg" } },
	{ "property-list", "plist", 4, 1, { "<!DOCTYPE plist" } },
	{ "load-balancer-configuration", "F5 BIG-IP", 0, 1, { "#TMSH-VERSION", "ltm virtual ", "ltm pool ", "ltm node " } },
	{ "load-balancer-configuration", "Citrix NetScaler", 0, 1, { "add lb vserver ", "bind lb vserver ", "add serviceGroup ",
	    "set ns config " } },
}, last_shapes[] = {
	{ "load-balancer-configuration", "F5 BIG-IP", 0, 3, { "virtual ", "pool ", "destination ", "members ", "snat " } },
	{ "load-balancer-configuration", "HAProxy", 0, 2, { "frontend ", "backend ", "listen ", "mode tcp", "mode http" } },
	{ "load-balancer-configuration", "nginx", 0, 2, { "upstream ", "server {", "stream {", "http {", "proxy_pass ", "events {" } },
	{ "load-balancer-configuration", "keepalived", 0, 1, { "virtual_server ", "vrrp_instance " } },
	{ "load-balancer-configuration", "A10", 0, 1, { "slb server ", "slb virtual-server ", "slb service-group " } },
	{ "load-balancer-configuration", "FortiGate", 0, 1, { "#config-version=F", "config firewall vip" } },
	{ "powershell-transcript", NULL, 4, 2, { "**********************", "*PowerShell" } },
	{ "script", "PowerShell", 0, 2, { "param(", "param (", "function ", "#requires", "[CmdletBinding", "Write-Host", "$", "foreach",
	    "if (" } },
	{ "script", "PowerShell", 0, 1, { "Add-PSSnapin ", "Import-Module ", "# SIG # Begin signature block", ".SYNOPSIS" } },
	{ "script", "cmd.exe", 0, 1, { "@echo off" } },
	{ "script", "VBScript", 0, 2, { "Option Explicit", "Dim ", "WScript.", "Set " } },
	{ "script", "shell", 1, 1, { "#!" } },
	{ "mail-message", "text", 8, 3, { "From:", "Sent:", "Subject:" } },
	{ "mail-message", "text", 8, 3, { "Von:", "Gesendet:", "Betreff:" } },
	{ "calendar", NULL, 1, 1, { "BEGIN:VCALENDAR", "BEGIN:VCARD" } },
};

static bool
has_mark(const char *line, const char *mark)
{
	const size_t n = strlen(mark);

	if (mark[0] != '*' || mark[1] == '*')
		return g_ascii_strncasecmp(line, mark, n) == 0;
	for (; *line != '\0'; line++)
		if (g_ascii_strncasecmp(line, mark + 1, n - 1) == 0)
			return true;
	return false;
}

static bool
has_shape(char *const *lines, const struct shape *s)
{
	unsigned seen = 0, found = 0, number = 0;

	if (s->lines == 0 && lines[0] != NULL && *lines[0] == '<')     /* lines that are quoted in a trace are none of its own */
		return false;
	for (size_t i = 0; lines[i] != NULL && found < s->need && (s->lines == 0 || number < s->lines); i++) {
		const char *line = lines[i] + strspn(lines[i], " \t");

		number += *line != '\0';
		for (unsigned k = 0; k < G_N_ELEMENTS(s->marks) && s->marks[k] != NULL; k++)
			if ((seen & 1U << k) == 0 && has_mark(line, s->marks[k])) {
				seen |= 1U << k;
				found++;
				break;
			}
	}
	return found >= s->need;
}

static bool
find_shape(char *const *lines, const struct shape *from, size_t n, struct foreign *f)
{
	for (size_t i = 0; i < n; i++)
		if (has_shape(lines, &from[i])) {
			*f = (struct foreign){ from[i].code, from[i].what };
			return true;
		}
	return false;
}

/* ---- mail and the web ---- */

/* Behind what may stand in front of it: an XML declaration, comments. */
static bool
is_html(const char *text)
{
	static const char *const ends[][2] = { { "<!--", "-->" }, { "<?", "?>" } };
	bool skipped = true;

	while (skipped) {
		skipped = false;
		text += strspn(text, " \t\n");
		for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
			const char *end = g_str_has_prefix(text, ends[i][0]) ? strstr(text, ends[i][1]) : NULL;

			if (end != NULL) {
				text = end + strlen(ends[i][1]);
				skipped = true;
			}
		}
	}
	return g_ascii_strncasecmp(text, "<!doctype html", 14) == 0 || g_ascii_strncasecmp(text, "<html", 5) == 0;
}

static bool
has_field(const char *line, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g_ascii_strncasecmp(line, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* The header of a message (RFC 5322, 2.2): up to the first empty line, a field that only servers and programs write and one
 * that people do; a mailbox begins with a line of its own (RFC 4155). */
static bool
is_mail(char *const *lines)
{
	static const char *const trace[] = { "Received:", "MIME-Version:", "Message-ID:", "Return-Path:", "X-MS-Has-Attach:" };
	static const char *const people[] = { "From:", "To:", "Subject:", "Date:" };
	const char *first = lines[0] != NULL ? lines[0] : "";
	const bool box = g_str_has_prefix(first, "From ") && strchr(first, ':') != NULL;
	bool by_server = false, by_people = false;

	if (!box && first[strcspn(first, ": \t")] != ':')
		return false;
	for (size_t i = box; lines[i] != NULL && *lines[i] != '\0'; i++) {
		by_server = by_server || has_field(lines[i], trace, G_N_ELEMENTS(trace));
		by_people = by_people || has_field(lines[i], people, G_N_ELEMENTS(people));
	}
	return by_server && by_people;
}

bool
foreign_text(const struct text *head, struct foreign *f)
{
	char **lines = g_strsplit(head->bytes, "\n", -1);
	bool found = true;

	if (is_html(head->bytes))
		*f = (struct foreign){ "html-page", NULL };
	else if (is_mail(lines))
		*f = (struct foreign){ "mail-message", NULL };
	else
		found = find_shape(lines, shapes, G_N_ELEMENTS(shapes), f);
	g_strfreev(lines);
	return found;
}

bool
foreign_text_at_last(const struct text *head, struct foreign *f)
{
	char **lines = g_strsplit(head->bytes, "\n", -1);
	const bool found = find_shape(lines, last_shapes, G_N_ELEMENTS(last_shapes), f);

	g_strfreev(lines);
	return found;
}
