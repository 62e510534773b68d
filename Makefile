# Sets up, builds and tests on a machine that has make, a shell and Python 3.11 or newer; `make help` lists the targets.
# GNU make 3.81 (macOS) and plain sh must do: no .ONESHELL, no != and no $(file).

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:
.PHONY: build test serve messages bench fuzz problems lock sbom clean help FORCE

# Tried in this order; `make PYTHON=/path/to/python` names another. A PYTHON from the environment is not meant for us.
PYTHONS := python3.13 python3.12 python3.11 python3
ifeq ($(origin PYTHON),command line)
PYTHONS := $(PYTHON)
endif

PY := .venv/bin/python
PIP_INSTALL := $(PY) -m pip -qq --disable-pip-version-check install --no-user

# Whatever shell calls us, the packages come from .venv and go into it; and what is compiled once, stays so.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONOPTIMIZE PYTHONUSERBASE PYTHONWARNINGS VIRTUAL_ENV MYPYPATH
unexport PIP_BUILD_CONSTRAINT PIP_CONSTRAINT PIP_DRY_RUN PIP_EDITABLE PIP_PREFIX PIP_PYTHON PIP_REQUIRE_HASHES
unexport PIP_REQUIREMENT PIP_ROOT PIP_TARGET PIP_USER SOURCE_DATE_EPOCH
export PYTHONUTF8 := 1
# Material's own switch for its notice about the future of MkDocs, which DECISIONS.md answers.
export NO_MKDOCS_2_WARNING := 1

# No --quiet here: it silences MkDocs's warnings before --strict can count them.
build: .venv/.run ## set up .venv, build the site into site/ (the default)
	@$(PY) -m mkdocs build --strict

# All checks run, also after a failure; pytest comes last, so that its summary closes the output.
test: .venv/.dev ## set up everything (a browser too), run linters, types, layers and all tests
	@BACKSTORY_BROWSER=$$(tools/find-browser); BACKSTORY_CHECKERS=$$(tools/find-checkers); \
	export BACKSTORY_BROWSER BACKSTORY_CHECKERS; failed=; \
	check() { \
	  printf '\n== %s\n' "$$1"; name=$$1; shift; \
	  "$$@" || failed="$$failed, $$name"; \
	}; \
	check 'ruff check' $(PY) -m ruff check .; \
	check 'ruff format' $(PY) -m ruff format --check .; \
	check 'mypy' $(PY) -m mypy; \
	check 'lint-imports' .venv/bin/lint-imports --no-logo; \
	check 'pytest' $(PY) -m pytest -n 2 --dist worksteal; \
	if test -n "$$failed"; then echo "make test: failed: $${failed#, }" >&2; exit 1; fi

serve: .venv/.run ## live preview at the address it prints
	@$(PY) -m mkdocs serve

# `make messages ARGS=it` begins a catalogue for Italian. It fails while something is not translated.
messages: .venv/.run ## bring the interface's translations up to date with the source, and compile them
	@$(PY) tools/messages.py $(ARGS)

# `make bench ARGS="--stories 100 --runs 1"` is the quick one; without ARGS, it takes hours.
bench: .venv/.dev ## measure: a table with each figure beside its goal
	@BACKSTORY_BROWSER=$$(tools/find-browser) $(PY) tests/bench $(ARGS)

# `make fuzz ARGS="anchor -max_total_time=600"` gives one target ten minutes.
fuzz: .venv/.fuzz ## look for texts that break what reads texts, guided by coverage; a minute for each target at most
	@$(PY) tests/fuzz $(ARGS)

problems: .venv/.run ## write the guide's pages on what can be wrong anew, from the rules and the cases
	@$(PY) tools/problems.py

# The stamps .made, .run and .dev say what .venv holds.

# A virtual environment is bound to its folder and its Python: moved, copied, or left behind by an upgrade,
# it is made anew.
ifneq ($(shell test "$$(cat .venv/.made 2>/dev/null)" = "$$(pwd -P)" && .venv/bin/python -I -c 'import pip' 2>/dev/null && echo whole),whole)
.venv/.made: FORCE
endif
.venv/.made:
	@python=$$(tools/find-python $(PYTHONS)) || exit 1; \
	echo "Making .venv with $$python ($$("$$python" -V 2>&1)) …"; \
	rm -rf .venv && "$$python" -m venv .venv
	@pwd -P > $@

.venv/.run: .venv/.made requirements.lock pyproject.toml
	@echo 'Installing what requirements.lock names …'
	@$(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo 'Installing what requirements-dev.lock names …'
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.fuzz: .venv/.dev requirements-fuzz.lock
	@echo 'Installing what requirements-fuzz.lock names …'
	@$(PIP_INSTALL) --require-hashes -r requirements-fuzz.lock
	@touch $@

# One lock for all systems and for Python from 3.11.0 on, each package in one version (`fewest`): everybody runs
# the same code. The larger lock comes first, so that the smaller is a part of it. `make lock ARGS=--upgrade`
# takes the newest versions.
UV_COMPILE := $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
lock: .venv/.made ## write the lock files anew from pyproject.toml
	@$(PIP_INSTALL) 'uv>=0.9'
	@$(UV_COMPILE) --group dev --output-file requirements-dev.lock $(ARGS)
	@$(UV_COMPILE) --group build --constraint requirements-dev.lock --output-file requirements.lock
	@$(UV_COMPILE:pyproject.toml=) --group pyproject.toml:fuzz --output-file requirements-fuzz.lock

sbom: .venv/.run ## list all packages with their licences and fingerprints (CycloneDX) in sbom.cdx.json
	@$(PY) tools/sbom.py > sbom.cdx.json

clean: ## remove everything that the other targets made
	@rm -rf sbom.cdx.json .fuzz .venv tests/npm/node_modules site .site-* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1 — \2/p' Makefile
