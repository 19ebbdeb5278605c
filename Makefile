# Two commands do everything: `make demo` and `make test`. Both need only python3 (3.11-3.13, with
# venv) and make; the first run installs into .venv, later runs start at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= demo-out
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Processes that share the tests: three, of 1 GB each, for one often waits; 0 is this one alone.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(3 if (os.cpu_count() or 1) > 1 else 0)')
# Each of them computes on one thread: more would wait for each other.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

.PHONY: demo test check format clean help

help:
	@echo "make demo    invent a town, score it, plan its week, draw its pages into $(OUT)/"
	@echo "make test    run every check; what this machine lacks is skipped by name"
	@echo "make check   the same checks as make test"
	@echo "             WORKERS=4 shares the tests among four processes, 0 runs them one by one"
	@echo "make format  put the code into the one layout"

demo: $(VENV)/.installed
	$(BIN)/gridpatrol demo --out $(OUT)

test check: check-code check-tests

.PHONY: check-code check-tests
check-code: $(VENV)/.test-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@echo "Checking types (a minute or two without a word) ..."
	$(BIN)/mypy
	$(BIN)/lint-imports

check-tests: $(VENV)/.test-installed
	@# What a search compiles once, in seconds, not in each of the test processes.
	@$(BIN)/python -c 'from service.pipeline.week.searching import make_ready; make_ready()'
	@echo "Running the tests (some twenty minutes) ..."
	$(ONE_THREAD) $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

format: $(VENV)/.test-installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info < (3, 14); \
	  sys.exit(0 if ok else "gridpatrol needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] \
	  + ". Name another with: make demo PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (once, a few minutes) ..."
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.test-installed: $(VENV)/.installed
	@echo "Installing the test tools into $(VENV) (once, a minute) ..."
	$(PIP) install -c constraints.txt -e '.[test]'
	@touch $@

.PHONY: lock
# Write constraints.txt anew from what is installed: versions only, no addresses.
lock: $(VENV)/.test-installed
	@{ echo "# Versions that were tested together. Written by \`make lock\`."; \
	   $(BIN)/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==' ; } > constraints.txt
