# Everything runs from .venv, which is made from the locked requirements; nothing else on the machine is touched.
VENV := .venv
BIN := $(VENV)/bin
PROJECTS := pyproject.toml connectors/sdk/pyproject.toml connectors/spreadsheets/pyproject.toml
INSTALLED := $(VENV)/.installed
TESTED_WITH ?=
# The first interpreter that really runs and is new enough: version managers leave shims that do neither.
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$candidate -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$candidate; break; }; done)

.PHONY: help setup run test check lint types layers pytest corpus bench bench-scale bench-attacks bench-live bench-compare lock clean

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(INSTALLED) ## Make the virtual environment from the locked requirements

# Without the stamp the environment is of unknown state (a first run, or one that was cut off): it is made anew.
$(INSTALLED): requirements/dev.txt $(PROJECTS)
	@test -n "$(PYTHON)" || { echo "Equipoise needs Python 3.11 or newer with the venv module (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--editable connectors/sdk --editable connectors/spreadsheets --editable .
	@touch $@

run: setup ## Start with the demo organisation; prints the address and how to sign in
	@$(BIN)/equipoise serve --demo

test: check pytest ## Run every check

check: lint types layers ## Run the checks that need no database

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

pytest: setup
	$(BIN)/pytest -n 2 --dist worksteal

corpus: setup ## Compare planned reads with the resolvers over a large corpus (CORPUS=20000)
	EQUIPOISE_CORPUS=$${CORPUS:-20000} $(BIN)/pytest tests/compiled/test_corpus.py -n 0 -s

bench: setup ## Measure the hot requests beside PostGraphile and a bare handler (state the machine when you quote it)
	$(BIN)/python -m benchmarks

bench-scale: setup ## Measure the reads with 50 to 10,000 organisations (seeded once: 15 GB, 10 minutes)
	$(BIN)/python -m benchmarks scale

bench-attacks: setup ## Measure what an innocent client notices of each attack
	$(BIN)/python -m benchmarks.attacks

bench-live: setup ## Measure 2,000 subscribers: memory, and the time from commit to client
	$(BIN)/python -m benchmarks.live

bench-compare: setup ## Compare the ratios of two results: make bench-compare A=before.json B=after.json
	$(BIN)/python -m benchmarks compare $(A) $(B)

lock: ## Lock the requirements again, with hashes and without an index address
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-emit-package equipoise-sdk --custom-compile-command "make lock" $(LOCK_FLAGS) \
		$(PROJECTS) --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-emit-package equipoise-sdk --custom-compile-command "make lock" $(LOCK_FLAGS) --group build --group dev \
		$(PROJECTS) --output-file requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" $(LOCK_FLAGS) --constraint requirements/dev.txt --group build \
		--output-file deploy/build-requirements.txt

clean: ## Remove the environment and the state of the embedded database
	rm -rf $(VENV) .equipoise
