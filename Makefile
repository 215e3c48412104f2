# The one task list. A fresh machine needs python3 (3.11 or newer) and make: every target installs
# what it uses into $(VENV), by hash, from requirements/. `make help` lists the targets.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# Each argument line stands once, here, and can be set from outside: make test PYTEST_ARGS='-x -k mail'
PYTEST_ARGS ?= -n auto --dist loadscope
OWN := --own support@hoasen.example --own sales@hoasen.example --own-app 771204589136402
UV_VERSION := 0.13.9

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-all check lint types layers docs bench schema lock cov fmt clean \
	fragments matrix compiled bench-compiled

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

# --- what people run ------------------------------------------------------------------------------

demo: $(VENV)/.runtime  ## turn the mails in examples/inbox into conversations, and show them
	@mkdir -p build
	$(BIN)/omnidesk normalize examples/inbox $(OWN) --output build/conversations.jsonl
	$(BIN)/omnidesk show build/conversations.jsonl

test: $(VENV)/.test  ## run the tests, README and docs included
	$(BIN)/python -m pytest $(PYTEST_ARGS)

test-all:  ## run the tests on every Python from 3.11 up that this machine has
	@tools/test-all

# As `make test` with another VENV: what runs is a wheel, and no source of ours is on its path.
compiled:  ## build the wheel with its mail reader in C, and run the tests on it
	@$(MAKE) --no-print-directory VENV=.venv-compiled .venv-compiled/.wheel
	.venv-compiled/bin/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.check lint types layers  ## everything a change must pass, but the tests
	$(BIN)/python -m pytest tests/test_exported_names.py tests/test_schemas.py tests/test_project.py
	@$(MAKE) --no-print-directory docs fragments

cov: $(VENV)/.test  ## run the tests with branch coverage, and fail below 100 %
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

# --- the parts of check ---------------------------------------------------------------------------

lint: $(VENV)/.check  ## ruff: format and lint, nothing is changed
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: $(VENV)/.check  ## mypy and pyright, both strict
	$(BIN)/mypy
	$(BIN)/basedpyright

layers: $(VENV)/.check  ## import-linter: who may import whom
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/.check  ## build the documentation into site/, warnings are errors
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

fragments: $(VENV)/.check  ## show the next changelog section; a misnamed fragment fails
	$(BIN)/towncrier build --draft

fmt: $(VENV)/.check  ## format, and fix what ruff can fix
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

# --- what makes files that are committed ----------------------------------------------------------

schema: $(VENV)/.test  ## write src/omnidesk/schemas/ again from the models
	$(BIN)/python -m omnidesk.schemas

matrix: $(VENV)/.test  ## write docs/channels/matrix.md again from the samples
	$(BIN)/python tools/channel_matrix.py

# The widest lock comes first and constrains the others, so that all agree on every version.
# UPGRADE=1 takes the newest versions; without it, only what pyproject.toml asks for changes.
LOCK = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(if $(UPGRADE),--upgrade) pyproject.toml
lock:  ## compile requirements/*.txt from pyproject.toml (UPGRADE=1: to the newest versions)
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip --quiet --disable-pip-version-check install uv==$(UV_VERSION)
	$(LOCK) --extra cli --extra testing --group dev --group docs -o requirements/check.txt
	$(LOCK) --extra cli --extra testing --group build --group test \
		-c requirements/check.txt -o requirements/test.txt
	$(LOCK) --extra cli --group build -c requirements/check.txt -o requirements/runtime.txt
	$(LOCK) --extra cli --group build --group bench \
		-c requirements/check.txt -o requirements/bench.txt
	$(LOCK) --extra cli --extra testing --group build --group test --group bench --group compile \
		-c requirements/bench.txt -c requirements/check.txt -o requirements/compiled.txt

bench: $(VENV)/.bench  ## measure omnidesk beside its peers
	$(BIN)/python -m benchmarks

bench-compiled:  ## measure mail with its reader in C
	@$(MAKE) --no-print-directory VENV=.venv-compiled .venv-compiled/.wheel
	.venv-compiled/bin/python -m benchmarks mail

clean:  ## remove everything that make made
	rm -rf .venv .venv-* build dist site .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- environments ---------------------------------------------------------------------------------

# One environment, filled in steps: runtime < test < check agree on versions, so each adds to the
# one before, and a stamp that is newer than its lock installs nothing.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'omnidesk needs Python 3.11 or newer: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# --only-binary: what runs is what was hashed; no setup.py of anybody runs at install time.
# Without build isolation, the hashed hatchling builds us, not one that pip would fetch unhashed.
$(VENV)/.%: requirements/%.txt pyproject.toml | $(VENV)/.made
	$(PIP) install --require-hashes --only-binary :all: -r $<
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# A wheel rather than an editable install, which would keep to the sources.
$(VENV)/.wheel: requirements/compiled.txt pyproject.toml tools/compile_hook.py \
		$(shell find src -name '*.py') | $(VENV)/.made
	$(PIP) install --require-hashes --only-binary :all: -r $<
	rm -rf build/compiled
	HATCH_BUILD_HOOK_ENABLE_CUSTOM=true \
		$(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/compiled .
	$(PIP) install --no-deps --force-reinstall build/compiled/*.whl
	@touch $@
