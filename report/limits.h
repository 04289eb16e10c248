#ifndef REPORT_LIMITS_H
#define REPORT_LIMITS_H

/* Above these a report for people summarises, and says so; findings.csv and --evidence keep all.  A customer with thousands of
 * domains gets pages that somebody reads, in memory and time that do not grow with what is left out. */
enum {
	CARD_ROWS = 60,             /* of one finding that are told one by one; the card of more is a summary, which */
	SUMMARY_ROWS = 20,          /* tells so many of them, */
	SUMMARY_COMMANDS = 5,       /* and so many times a command or a record that stands once for each */
	CARD_PLACES = 40,           /* lines of evidence */
	LIST_ITEMS = 50,            /* of a list in a sentence, in items or in lines; the rest is counted */
	SUBJECTS_NAMED = 3,         /* in a line or a cell of the register */
	SUBJECTS_LISTED = 8,        /* in a cell of the tables of what is met or open */
	MATRIX_ROWS = 5000,         /* domains or servers; close together, some hundred pages */
	FILES_LISTED = 500,
	FILES_EXPLAINED = 200       /* files with remarks */
};

#endif
