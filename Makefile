# postdesk - a help desk inside the mail server.  `make help` lists the targets.

PREFIX  ?= /usr/local
VARIANT ?=
BUILD   := build$(if $(VARIANT),-$(VARIANT))
SHARE   ?= $(CURDIR)
VERSION := 0.1

CC      ?= gcc
PKGS     = gmime-3.0 glib-2.0 gio-2.0 sqlite3 libpcre2-8 inih libcurl libcmark jansson libzstd \
	   uchardet gumbo libical libcrypto
WARN     = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wpointer-arith -Wvla -Wwrite-strings -Wformat=2 -Wno-unused-parameter \
	   -Wunused-result
CPPFLAGS += -I. -I$(BUILD) -D_GNU_SOURCE -DPOSTDESK_VERSION='"$(VERSION)"' \
	    $(shell command -v pkg-config >/dev/null && pkg-config --cflags $(PKGS))
CFLAGS  ?= -O2 -g
CFLAGS  += -std=gnu11 $(WARN) -fstack-protector-strong -D_FORTIFY_SOURCE=2
# What is optional is a file: one that uses the library, and one that stands in for it.
WITH_HS  := $(shell pkg-config --exists libhs 2>/dev/null && echo yes)
LEFT_OUT := rules/scan_$(if $(WITH_HS),without,vectorscan).c
LIBS     = $(shell pkg-config --libs $(PKGS)) $(if $(WITH_HS),-lhs) -lstemmer -llinear -lcld2 -lpthread -lm
MILTER   = -lmilter

ifeq ($(VARIANT),asan)
CFLAGS  := -O1 -g -std=gnu11 $(WARN) -fno-omit-frame-pointer -fsanitize=address,undefined \
	   -fno-sanitize-recover=undefined
endif
ifeq ($(VARIANT),tsan)
CFLAGS  := -O1 -g -std=gnu11 $(WARN) -fno-omit-frame-pointer -fsanitize=thread
endif
ifeq ($(VARIANT),fuzz)
CC      := clang
CFLAGS  := -O1 -g -std=gnu11 $(WARN) -fno-omit-frame-pointer \
	   -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined
endif

