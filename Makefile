# One specification builds a study's SDTM, ADaM, transport files and define.xml.
#
#   make all                      everything, for the study that ships with the program
#   make all STUDY=/my/study RAW=/my/export OUT=/my/outputs
#
# STUDY: a folder of specs/, or any folder with study.yaml.  RAW: the raw export.  OUT: the outputs.
# LOCK=no: libraries by the lower bounds of pyproject.toml, where an index has not the files of requirements.lock.

PYTHON  ?= python3
VENV    ?= .venv
KEY     ?=
STUDY   ?= ChiCTR2600126870
RAW     ?=
OUT     ?=
CORE    ?=
TRANSFER ?=
PROFILE ?= fda nmpa
SPEC    ?=
SET     ?=
ARCHIVE ?=
DEPTH   ?=
CUT     ?=
LOCK    ?= yes
WHEELS  ?=
N       ?= 10000
SUBJECTS ?= 10000
ONESPEC := $(VENV)/bin/onespec
# Names reach the shell by its environment, as they are: a name is text, whatever stands in it.
override KEY   := $(value KEY)
export KEY
override STUDY := $(value STUDY)
override RAW   := $(value RAW)
override OUT   := $(value OUT)
override CORE  := $(value CORE)
override TRANSFER := $(value TRANSFER)
override SPEC  := $(value SPEC)
override SET   := $(value SET)
override CUT   := $(value CUT)
override PROFILE := $(value PROFILE)
override ARCHIVE := $(value ARCHIVE)
override DEPTH := $(value DEPTH)
export STUDY RAW OUT CORE TRANSFER SPEC SET CUT PROFILE ARCHIVE DEPTH
PLACES  := --study "$$STUDY" $(if $(OUT),--out "$$OUT")
SOURCES := $(PLACES) $(if $(RAW),--raw "$$RAW")
# Tests on all cores; those of a file one after the other, as they share what the file builds.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: $(shell sed -nE 's/^([a-z-]+):.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "make %-14s %s\n", $$1, $$2}'

all: $(VENV)/.installed raw ## set up if needed, then build everything and print the summary
	@$(ONESPEC) build $(SOURCES)

check: $(VENV)/.installed ## check the specification, build nothing
	@$(ONESPEC) check --study "$$STUDY"

sdtm: $(VENV)/.installed raw ## build the SDTM datasets and their define.xml only
	@$(ONESPEC) build $(SOURCES) --only sdtm

adam: $(VENV)/.installed raw ## build the ADaM datasets, and the SDTM datasets that they need
	@$(ONESPEC) build $(SOURCES)

define: $(VENV)/.installed-report raw ## build if needed, then write define.html, define.pdf and acrf.pdf beside define.xml
	@$(ONESPEC) build $(SOURCES) --quiet
	@$(ONESPEC) document $(SOURCES)

validate: $(VENV)/.installed-validate raw ## check the SDTM and ADaM packages against all rules; CORE=/path/to/core adds CDISC's engine
	@$(ONESPEC) build $(SOURCES) --if-absent
	@$(ONESPEC) validate $(SOURCES) $(if $(CORE),--core "$$CORE")

validate-power: $(VENV)/.installed-validate raw ## seed defects into the package one at a time, tell which check catches each
	@$(ONESPEC) build $(SOURCES) --if-absent
	@$(ONESPEC) validate-power $(PLACES)

report: $(VENV)/.installed-report raw ## build if needed, then write the report: tables, figures, listings, each number with its records
	@$(ONESPEC) build $(SOURCES) --quiet
	@$(ONESPEC) report $(SOURCES)

package: $(VENV)/.installed-validate $(VENV)/.installed-report raw ## what agencies take, of the edition in their language, built, documented and judged; PROFILE="fda nmpa"
	@set -f; $(ONESPEC) package $(SOURCES) --build --profile $$PROFILE

share: $(VENV)/.installed-validate $(VENV)/.installed-report raw ## build if needed, then write the data without anybody's identity; KEY=file of the secret key
	@$(ONESPEC) build $(SOURCES) --quiet
	@$(ONESPEC) share $(SOURCES) $(if $(KEY),--key "$$KEY")

queries: $(VENV)/.installed raw ## build, bring the register of queries up to it, write the XLSX to send; TRANSFER=name
	@$(ONESPEC) build $(SOURCES) --quiet
	@$(ONESPEC) queries $(SOURCES) --update $(if $(TRANSFER),--transfer "$$TRANSFER") --output

archive: $(VENV)/.installed raw ## build if needed, then put everything of the study into one file; WHEELS=yes: the libraries, too
	@$(ONESPEC) build $(SOURCES) --quiet
	@$(ONESPEC) archive $(SOURCES) $(if $(filter yes,$(WHEELS)),--wheels)

verify: $(VENV)/.installed ## is the newest archive, or ARCHIVE=file, as it was written; DEPTH=integrity, consistency or reproduction
	@$(ONESPEC) verify $(PLACES) $(if $(ARCHIVE),"$$ARCHIVE") $(if $(DEPTH),--depth "$$DEPTH")

