# Everything starts here: `make help`. On a bare Debian or Ubuntu with Python 3.11 or newer nothing else need be prepared.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
# One more than two cores: the process that drives the browser waits for it half of the time.
WORKERS ?= 3
# pytest may write the tests with their rewritten assertions beside them, which every later run and every worker then reads.
PYTEST := PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest
# The languages of the interface except English, the language of the sentences in the code; the list stands in the settings.
TRANSLATED := $(shell sed -n 's/^SUPPORTED_LANGUAGES = ("en", \(.*\))$$/\1/p' coalition/settings.py | tr -d '",')
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/messages.po))
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: help run test whole fuzz endurance lint format types house messages catalogs docs wheel bench bench-scale pictures lock browsers compiled clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.run $(CATALOGS) compiled ## Start the site with the example on http://127.0.0.1:8000 (PORT=…, HOST=…)
	@scripts/run.sh "$(HOST)" "$(PORT)"

test: lint browsers $(CATALOGS) compiled ## Everything that CI runs; pytest comes last, with mypy beside its first minute
	@.venv/bin/mypy & types=$$!; passed=0; $(PYTEST) -n $(WORKERS) --dist loadgroup || passed=$$?; \
	wait $$types || { echo "mypy found the errors above; make types shows them again."; passed=1; }; exit $$passed

whole: .venv/.dev browsers $(CATALOGS) compiled ## The tests with all repetitions: pages in both directions, several lives (make test takes one of each)
	@COALITION_TEST_WHOLE=yes $(PYTEST) -n $(WORKERS) --dist loadgroup

fuzz: .venv/.dev $(CATALOGS) ## Many generated requests to the API, and 1,000 sequences of changes of contacts (make test takes a few)
	@COALITION_TEST_EXAMPLES=15 .venv/bin/python -m pytest -q tests/api/test_openapi.py
	@COALITION_TEST_SEQUENCES=1000 .venv/bin/python -m pytest -q -k nobody_outside tests/signing/test_outsiders.py
	@COALITION_TEST_RECORDS=100 .venv/bin/python -m pytest -q -k all_agreed_to tests/drafting_record/test_who_agreed.py

endurance: .venv/.dev $(CATALOGS) ## Hours of random acts against the model, 200 lives of a memorandum for a reader who keeps every page, an appeal with 500 letters, and a treaty of forty parties
	@COALITION_TEST_STEPS=10000 COALITION_TEST_SEEDS=20 .venv/bin/python -m pytest -q -n $(WORKERS) -k years_of_acts tests/acts/test_machine.py
	@COALITION_TEST_CASE=whole .venv/bin/python -m pytest -q -o faulthandler_timeout=3600 -n $(WORKERS) tests/case
	@COALITION_TEST_HISTORIES=200 .venv/bin/python -m pytest -q -n $(WORKERS) -k singled_out tests/acts/test_elimination.py
	@COALITION_TEST_LETTERS=500 .venv/bin/python -m pytest -q tests/browser/test_appeal_walk.py
	@COALITION_TEST_SWAPS=20 COALITION_TEST_LIVES=20 .venv/bin/python -m pytest -q -n $(WORKERS) -k "which_of_them or at_most_once" tests/acts/test_secrecy.py tests/acts/test_effect.py

lint: .venv/.dev ## Check style and layout of code and templates
	@.venv/bin/ruff check --no-cache . # a cache does not see that an imported module is gone
	@.venv/bin/ruff format --check --quiet . || { echo "Not laid out as ruff does it: run make format."; exit 1; }
	@.venv/bin/djlint templates --lint --quiet

format: .venv/.dev ## Format the code
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

types: .venv/.dev ## Check types (mypy, strict)
	@.venv/bin/mypy

house: .venv/.dev $(CATALOGS) ## Only the rules of the house
	@.venv/bin/python -m pytest -q tests/house

docs: .venv/.dev ## Check the links of the documents
	@.venv/bin/python -m pytest -q tests/house/test_documents.py

messages: .venv/.dev ## Extract the sentences to translate into locale/
	@mkdir -p locale
	@.venv/bin/pybabel --quiet extract --mapping-file babel.cfg --keyword Message --keyword plural:1,2 \
		--no-location --sort-output --no-wrap --project Coalition --copyright-holder "The Coalition contributors" \
		--output-file locale/messages.pot .
	@for language in $(TRANSLATED); do \
		if [ -e locale/$$language/LC_MESSAGES/messages.po ]; then action=update; else action=init; fi; \
		options="--no-wrap"; [ $$action = init ] || options="--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date"; \
		.venv/bin/pybabel --quiet $$action $$options --input-file locale/messages.pot --output-dir locale --locale $$language; \
	done

catalogs: .venv/.run $(CATALOGS) ## Compile the translations

wheel: .venv/.dev $(CATALOGS) ## Build the wheel and try it in an empty environment
	@scripts/wheel.sh

bench: .venv/.dev $(CATALOGS) compiled ## Measure (see benchmarks/)
	@.venv/bin/python -m benchmarks

bench-scale: .venv/.dev $(CATALOGS) compiled ## Measure how views grow with 200,000 organisations and 1,000,000 acts (ORGANISATIONS=…, ACTS=…, ENGINES=sqlite,postgres)
	@ORGANISATIONS="$(ORGANISATIONS)" ACTS="$(ACTS)" ENGINES="$(ENGINES)" .venv/bin/python -m benchmarks.scale

pictures: .venv/.dev browsers $(CATALOGS) ## Take pictures of every page into var/pictures/
	@.venv/bin/python -m tests.browser.pictures

lock: .venv/.dev ## Resolve the dependencies again
	@$(LOCK) --upgrade pyproject.toml --output-file requirements.lock
	@$(LOCK) --upgrade --group dev --group bench --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock
	@echo uv | $(LOCK) --upgrade - --output-file requirements-uv.lock

# Python compiles a module at its first import, unless it may not write files; then a start takes a quarter longer.
compiled: .venv/.run
	@.venv/bin/python -m compileall -q coalition

browsers: .venv/.dev
	@scripts/browsers.sh

clean: ## Remove generated files, except the data in var/
	@rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find locale -name '*.mo' -delete
	@rm -rf templates/__pycache__

.venv/.run: requirements.lock requirements-uv.lock scripts/prepare.sh
	@scripts/prepare.sh requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock requirements-uv.lock scripts/prepare.sh
	@scripts/prepare.sh requirements-dev.lock
	@touch .venv/.run $@

%.mo: %.po | .venv/.run
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@
