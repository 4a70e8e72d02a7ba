# The commands of the project; `make help` lists them.
# Steps that are done leave a stamp, and are done again only when what they read changed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test check fix bench bench-full docs reset help

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install -q --disable-pip-version-check --retries 2 --timeout 20
# The machine's own Node where it is recent enough, else the one that pip installed.
NODE_IS_RECENT := node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)'
WITH_NODE := $$($(NODE_IS_RECENT) 2>/dev/null && command -v npm >/dev/null \
	&& echo "$$PATH" || echo "$(CURDIR)/.venv/bin:$$PATH")

VENV := .venv/.installed
NODE := node_modules/.installed
STYLES := var/.styles-built
STATIC := var/.static-collected
STYLE_SOURCES := $(shell find static -name '*.scss' -not -path '*/build/*' 2>/dev/null)
STATIC_SOURCES := $(shell find static -type f 2>/dev/null)

define say
	@printf '==> %s\n' "$(1)"
endef

define failed
	{ printf '\n%s\n%s\n%s\n' "This step failed: $(1)." \
	"If the lines above speak of a connection, $(2) could not be reached: check the" \
	"network and the proxy ($(3)), then run the same command again."; exit 1; }
endef

run: $(VENV) $(STATIC) ## Install, build, start everything and print the address
	@if [ -z "$${DATABASE_URL:-}" ] && ! grep -qs '^DATABASE_URL=.' .env; \
	then export DEMONSTRATION="$${DEMONSTRATION:-1}"; fi; exec $(PY) manage.py run

test: $(VENV) $(STYLES) ## Run all tests, those in a real browser included
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

check: $(VENV) $(NODE) ## Check style, types, the order of the floors, templates, docs
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	TQDM_DISABLE=1 .venv/bin/djlint --lint --quiet templates
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py make_docs --check

fix: $(VENV) ## Mend what can be mended by itself: layout and order of imports
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(VENV) $(STATIC) ## Measure the pages against the floor, in 15 minutes at most
	$(PY) manage.py bench

bench-full: $(VENV) $(STATIC) ## The long measurement of a release
	$(PY) manage.py bench --full

docs: $(VENV) ## Write the pages of docs/ that are made from the code
	$(PY) manage.py make_docs

reset: $(VENV) ## Drop the embedded database, after asking
	@$(PY) manage.py reset

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) \
		| sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(VENV): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments."; \
		echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(call say,Installing the Python packages into .venv: a minute or two)
	@[ -x $(PY) ] && $(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) --require-hashes -r requirements-dev.txt \
		|| $(call failed,installing the Python packages,the Python package index,PIP_INDEX_URL and HTTPS_PROXY)
	@touch $@

$(NODE): package.json package-lock.json .npmrc $(VENV)
	$(call say,Installing the style packages into node_modules: up to a minute)
	@PATH="$(WITH_NODE)" npm ci --no-progress --loglevel=error --fetch-retries=2 \
		--fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 \
		|| $(call failed,installing the style packages,the npm registry,npm_config_registry and HTTPS_PROXY)
	@touch $@

$(STYLES): $(NODE) $(STYLE_SOURCES) $(wildcard scripts/*.mjs)
	$(call say,Building the styles)
	@mkdir -p var
	@PATH="$(WITH_NODE)" npm run build --silent \
		|| { echo "This step failed: building the styles. The lines above say why."; exit 1; }
	@touch $@

$(STATIC): $(STYLES) $(STATIC_SOURCES)
	$(call say,Collecting the static files)
	@rm -rf var/static
	@$(PY) manage.py collectstatic --noinput --verbosity 0
	@touch $@