FOLDERS  = mail templates rules store desk
sources  = $(filter-out $(LEFT_OUT),$(wildcard $(1)/*.c))
objects  = $(patsubst %.c,$(BUILD)/%.o,$(call sources,$(1)))
LIBSET   = $(foreach f,desk store rules templates mail,$(BUILD)/lib$(f).a)
# what a unit test of a folder links: the folder and those that it may include
libs_mail      = $(BUILD)/libmail.a
libs_templates = $(BUILD)/libtemplates.a
libs_rules     = $(BUILD)/librules.a $(BUILD)/libmail.a
libs_store     = $(BUILD)/libstore.a $(BUILD)/libmail.a
libs_desk      = $(LIBSET)

all: $(BUILD)/postdesk $(BUILD)/postdeskd

help:
	@echo 'make            builds build/postdesk and build/postdeskd'
	@echo 'make deps       installs the packages that a build needs (Debian)'
	@echo 'make demo       packages, build, a desk on a private mail server, shown mailbox by mailbox'
	@echo 'make install    PREFIX=$(PREFIX) DESTDIR='
	@echo 'make uninstall  the same; the configuration and the store stay'
	@echo 'make check      packages, build, all tests; ends with "N passed, N failed"'
	@echo 'make units      builds the unit tests in build/unit'
	@echo 'make talk       plays the transcripts; make kill: with a kill at each commit'
	@echo 'make mta        the tests on real mail servers; needs root'
	@echo 'make lint       layers, clang-format, clang-tidy, cppcheck'
	@echo 'make tsan       the threads of store and rules under ThreadSanitizer'
	@echo 'make fuzz       every parser, FUZZ_S=$(FUZZ_S) seconds each: an hour in all'
	@echo 'make soak       200,000 mails through a running desk: memory before and after'
	@echo 'make bench      ratios against null filters, shared commits, memory, many rules'
	@echo 'make clean      removes every build'
	@echo 'VARIANT=asan    (or tsan, fuzz) builds any target into build-asan'

# --- what it takes -----------------------------------------------------------------------

BUILD_PACKAGES = gcc make pkg-config libmilter-dev libgmime-3.0-dev libsqlite3-dev \
	libinih-dev libpcre2-dev libcurl4-openssl-dev libcmark-dev libjansson-dev libzstd-dev \
	libuchardet-dev libgumbo-dev libical-dev libstemmer-dev libcld2-dev \
	libvectorscan-dev libssl-dev liblinear-dev
TEST_PACKAGES  = python3 tzdata postfix m4 dpkg-dev util-linux openssl libasan8 libubsan1 mandoc \
	dovecot-core dovecot-imapd opendkim opendmarc mutt libsasl2-modules
LINT_PACKAGES  = clang clang-tidy clang-format cppcheck libclang-rt-14-dev

deps:
	@sh tests/deps.sh $(BUILD_PACKAGES)
# Mail servers and their filters: not for a host that has its own.
test-deps:
	@sh tests/deps.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
lint-deps:
	@sh tests/deps.sh $(BUILD_PACKAGES) $(LINT_PACKAGES)

$(BUILD)/postdeskd: $(call objects,milter) $(LIBSET)
	@echo "ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(MILTER) $(LIBS)

$(BUILD)/postdesk: $(call objects,cli) $(LIBSET)
	@echo "ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

define FOLDER_RULE
$(BUILD)/lib$(1).a: $$(call objects,$(1))
	@rm -f $$@
	@$$(AR) rcs $$@ $$^
endef
$(foreach f,$(FOLDERS),$(eval $(call FOLDER_RULE,$(f))))

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The schema files, compiled in as text.
$(BUILD)/store/sqlite.o: $(BUILD)/schema.inc
$(BUILD)/schema.inc: $(sort $(wildcard store/schema/*.sql)) store/schema/embed.sh
	@mkdir -p $(@D)
	sh store/schema/embed.sh $(sort $(wildcard store/schema/*.sql)) >$@

# --- installing ------------------------------------------------------------------------

# What is installed looks for its files below PREFIX, so it is built on its own.
BIN       = $(DESTDIR)$(PREFIX)/bin
SBIN      = $(DESTDIR)$(PREFIX)/sbin
DATA      = $(DESTDIR)$(PREFIX)/share/postdesk
MANUAL    = $(DESTDIR)$(PREFIX)/share/man
UNITDIR  ?= $(PREFIX)/lib/systemd/system
CONFDIR   = $(DESTDIR)/etc/postdesk
RELOCATED = sed -e 's,/usr/\(s\?bin\)/postdesk,$(PREFIX)/\1/postdesk,g' -e 's,/usr/local/share/,$(PREFIX)/share/,g'

install:
	$(MAKE) BUILD=build-install SHARE=$(PREFIX)/share/postdesk all
	install -d $(BIN) $(SBIN) $(DATA)/rules $(CONFDIR) $(DESTDIR)$(UNITDIR)
	install -s -m 755 build-install/postdesk $(BIN)/postdesk
	install -s -m 755 build-install/postdeskd $(SBIN)/postdeskd
	for page in milter/*.8 cli/*.1 rules/*.5 templates/*.5; do \
		folder=$(MANUAL)/man$${page##*.}; install -d $$folder && \
		$(RELOCATED) $$page >$$folder/$${page##*/} || exit 1; done
	for file in rules/shop/*.ini rules/shop/samples/*.eml templates/*/*.md templates/*/phrases.ini \
		templates/*/article/*.md; do \
		install -D -m 644 $$file $(DATA)/$$file || exit 1; done
	install -D -m 644 cli/postdesk.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/postdesk
	for unit in postdeskd.service postdeskd.socket; do \
		$(RELOCATED) milter/$$unit >$(DESTDIR)$(UNITDIR)/$$unit || exit 1; done
	test -e $(CONFDIR)/postdesk.ini || \
		install -m 644 milter/postdesk.ini $(CONFDIR)/postdesk.ini

# What was written here stays: the configuration, and the store.
uninstall:
	rm -f $(BIN)/postdesk $(SBIN)/postdeskd \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/postdesk
	rm -f $(foreach page,$(notdir $(wildcard milter/*.8 cli/*.1 rules/*.5 templates/*.5)),\
		$(MANUAL)/man$(subst .,,$(suffix $(page)))/$(page))
	rm -f $(foreach unit,postdeskd.service postdeskd.socket,$(DESTDIR)$(UNITDIR)/$(unit))
	rm -rf $(DATA)

# Few sources know where the files are; they are compiled again when that changes.
PLACED = $(addprefix $(BUILD)/,rules/config_keys.o desk/setup.o \
	tests/unit/desk_command.o tests/unit/templates_catalogue.o \
	tests/unit/templates_catalogue_load.o tests/unit/rules_config_keys.o \
	tests/fuzz/fuzz_command.o)
$(PLACED): CPPFLAGS += -DPOSTDESK_SHARE='"$(SHARE)"'
$(PLACED): $(BUILD)/share.txt
$(BUILD)/share.txt: always
	@mkdir -p $(@D)
	@echo '$(SHARE)' | cmp -s - $@ || echo '$(SHARE)' >$@
always:

# --- tests -------------------------------------------------------------------------------

UNITS    = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
folder_of = $(firstword $(subst _, ,$(notdir $(1))))

.SECONDEXPANSION:
$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $$(libs_$$(call folder_of,$$*))
	@mkdir -p $(@D)
	@echo "ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

units: $(UNITS)

# `make VARIANT=fuzz fuzzers`, then build-fuzz/fuzz/fuzz_ini tests/fuzz/corpus/ini
FUZZERS  = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/fuzz/fuzz_csv $(BUILD)/replay/fuzz_csv: $(BUILD)/cli/csv.o
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(LIBSET)
	@mkdir -p $(@D)
	@echo "ld $@"
	@$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)

fuzzers: $(FUZZERS)

FUZZ_S  ?= 500
fuzz: lint-deps
	$(MAKE) -j$(JOBS) VARIANT=fuzz fuzzers
	sh tests/fuzz/run.sh $(FUZZ_S) $(JOBS)

# The corpora once more, without a fuzzer: part of make check.
REPLAYS  = $(patsubst tests/fuzz/%.c,$(BUILD)/replay/%,$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/replay/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o $(LIBSET)
	@mkdir -p $(@D)
	@echo "ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

replays: $(REPLAYS)

# Correspondences, played; `make kill` plays them with the desk killed at its commits.
TALKS    = $(wildcard tests/talk/*.talk)
JOBS    ?= 2
$(BUILD)/talk: $(call objects,tests/talk) $(LIBSET) | $(BUILD)/die_at_commit.so
	@echo "ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

talk: $(BUILD)/talk $(BUILD)/postdesk
	$(BUILD)/talk -j $(JOBS) $(TALKS)
	sh tests/talk/sections.sh

# Preloaded into the admin command, where `talk --kill` kills it.
$(BUILD)/die_at_commit.so: tests/talk/preload/die_at_commit.c
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(CC) -O2 -Wall -Wextra -Werror -shared -fPIC -o $@ $< -ldl

kill: $(BUILD)/talk $(BUILD)/postdesk
	$(BUILD)/talk -j $(JOBS) --kill $(TALKS)

demo: test-deps
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@/usr/bin/python3 tests/mta/demo.py

check: test-deps
	@$(MAKE) --no-print-directory -j$(JOBS) all $(BUILD)/talk
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=asan all units replays build-asan/talk
	@bash tests/check.sh

# GLib's slices are told apart only when each is an allocation of its own.
TSAN_UNITS = store_batch store_crash rules_classify
tsan: test-deps
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=tsan $(TSAN_UNITS:%=build-tsan/unit/%)
	@for unit in $(TSAN_UNITS); do G_SLICE=always-malloc build-tsan/unit/$$unit || exit 1; done

soak: all
	/usr/bin/python3 tests/bench/bench.py --memory 200000 memory

# Real Postfix and Sendmail on loopback; both need root.
mta: all
	/usr/bin/python3 tests/mta/run.py

$(BUILD)/bench-parse: $(BUILD)/tests/bench/parse.o $(BUILD)/libmail.a
	@echo "ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/bench-rules: $(BUILD)/tests/bench/rules.o $(libs_rules)
	@echo "ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

bench: all $(BUILD)/bench-parse $(BUILD)/bench-rules
	/usr/bin/python3 tests/bench/bench.py

# Where the code stands: layers, banned calls, function size, known mistakes.
LINTED   = $(wildcard $(FOLDERS:%=%/*.c) milter/*.c cli/*.c tests/talk/*.c)
lint: lint-deps $(BUILD)/schema.inc
	sh tests/layers.sh
	clang-format --dry-run -Werror */*.[ch] tests/*/*.[ch] tests/*/*/*.[ch]
	printf '%s\n' $(LINTED) | xargs -n 8 -P $(JOBS) \
		sh tests/tidy.sh $(CPPFLAGS) -DPOSTDESK_SHARE='"/"' -std=gnu11 --
	cppcheck --quiet -j $(JOBS) --library=gtk --library=posix \
		--enable=warning,performance,portability --inline-suppr \
		--suppress=leakNoVarFunctionCall --suppress=preprocessorErrorDirective \
		'-Djson_array_foreach(a,i,v)=for(;;)' \
		'-Djson_object_foreach(o,k,v)=for(;;)' \
		--suppress=missingInclude --error-exitcode=1 -I. -I$(BUILD) $(LINTED)

-include $(shell find $(BUILD) -type f -name '*.d' 2>/dev/null)

clean:
	rm -rf build build-*

.PHONY: all help deps test-deps lint-deps install uninstall always units fuzzers fuzz replays demo check tsan soak \
	talk kill mta bench lint clean
.SECONDARY:
