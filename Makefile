# Đôn Đốc. `make help` lists what there is. Needs Python 3.11 or later, make and git; everything else is fetched here.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet install --require-hashes
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
ARGS ?=

.NOTPARALLEL:
.PHONY: help run test lint format lock messages bench-reading clean
.DEFAULT_GOAL := help

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | \
		while IFS='|' read -r name words; do printf '  make %-14s %s\n' "$$name" "$$words"; done

run: $(VENV)/.installed $(CATALOGUES)  ## prepare and start everything on http://localhost:8000 (PORT=8080 for another)
	@exec $(BIN)/python -m config.run

test: $(VENV)/.installed-dev $(CATALOGUES)  ## the whole suite on SQLite, then on PostgreSQL (ARGS="-k words")
	@exec $(BIN)/python -m tests.run $(ARGS)

lint: $(VENV)/.installed-dev $(CATALOGUES)  ## style, types, templates, layers, migrations, translations, settings
	@exec $(BIN)/python -m tests.lint

format: $(VENV)/.installed-dev  ## put the code and the imports in their usual form
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.installed-dev  ## write the pinned requirements anew from pyproject.toml
	@$(BIN)/python -m tests.lock

messages: $(VENV)/.installed-dev  ## bring the translation catalogues up to date with the sources (needs gettext)
	$(BIN)/python manage.py makemessages --locale vi --no-wrap --add-location file \
		--ignore '$(VENV)/*' --ignore 'var/*' --ignore 'staticfiles/*' --ignore 'tests/*'

bench-reading: $(VENV)/.installed-dev  ## the reader's scores by half and source, with its time per page (ARGS="--texts DIR")
	@exec $(BIN)/python -m benchmarks.reading $(ARGS)

clean:  ## remove what is built: translations, static files, caches (not var/, which holds the data)
	rm -rf staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis $(CATALOGUES)
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed (Debian: apt-get install python3 python3-venv)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing (Debian: apt-get install python3-venv)"; exit 1; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing the pinned requirements (only when they have changed) ..."
	@$(PIP) -r requirements.txt
	@touch $@

# The development requirements contain the others, so one installation serves both.
$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "Installing the pinned development requirements (only when they have changed) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

locale/%.mo: locale/%.po | $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --use-fuzzy --input-file $< --output-file $@
