# `make run` serves the demo on http://127.0.0.1:8000, `make test` runs every test. Nothing else
# has to be installed by hand: Python 3.11+, node and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: run test env assets lint format screenshot notebook clean

run: env assets
	$(BIN)/credgraph demo --port $(PORT)

test: env assets .make/clients lint
	$(BIN)/pytest

lint: env assets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

screenshot: env assets
	$(BIN)/python -m scripts.screenshot

notebook: env assets
	$(BIN)/python -m scripts.notebook

format: env
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

env: .make/env
assets: .make/assets

.make/env: requirements.lock pyproject.toml
	mkdir -p .make
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.make/assets: .make/env package-lock.json package.json scripts/contexts.mjs scripts/contexts.py \
  scripts/qdata.json scripts/editor.mjs $(wildcard webapp/editor/*.js)
	npm ci --ignore-scripts --no-audit --no-fund --silent
	$(BIN)/python -m scripts.contexts
	node scripts/editor.mjs
	touch $@

# What only the tests need: clients of other hands that ask the endpoint.
.make/clients: tests/webapp/clients/package-lock.json .make/env
	cd tests/webapp/clients && npm ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

clean:
	rm -rf $(VENV) .make node_modules tests/webapp/clients/node_modules loaders/contexts webapp/static/vendor build *.egg-info
