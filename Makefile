# hybrid-audit: GNU make.  B= names the build folder, CC= the compiler, WERROR=-Werror makes warnings fatal, V=1 shows commands.
B        ?= build
CC       ?= cc
PREFIX   ?= /usr/local
DESTDIR  ?=
WERROR   ?=
SANITIZE ?=
V        ?=
say       = $(if $(V),,@echo '  $(1)  $@';)

# As many jobs as there are processors, unless the caller says how many.
ifeq (0,$(MAKELEVEL)$(findstring -j,$(MAKEFLAGS)))
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 1)
endif

PKGS     := glib-2.0 libcrypto ldns libcmark libidn2 libxml-2.0 jansson libpsl libpng libjpeg zlib
# Evaluated on first use: "make deps" must run before pkg-config is there.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)) -lhpdf -lcsv -lm)$(PKG_LIBS)

OPT      ?= -O2 -g
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
            -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wconversion -Wswitch-enum
HARDEN   := -fstack-protector-strong -fPIE $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2)
CFLAGS_  = -std=c11 -D_GNU_SOURCE $(OPT) $(WARN) $(WERROR) $(HARDEN) $(SANITIZE) $(PKG_CFLAGS) $(CFLAGS)
LDFLAGS_ = -pie -Wl,-z,relro,-z,now $(SANITIZE) $(LDFLAGS)

