# `make run` serves and `make test` tests, on a machine with Python 3.11+ and a package index.
PYTHON ?= python3
VENV := .venv
PEER := .venv-rembg
RAY := .venv-ray
SBOM := .venv-sbom
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
.DEFAULT_GOAL := help
# The tests start the service some fifty times, from compiled modules.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: $(VENV)/.run ## Set everything up and serve on port 8000
	$(BIN)/gunicorn

.PHONY: test
test: $(VENV)/.dev ## Run the tests of the service, two at a time; last those that load a server
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile \
	  --ignore tests/server --ignore tests/browser --ignore tests/clients --ignore tests/deploy
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/server

.PHONY: test-around
test-around: $(VENV)/.dev ## Test what stands around it: the page in browsers, clients and examples, deploy/
	$(BIN)/python -m pytest tests/browser
	$(BIN)/python -m pytest tests/clients tests/deploy

.PHONY: lint
lint: $(VENV)/.dev ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	$(BIN)/python -m release.audit

.PHONY: audit
audit: $(VENV)/.dev ## Check licences, and look for known vulnerabilities where the index has them
	$(BIN)/python -m release.audit

.PHONY: format
format: $(VENV)/.dev ## Let ruff format and mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: models
models: $(VENV)/.run ## Fetch and verify the weights of u2netp
	$(BIN)/python -m service.models

.PHONY: bench
bench: $(VENV)/.dev ## Print the share of each step in the CPU time of a 12 MP photo
	$(BIN)/python -m loadtest steps

.PHONY: load
load: $(VENV)/.dev ## Put the service under load: SCENARIO=steady, spike, overload, slow or mixed
	$(BIN)/python -m loadtest load $(or $(SCENARIO),steady)

.PHONY: soak
soak: $(VENV)/.dev ## Serve 2,000 photos and compare the memory with that after 200 (PHOTOS=)
	$(BIN)/python -m loadtest soak --photos $(or $(PHOTOS),2000)

.PHONY: faults
faults: $(VENV)/.dev ## Kill, freeze, reload, end and flood the service under load
	$(BIN)/python -m loadtest faults

.PHONY: fuzz
fuzz: $(VENV)/.fuzz ## Random files, forms, fields and numbers against what reads them (MINUTES= each)
	$(BIN)/python -m fuzzing --minutes $(or $(MINUTES),1)

.PHONY: rolling
rolling: $(VENV)/.dev ## Replace and kill instances behind nginx under load (Debian: nginx-light)
	$(BIN)/python -m loadtest rolling

.PHONY: capacity
capacity: $(VENV)/.dev ## How many photos a second URL=http://... holds, before it is launched (KEY=)
	$(BIN)/python -m loadtest capacity $(if $(URL),--url $(URL)) $(if $(KEY),--key $(KEY))

.PHONY: bundle
bundle: $(VENV)/.run ## Everything for a machine without networks, in one archive: out/idphoto-*.tar
	deploy/bundle.sh

.PHONY: collection
collection: $(RAY)/.done ## Kill actors and nodes of a Ray cluster under a collection of PHOTOS=2000
	PYTHONPATH=. $(RAY)/bin/python -m loadtest.collection $(if $(PHOTOS),--photos $(PHOTOS))

.PHONY: versus
versus: $(VENV)/.dev $(PEER)/.done ## A 12 MP photo by rembg, by `rembg s` and by this service
	$(BIN)/python -m loadtest rembg

.PHONY: goals
goals: $(VENV)/.dev $(PEER)/.done ## Measure every goal under load, in a quarter of an hour (PHOTOS=)
	$(BIN)/python -m loadtest report --soak $(or $(PHOTOS),300)

.PHONY: eval
eval: $(VENV)/.dev ## Measure the cut-out on photos with known alpha (IDPHOTO_TEST_PHOTOS, DATA=folder)
	$(BIN)/python -m evaluation.cutout $(if $(DATA),--training $(DATA))

.PHONY: geometry
geometry: $(VENV)/.dev ## How well crown, chin and eyes are found; finished photos measured again (EVERY=)
	$(BIN)/python -m evaluation.geometry --every $(or $(EVERY),7)

.PHONY: crash-sweep
crash-sweep: $(VENV)/.dev ## Send every test photo to the service in several ways and look for faults
	$(BIN)/python -m evaluation.crash_sweep

.PHONY: checks
checks: $(VENV)/.dev .ofiq/.done ## What each check measures on many photos, and on photos made bad (IDPHOTO_TEST_PHOTOS)
	$(BIN)/python -m evaluation.checks

.PHONY: formats
formats: $(VENV)/.dev ## Write docs/formats.md: what becomes of each kind of file (IDPHOTO_TEST_PHOTOS)
	$(BIN)/python -m evaluation.formats

.PHONY: sheets
sheets: $(VENV)/.dev ## Contact sheets of many finished photos, to judge by eye (IDPHOTO_TEST_PHOTOS)
	$(BIN)/python -m evaluation.contact_sheets

.PHONY: train
train: $(VENV)/.train models ## Train the portrait networks on DATA=folder; see training/README.md
	$(BIN)/python -m training $(DATA)

.PHONY: face-mesh
face-mesh: $(VENV)/.dev ## Make the network of 478 face points anew from the wheel of MediaPipe
	$(PIP) install -r training/face_mesh/requirements.txt
	$(BIN)/python -m training.face_mesh

