# Kedang 客档. `make help` lists what there is.
# Everything installed stays inside this folder (.venv, frontend/node_modules, .dev).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

export KEDANG_DATA ?= ./data
export KEDANG_PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

PY := .venv/bin/python
KEDANG := $(PY) -m kedang
ASSETS := kedang/static/dist/manifest.json

.PHONY: help run dev demo test check fmt messages pages locks build clean

help: ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: .venv/.run $(ASSETS) catalogues ## start Kedang on 127.0.0.1:$KEDANG_PORT with its data in $KEDANG_DATA
	$(KEDANG) serve --port $(KEDANG_PORT)

dev: .venv/.dev $(ASSETS) catalogues ## the same, reloading on changes, with DEBUG and the component gallery
	sh scripts/dev.sh

demo: .venv/.run $(ASSETS) catalogues ## start with the demo company loaded (data in ./data/demo); prints the sign-ins
	sh scripts/demo.sh

test: .venv/.dev $(ASSETS) catalogues ## everything: check, unit tests on SQLite and PostgreSQL, browser journeys
	$(PY) -m scripts.test

check: .venv/.dev ## ruff, mypy --strict, import-linter, djlint, locks
	$(PY) -m scripts.check

fmt: .venv/.dev ## format the code and sort imports
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .

messages: .venv/.dev ## add new Chinese texts to each room's English catalogue, list what waits for translation
	$(PY) -m scripts.messages update

pages: .venv/.dev ## write the generated pages of docs/ (settings, events)
	$(PY) -m scripts.reference write

locks: .venv/.dev ## write requirements*.txt anew from pyproject.toml
	sh scripts/lock.sh

build: .venv/.dev $(ASSETS) catalogues ## wheel and sdist into dist/
	$(PY) -m hatchling build -d dist

clean: ## remove what is built and installed here (not your data)
	rm -rf .venv .dev build dist frontend/node_modules kedang/static/dist
	find kedang -name '*.mo' -delete

# What the commands stand on. Each file is newer than what it was made from.

.PHONY: catalogues
catalogues: .venv/.made
	@$(PY) -m scripts.messages compile

.venv/.made:
	sh scripts/make-venv.sh

.venv/.run: requirements.txt | .venv/.made
	$(PY) -m pip install --quiet --require-hashes --requirement requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.made
	$(PY) -m pip install --quiet --require-hashes --requirement requirements-dev.txt
	@touch .venv/.run $@

frontend/node_modules/.made: frontend/package.json frontend/package-lock.json
	sh scripts/check-node.sh
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(ASSETS): frontend/node_modules/.made frontend/build.mjs frontend/icons.txt $(shell find frontend/src -type f 2>/dev/null)
	cd frontend && node build.mjs
	@touch $@