coding: $(VENV)/.installed raw ## terms that wait for a code, texts for a translation; onespec coding --output FILE lists them
	@$(ONESPEC) coding $(SOURCES)

qc: $(VENV)/.installed raw ## compare the built datasets with independent second programs; a report to sign
	@$(ONESPEC) build $(SOURCES) --if-absent
	@$(ONESPEC) qc $(SOURCES)

qc-power: $(VENV)/.installed raw ## seed errors one at a time, count which of them the comparison catches
	@$(ONESPEC) build $(SOURCES) --if-absent
	@$(ONESPEC) qc-power $(SOURCES)

# The settings of SET are words; a value with a blank in it is for onespec whatif --set 'FILE:PATH=VALUE' itself.
whatif: $(VENV)/.installed-report raw ## what SET="FILE:PATH=VALUE ...", SPEC=folder or CUT=day would change, down to the endpoints
	@set -f; for each in $$SET; do set -- "$$@" --set "$$each"; done; \
	  $(ONESPEC) whatif $(SOURCES) $(if $(SPEC),--spec "$$SPEC") $(if $(CUT),--cut "$$CUT") "$$@"

test: $(VENV)/.installed-test $(VENV)/.installed-validate $(VENV)/.installed-report ## run the tests
	@$(VENV)/bin/python -m pytest $(SIDE_BY_SIDE)

test-fast: $(VENV)/.installed-test $(VENV)/.installed-validate $(VENV)/.installed-report ## run all but the slow tests: about a minute on two cores
	@$(VENV)/bin/python -m pytest $(SIDE_BY_SIDE) -m "not slow"

lint: $(VENV)/.installed-lint ## hold the code to its format, its lint and its types
	@$(VENV)/bin/ruff format --check --quiet .
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/pyright

cluster-demo: $(VENV)/.installed-test ## build SUBJECTS=10000 on a scheduler and two workers of this machine, kill one, compare the bytes
	@$(VENV)/bin/python -m onespec.cli.bench.cluster_demo --study "$$STUDY" --subjects $(SUBJECTS)

hostile: $(VENV)/.installed-test $(VENV)/.installed-validate $(VENV)/.installed-report ## spoil N=10000 files one at a time, tell what came of each
	@PYTHONPATH=tests $(VENV)/bin/python tests/hostile/run.py $(N)

golden: $(VENV)/.installed-test $(VENV)/.installed-validate $(VENV)/.installed-report ## rewrite the golden files; read their diff before you commit it
	@$(VENV)/bin/python -m pytest --update-golden -k golden

lock: $(VENV)/.installed-lock ## take the newest libraries that fit into requirements.lock, every file by its hash
	@$(COMPILE) --upgrade --extra report --extra validate --extra define --output-file requirements.lock
	@$(COMPILE) --constraint requirements.lock --output-file requirements-main.lock

bench: $(VENV)/.installed-test $(VENV)/.installed-validate ## time the parts of the work at 35, 1,000 and 10,000 subjects
	@$(ONESPEC) bench

clean: $(VENV)/.installed ## remove the study's outputs, kept parts and reports
	@$(ONESPEC) clean $(PLACES)

# A raw export that ships with its simulator is simulated when it is absent.
raw: | $(VENV)/.installed
	@[ -n "$$RAW" ] || $(ONESPEC) simulate --study "$$STUDY" --if-absent

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onespec needs Python 3.11 or later; name one with make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check
# By the lock: the files with these hashes or none.  The build backend is one of them, so that nothing else is fetched.
ifeq ($(LOCK),no)
MAIN  := $(PIP) --editable .
EXTRA  = $(PIP) --editable '.[$(1)]'
else
NO_LOCK := { echo "not installed by the lock; where the index has other files: make LOCK=no"; exit 2; }
MAIN  := $(PIP) --require-hashes -r requirements-main.lock && \
  $(PIP) --no-deps --no-build-isolation --editable . || $(NO_LOCK)
EXTRA  = $(PIP) --require-hashes -r requirements.lock || $(NO_LOCK)
endif

$(VENV)/.installed: pyproject.toml requirements-main.lock | $(VENV)/bin/python
	@echo "installing into $(VENV)"
	@$(MAIN)
	@touch $@

$(VENV)/.installed-validate: pyproject.toml requirements.lock | $(VENV)/.installed
	@$(call EXTRA,validate)
	@touch $@

$(VENV)/.installed-report: pyproject.toml requirements.lock | $(VENV)/.installed
	@$(call EXTRA,report)
	@touch $@

# What only those need who work on the program is not locked; it moves nothing that is.
$(VENV)/.installed-test: pyproject.toml | $(VENV)/.installed-validate $(VENV)/.installed-report
	@$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/.installed-lint: pyproject.toml | $(VENV)/.installed-validate $(VENV)/.installed-report
	@$(PIP) --editable '.[lint]'
	@touch $@

$(VENV)/.installed-lock: pyproject.toml | $(VENV)/bin/python
	@$(PIP) uv
	@touch $@

# One version of each library for every Python from 3.11 on and every platform; no index, no path in the file.
COMPILE := echo 'setuptools>=77' | $(VENV)/bin/uv --quiet --no-config pip compile pyproject.toml - \
  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
