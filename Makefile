# The two commands of the README are `make build` and `make test`; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help build test lint lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ipcase-kg needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing; on Debian: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# not editable: a path file with Chinese characters stops Python under LC_ALL=C
$(VENV)/.installed: $(VENV)/.locked pyproject.toml $(shell find kg -name '*.py' -o -path 'kg/*/assets/*' -o -path 'kg/explorer/vendor/*')
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall .
	@touch $@

$(VENV)/.tested: requirements-test.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

build: $(VENV)/.installed ## make the environment from the lock and write exports/
	$(BIN)/kg build

test: $(VENV)/.tested ## make the environment with what the tests need, and run them all
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.tested ## ruff and mypy, as strict as they go
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

COMPILE := $(BIN)/python -m piptools compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-emit-options

lock: $(BIN)/python ## make the lock files anew from pyproject.toml (maintainers)
	$(BIN)/python -m pip install --quiet pip-tools
	$(COMPILE) --output-file requirements.lock --extra build pyproject.toml
	$(COMPILE) --output-file requirements-test.lock --extra build --extra test --extra dev --constraint requirements.lock pyproject.toml

clean: ## remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache dist