SOURCES  := $(filter-out audit/main.c,$(sort $(wildcard audit/*.c audit/*/*.c report/*.c)))
OBJECTS  := $(SOURCES:%.c=$(B)/%.o) $(B)/embedded_files.o
EMBEDDED := $(sort $(filter-out %/README.md,$(wildcard audit/knowledge/*.csv templates/*/*.md templates/*/*/*.md templates/*/*.ini templates/fonts/*)))

all: $(B)/hybrid-audit

$(B)/hybrid-audit: $(B)/audit/main.o $(B)/libhybrid-audit.a
	$(call say,LD )$(CC) $(LDFLAGS_) -o $@ $^ $(PKG_LIBS)

# Made anew each time: an object whose source went away must not linger in it.
$(B)/libhybrid-audit.a: $(OBJECTS) $(B)/sources.list
	$(call say,AR )rm -f $@ && $(AR) rcs $@ $(OBJECTS)

objects: $(OBJECTS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC )$(CC) $(CFLAGS_) -MMD -MP -c -o $@ $<

# The lists change when a file is added or deleted, which wildcards alone would not notice.
$(B)/sources.list: FORCE
	@mkdir -p $(@D)
	@echo '$(SOURCES)' | cmp -s - $@ || echo '$(SOURCES)' >$@

$(B)/embedded.list: FORCE
	@mkdir -p $(@D)
	@echo '$(EMBEDDED)' | cmp -s - $@ || echo '$(EMBEDDED)' >$@

# .incbin takes no time and no memory where a generated C array takes both.
$(B)/embedded_files.S: $(B)/embedded.list
	@{ i=0; echo '	.section .rodata'; \
	for f in $(EMBEDDED); do \
	  printf '	.balign 16\nd%d:	.incbin "%s"\ne%d:	.byte 0\nn%d:	.asciz "%s"\n' $$i $$f $$i $$i $$f; i=$$((i+1)); done; \
	echo '	.section .data.rel.ro,"aw"'; echo '	.balign 16'; echo '	.globl embedded_files'; \
	echo '	.type embedded_files,@object'; echo 'embedded_files:'; \
	n=$$i; i=0; while [ $$i -lt $$n ]; do echo "	.quad n$$i, d$$i, e$$i-d$$i"; i=$$((i+1)); done; \
	echo '	.quad 0, 0, 0'; echo '	.size embedded_files,.-embedded_files'; echo '	.section .note.GNU-stack,"",@progbits'; } >$@

$(B)/embedded_files.o: $(B)/embedded_files.S $(EMBEDDED)
	$(call say,AS )$(CC) -c -o $@ $<

# ---- tests ----
UNITS    := $(patsubst tests/unit/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))

$(B)/tests/%: tests/unit/%.c $(B)/libhybrid-audit.a
	@mkdir -p $(@D)
	$(call say,LD )$(CC) $(CFLAGS_) $(if $(WITH),,-MMD -MP -MF $@.d) $(LDFLAGS_) -o $@ $< $(WITH) $(B)/libhybrid-audit.a $(PKG_LIBS)

# The customers that are measured are looked at as well.
$(B)/tests/test_limits_report: WITH := tests/bench/generate.c
$(B)/tests/test_limits_report: tests/bench/generate.c tests/bench/bench.h

# One program per runner; the files without test_ are shared.
RUNNERS  := $(patsubst tests/runner/%.c,$(B)/tests/%,$(sort $(wildcard tests/runner/test_*.c)))
SHARED   := $(filter-out tests/runner/test_%.c,$(sort $(wildcard tests/runner/*.c)))
$(RUNNERS): $(B)/tests/%: tests/runner/%.c $(SHARED) $(wildcard tests/runner/*.h) $(B)/libhybrid-audit.a
	@mkdir -p $(@D)
	$(call say,LD )$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $< $(SHARED) $(B)/libhybrid-audit.a $(PKG_LIBS)

# Each fuzz target replays its corpus as a test; "make fuzz" searches for more.
FUZZERS  := $(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
$(FUZZERS:%=$(B)/tests/test_%): $(B)/tests/test_%: tests/fuzz/%.c tests/fuzz/replay.c $(B)/libhybrid-audit.a
	@mkdir -p $(@D)
	$(call say,LD )$(CC) $(CFLAGS_) $(LDFLAGS_) -DCORPUS='"tests/fuzz/corpus/$(*:fuzz_%=%)"' -o $@ $< tests/fuzz/replay.c $(B)/libhybrid-audit.a $(PKG_LIBS)

# Marks templates and finds what no template said; see tests/command/pseudo.sh.
PSEUDO   := $(wildcard tests/pseudo/*.c)
$(B)/tests/pseudo: $(PSEUDO) tests/pseudo/pseudo.h $(B)/libhybrid-audit.a
	@mkdir -p $(@D)
	$(call say,LD )$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $(PSEUDO) $(B)/libhybrid-audit.a $(PKG_LIBS)

FUZZ_SECONDS ?= 60
fuzz:
	@for f in $(FUZZERS); do $(MAKE) --no-print-directory B=$(B)-fuzz CC=clang SANITIZE="-fsanitize=fuzzer-no-link,address,undefined" \
	    OPT="-O1 -g" FUZZER=$$f fuzz-one || exit 1; done
fuzz-one: $(B)/libhybrid-audit.a
	@mkdir -p $(B)/corpus/$(FUZZER)
	$(call say,LD )$(CC) $(CFLAGS_) $(LDFLAGS_) -fsanitize=fuzzer -o $(B)/$(FUZZER) tests/fuzz/$(FUZZER).c $(B)/libhybrid-audit.a $(PKG_LIBS)
	$(B)/$(FUZZER) -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=1024 -artifact_prefix=tests/fuzz/corpus/$(FUZZER:fuzz_%=%)/ \
	    $(B)/corpus/$(FUZZER) tests/fuzz/corpus/$(FUZZER:fuzz_%=%)

cases: $(B)/tests/test_cases
	@$(B)/tests/test_cases $(CASE) | grep -v '^ok '

# The first command on a machine that has only git and make; nothing is done where all is there.
DEPS     := gcc libc6-dev pkg-config libglib2.0-dev libssl-dev libldns-dev libcsv-dev libcmark-dev libidn2-dev libhpdf-dev libxml2-dev libjansson-dev libpsl-dev libpng-dev libjpeg62-turbo-dev zlib1g-dev
deps:
	@sh tests/deps.sh $(DEPS)

check: deps
	@$(MAKE) --no-print-directory run-tests

tests: $(UNITS) $(FUZZERS:%=$(B)/tests/test_%) $(RUNNERS) $(B)/tests/pseudo $(B)/hybrid-audit

run-tests: tests
	@sh tests/run.sh $(B)

# Shows how the reports of whole customers differ from what was reviewed, and accepts it.
regold: $(B)/hybrid-audit
	@sh tests/command/whole.sh $(B) regold | grep -v '^ok '
	@sh tests/command/evidence.sh $(B) regold | grep -v '^ok '

# The page that lists the rules is made from their tables and words, and so is the one that tells which export answers which of them;
# "make check" fails when they are not current.
catalogue: $(B)/tests/test_words $(B)/tests/test_collect
	@$(B)/tests/test_words catalogue >templates/en/rules/README.md.new
	@mv templates/en/rules/README.md.new templates/en/rules/README.md
	@$(B)/tests/test_collect table >samples/collect/README.md.new
	@mv samples/collect/README.md.new samples/collect/README.md

# Everything "make check" runs, with AddressSanitizer and UndefinedBehaviorSanitizer.
check-asan: deps
	@$(MAKE) --no-print-directory B=$(B)-asan SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" OPT="-O1 -g" \
	    LEAVE_OUT="pseudo.sh preflight.sh test_limits_report" run-tests

# What another compiler makes of the programs; what they write was compared already.
check-clang: deps
	@$(MAKE) --no-print-directory B=$(B)-clang CC=clang tests
	@LEAVE_OUT="test_counts test_limits_report" sh tests/run.sh $(B)-clang env

# Programs that reach limits by size, or audit customer after customer, would take an hour.
check-valgrind: deps
	@$(MAKE) --no-print-directory $(UNITS) $(RUNNERS)
	@LEAVE_OUT="test_limits test_limits_zone test_limits_report test_zone_memory test_counts test_csv test_pdfa test_picture test_pictures" \
	    sh tests/run.sh $(B) valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite

# What analysers find; silent when they find nothing.
lint:
	@cppcheck -q --std=c11 --error-exitcode=1 --enable=warning,performance,portability audit report
	@mandoc -T lint -W warning audit/hybrid-audit.1

# Writes its table into tests/bench/README.md; fails when a demand stated there is missed.
BENCH    := $(wildcard tests/bench/*.c)
$(B)/tests/bench: $(BENCH) tests/bench/bench.h $(B)/libhybrid-audit.a
	@mkdir -p $(@D)
	$(call say,LD )$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $(BENCH) $(B)/libhybrid-audit.a $(PKG_LIBS)

bench: $(B)/tests/bench $(B)/hybrid-audit
	@$(B)/tests/bench $(B)/bench $(B)/hybrid-audit tests/bench/README.md

# ---- first look, installation ----
demo: deps
	@$(MAKE) --no-print-directory $(B)/hybrid-audit
	@$(B)/hybrid-audit --force -f pdf,csv,actions,text -o $(B)/demo samples/contoso-2010 || [ $$? = 1 ]
	@echo
	@echo "The sample customer was audited. Look at:"
	@echo "  $(B)/demo/report.pdf     the report for people"
	@echo "  $(B)/demo/findings.csv   the same findings as a table"
	@echo "  $(B)/demo/actions.csv    what is to be done, with room for who does it"

install: $(B)/hybrid-audit
	install -D -m 755 $(B)/hybrid-audit $(DESTDIR)$(PREFIX)/bin/hybrid-audit
	install -D -m 644 audit/hybrid-audit.1 $(DESTDIR)$(PREFIX)/share/man/man1/hybrid-audit.1

dist:
	@mkdir -p $(B)
	git archive --format=tar.gz --prefix=hybrid-audit/ -o $(B)/hybrid-audit.tar.gz HEAD

# What the analysers and peers need besides, and who says whether a report is PDF/A-1b.
PREFLIGHT := default-jre-headless libpdfbox2-java libfontbox2-java libcommons-logging-java libactivation-java libjaxb-api-java
deps-ci: deps
	@sh tests/deps.sh clang valgrind cppcheck clang-tidy mandoc poppler-utils qpdf ldnsutils
	@sh tests/deps.sh $(PREFLIGHT) || echo "PDFBox Preflight cannot be installed here; its test will be skipped"

clean:
	rm -rf $(B)

FORCE:
.PHONY: all objects deps deps-ci check check-asan check-clang check-valgrind lint catalogue cases regold tests run-tests bench demo install dist fuzz fuzz-one clean FORCE
.SECONDARY:
.DELETE_ON_ERROR:

-include $(OBJECTS:.o=.d) $(B)/audit/main.d $(UNITS:=.d)