.PHONY: face-covers
face-covers: $(VENV)/.dev ## Fit what tells masks and hands from a free face on DATA=folder; 5 minutes
	$(BIN)/python -m training.face_covers $(DATA)

.PHONY: picture
picture: $(VENV)/.dev ## Make the README's pictures again (PEOPLE=folder of portraits)
	$(BIN)/python -m docs.picture $(if $(PEOPLE),--people $(PEOPLE))
	$(BIN)/python -m docs.face_picture
	$(BIN)/python -m docs.placement_picture
	$(BIN)/python -m docs.page_picture

.PHONY: page
page: page/node_modules ## Build the page from page/ into service/web/assets/page (needs Node.js)
	npm --prefix page run --silent check
	npm --prefix page run --silent build

page/node_modules: page/package-lock.json
	npm --prefix page ci --no-audit --no-fund
	@touch $@

.PHONY: figures
figures: $(VENV)/.dev $(PEER)/.done ## Measure README's figures, and write its tables and plot
	$(BIN)/python -m docs.figures $(if $(CUTOUT),--cutout $(CUTOUT))

.PHONY: interop
interop: $(VENV)/.dev ## Generate clients from /openapi.json, and make photos by them (ONLY=word)
	$(BIN)/python -m tests.interop $(ONLY)

.PHONY: clients
clients: $(VENV)/.dev ## Write the types of the clients from the OpenAPI document
	$(BIN)/python -m clients

.PHONY: manifests
manifests: .tools/.done ## Check deploy/ by kubectl, helm, promtool and the schemas of Kubernetes
	$(BIN)/python -m pytest tests/deploy

.PHONY: docs
docs: $(VENV)/.run ## Write the pages that are made from the code, and the examples in /openapi.json
	$(BIN)/python -m docs.specs
	$(BIN)/python -m docs.openapi
	$(BIN)/python -m docs.reference_pages

.PHONY: site
site: $(VENV)/.dev ## Build the documentation's site in out/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

.PHONY: release
release: $(VENV)/.dev $(SBOM)/.done ## Build sdist, wheel and SBOM of a tagged commit, and try them (DRAFT=1: of any)
	$(BIN)/python -m release --cyclonedx $(SBOM)/bin/cyclonedx-py $(if $(DRAFT),--draft)

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: lock
lock: $(VENV)/.dev ## Compile the requirements files anew
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group otel -c requirements.txt -o requirements-otel.txt
	$(COMPILE) --group gpu -c requirements.txt -o requirements-gpu.txt
	$(COMPILE) --group jwt -c requirements.txt -o requirements-jwt.txt
	$(COMPILE) --group ray -c requirements.txt -o requirements-ray.txt
	$(COMPILE) pyproject.toml --group dev -c requirements.txt -c requirements-otel.txt \
	  -c requirements-jwt.txt \
	  -o requirements-dev.txt
	$(COMPILE) loadtest/requirements.in -c requirements.txt -o loadtest/requirements.txt
	$(COMPILE) release/sbom.in -o release/sbom.txt

.PHONY: clean
clean: ## Remove the environment and caches
	rm -rf $(VENV) $(PEER) $(RAY) $(SBOM) .tools .ofiq .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.fuzz: fuzzing/requirements.txt $(VENV)/.dev
	$(PIP) install -r fuzzing/requirements.txt
	@touch $@

$(VENV)/.train: training/requirements.txt $(VENV)/.dev
	$(PIP) install -r training/requirements.txt
	@touch $@

# Ray, and what the test of a collection on it needs besides, in an environment of its own.
$(RAY)/.done: requirements.txt requirements-ray.txt loadtest/collection.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(RAY)
	$(RAY)/bin/python -m pip --disable-pip-version-check install --require-hashes \
	  --only-binary :all: -r requirements.txt -r requirements-ray.txt
	$(RAY)/bin/python -m pip --disable-pip-version-check install -r loadtest/collection.txt
	@touch $@

.tools/.done: tests/deploy/tools.txt tests/deploy/tools.py | $(VENV)/.dev
	rm -rf .tools
	$(PIP) install --quiet --no-deps --only-binary :all: --require-hashes --target .tools \
	  -r tests/deploy/tools.txt
	$(BIN)/python -m tests.deploy.tools .tools
	@touch $@

# What makes photos bad for `make checks`, out of the environment that serves.
.ofiq/.done: evaluation/checks/ofiq/requirements.txt | $(VENV)/.dev
	rm -rf .ofiq
	$(PIP) install --quiet --no-deps --only-binary :all: --require-hashes --target .ofiq \
	  -r evaluation/checks/ofiq/requirements.txt
	@touch $@

# rembg with its server, in an environment of its own: the service needs none of what that brings.
$(PEER)/.done: loadtest/requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(PEER)
	$(PEER)/bin/python -m pip --disable-pip-version-check install --require-hashes \
	  --only-binary :all: -r loadtest/requirements.txt
	@touch $@

# What describes a release, in an environment of its own: it brings checks of formats that jsonschema
# imports where it finds them, which would be two seconds at each start of the service.
$(SBOM)/.done: release/sbom.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(SBOM)
	$(SBOM)/bin/python -m pip --disable-pip-version-check install --require-hashes \
	  --only-binary :all: -r release/sbom.txt
	@touch $@
