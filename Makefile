# The same few verbs for everybody: a newcomer, a developer, the build server.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
LOCK := requirements/dev.lock
UV := $(BIN)/uv

# What is compiled once is kept, whatever the environment says: half of the start of a command is compiling.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-sqlite test-postgresql test-slow lint format docs words golden schema pictures bench lock wheel clean

help:  ## Show these verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(STAMP)  ## Set up .venv with everything that is needed

$(STAMP): $(LOCK) requirements/setup.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.lock
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes $(LOCK) requirements/setup.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup  ## Start the demo outlet and print its addresses, until Ctrl-C
	$(BIN)/pamphleteer demo

test: test-sqlite test-postgresql  ## Pass the tests on SQLite, and on PostgreSQL where it is installed

test-sqlite: setup
	$(BIN)/python -m pytest --database=sqlite

test-postgresql: setup
	$(BIN)/python -m pytest --database=postgresql

test-slow: setup  ## Live whole years of letters, and kill who delivers, minutes each; SEEDS="1 2" names the luck
	SEEDS="$(SEEDS)" $(BIN)/python -m pytest -n 0 tests/slow
	SEEDS="$(SEEDS)" $(BIN)/python -m pytest -n 0 --database=postgresql tests/slow/post/test_killed.py

lint: setup  ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup  ## Put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup  ## Write docs/reference from the options and the commands
	$(BIN)/python docs/reference.py docs/reference

words: setup  ## Gather the words to translate, and compile what is translated
	$(BIN)/python docs/words.py

golden: setup  ## Hold the golden site anew, as the press makes it now
	$(BIN)/python -m tests.press.golden

schema: setup  ## Keep what all migrations make of an empty database, for new outlets
	$(BIN)/python -m tests.project.schema

pictures: setup  ## Take the pictures of the docs; PARTS="faults" those of faults alone
	$(BIN)/python docs/pictures.py docs/pictures $(PARTS)

bench: setup  ## Measure, side by side, and print
	$(BIN)/python -m bench

lock: setup  ## Pin the dependencies anew, with hashes, naming no index and no host
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --upgrade pyproject.toml -o requirements/run.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --upgrade --group dev pyproject.toml -o $(LOCK)
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --upgrade requirements/setup.in -o requirements/setup.lock

wheel: setup  ## Build the wheel into dist/
	$(BIN)/python -m build --no-isolation --wheel --outdir dist .

clean:  ## Remove what the verbs above have made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
