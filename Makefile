# Everything here also works without make: see README.md.
#
#   PYTHON=python3.12          which Python makes .venv (3.11, 3.12 or 3.13; found by itself)
#   PAGES=en                   language of the start page (nl or en)
#   ARGS="--no-browser"        more options of pet-workbench lab and pet-workbench app
#   TO=folder                  where make offline puts its folder
#   JOBS=2                     how many test processes

PAGES ?= nl
TO ?= offline
JOBS ?= 2
export PYTHON
# Every page starts a Python of its own; where compiled modules may not be kept it compiles them all.
unexport PYTHONDONTWRITEBYTECODE

RUN = .venv/bin/python -m
# The folder in front spares each process a slow import: see the module in it.
TESTS = PYTHONPATH=$(CURDIR)/pet_workbench/jupyter/lean $(RUN) pytest

.PHONY: help lab app doctor test checks test-notebooks test-browser test-unit \
	lock format slides peers vantage6 offline clean setup-run setup-dev chromium

help: ## Deze lijst / this list
	@grep -E '^[a-z-]+:.* ## ' Makefile | sed -E 's/:.* ## /|/' | awk -F '|' '{ printf "make %-15s %s\n", $$1, $$2 }'

lab: setup-run ## JupyterLab, met de code erbij / with the code
	@$(RUN) pet_workbench.cli lab --lang $(PAGES) $(ARGS)

app: setup-run ## Pagina's zonder code / pages without code
	@$(RUN) pet_workbench.cli app --lang $(PAGES) $(ARGS)

doctor: setup-run ## Is alles aanwezig? / is everything there?
	@$(RUN) pet_workbench.cli doctor --lang $(PAGES)

offline: setup-run ## Map voor gebruik zonder netwerk / folder for use without a network
	@$(RUN) pet_workbench.cli offline --lang $(PAGES) $(TO)

test: checks test-browser test-notebooks test-unit ## Alle controles / all checks

checks: setup-dev ## Stijl, typen, kamers, licenties, lock / style, types, rooms, licences, lock
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	.venv/bin/lint-imports
	.venv/bin/python tools/licences.py
	.venv/bin/python tools/lock.py --check

test-browser: setup-dev chromium ## In Chromium
	$(TESTS) -n $(JOBS) --dist loadfile -m browser tests/browser tests/trainer

test-notebooks: setup-dev ## Werkboeken / notebooks
	$(TESTS) -n $(JOBS) --dist loadfile --nbval-lax notebooks/nl notebooks/en

test-unit: setup-dev vantage6 ## De overige tests / all other tests
	$(TESTS) -n $(JOBS) --dist loadfile -m "not browser"

lock: setup-dev ## requirements.lock opnieuw / anew
	.venv/bin/python tools/lock.py

format: setup-dev ## Code opmaken / format the code
	$(RUN) ruff check --fix
	$(RUN) ruff format

slides: setup-dev chromium ## Dia's en hun afbeeldingen opnieuw / slides and their pictures anew
	.venv/bin/python tools/slides.py pictures

peers: setup-run ## Omgevingen van andere bibliotheken, in .peers / environments of other libraries, in .peers
	.venv/bin/python tools/peers/environments.py $(ARGS)

# What cannot be made is named, and its tests are skipped by name, so this does not stop the others.
vantage6: setup-run ## Omgevingen van vantage6, in .peers / environments of vantage6, in .peers
	@.venv/bin/python tools/vantage6/environments.py $(ARGS)

clean: ## Omgeving en tussenresultaten weg / remove the environment and caches
	rm -rf .venv .make build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-run:
	@sh tools/setup.sh run

setup-dev:
	@sh tools/setup.sh dev

# Without Chromium the browser tests are skipped by name, so this does not stop the others.
chromium:
	@command -v chromium >/dev/null || sh tools/debian.sh chromium fonts-liberation || true
