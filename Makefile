# `make run` serves and `make test` tests, on a machine with Python 3.11+ and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: $(VENV)/.run ## Set everything up and serve on port 8000
	$(BIN)/gunicorn

.PHONY: test
test: $(VENV)/.dev ## Run all tests
	$(BIN)/python -m pytest

.PHONY: lint
lint: $(VENV)/.dev ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(VENV)/.dev ## Let ruff format and mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: models
models: $(VENV)/.run ## Fetch and verify the weights of u2netp
	$(BIN)/python -m service.models

.PHONY: bench
bench: $(VENV)/.dev ## Print the share of each step in the CPU time of a 12 MP photo
	$(BIN)/python -m loadtest.steps

.PHONY: eval
eval: $(VENV)/.dev ## Measure the cut-out against rembg on photos with known alpha (IDPHOTO_TEST_PHOTOS)
	$(BIN)/python -m evaluation

.PHONY: checks
checks: $(VENV)/.dev ## What each check measures on many photos (IDPHOTO_TEST_PHOTOS)
	$(BIN)/python -m evaluation.checks

.PHONY: sheets
sheets: $(VENV)/.dev ## Contact sheets of many finished photos, to judge by eye (IDPHOTO_TEST_PHOTOS)
	$(BIN)/python -m evaluation.sheets

.PHONY: picture
picture: $(VENV)/.run ## Make the README's pictures again
	$(BIN)/python -m docs.picture

.PHONY: docs
docs: $(VENV)/.run ## Write the pages of docs/specs from the catalogue
	$(BIN)/python -m docs.specs

.PHONY: lock
lock: $(VENV)/.dev ## Compile the two requirements files anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

.PHONY: clean
clean: ## Remove the environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
