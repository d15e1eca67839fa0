# What a checkout can do.  Needs make and Python 3.11 or newer; `make system` sees to the rest.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# Where `make install` puts a node that does not need the checkout any more.
PREFIX ?= /usr/local/lib/heliograph/current

# Passed on to the command behind a target: make test ARGS="tests/matching -x"
ARGS   ?=

# How many tests run at once; 0 runs them in one process, as a debugger wants it.
JOBS   ?= 2

# For `make screenshots`: the folder to write into; ARGS="--language es --page case" for some.
SHOTS  ?= screenshots

# For `make demo`: KEEP=1 leaves the federation running, LISTS=folder loads public lists as well.
KEEP   ?=
LISTS  ?=

RUNTIME := $(VENV)/.runtime
DEV     := $(VENV)/.dev

export VENV
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo story test fuzz cover lint format bench proto words screenshots venv install bundle rehearse system needs tools
.PHONY: lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## run a federation of four nodes and one seizure case (KEEP=1, LISTS=folder)
	@$(BIN)/python -m node.demo $(if $(KEEP),--keep) $(if $(LISTS),--lists $(LISTS))

story: $(RUNTIME) ## tell a seizure from the first question to the statistics, each step checked
	@$(BIN)/python -m node.demo.follow

test: $(DEV) | tools ## run every test in random order
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

fuzz: $(DEV) ## fuzz what reads a peer's bytes (SECONDS=60 for each target)
	@$(BIN)/python -m pip install -q --no-deps --require-hashes --only-binary :all: -r requirements-fuzz.txt 2>/dev/null \
	    || echo "atheris cannot be had for this system: fuzzing goes on by chance, without coverage"
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60) $(ARGS)

cover: $(DEV) | tools ## run every test and count the branches it took
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term-missing:skip-covered $(ARGS)

lint: $(DEV) ## judge style, types, import contracts and protocol files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/buf lint proto

format: $(DEV) ## rewrite sources and protocol files in the project's style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/buf format -w proto

bench: $(DEV) ## measure speed and quality; results go to the screen
	@$(BIN)/python -m benchmarks $(ARGS)

proto: $(DEV) ## generate node/pb from proto
	$(BIN)/python proto/generate.py node/pb

words: $(DEV) ## bring the catalogues of languages up to what the sources say
	@$(BIN)/python -m node.words

screenshots: $(DEV) | tools ## write every page of the console in every language into SHOTS
	@$(BIN)/python -m tests.node.console.screenshots $(SHOTS) $(ARGS)

venv: $(DEV) ## make the environment in .venv, for running and for developing

install: | system ## install a node into PREFIX, apart from this checkout
	@$(PYTHON) -m venv $(PREFIX)
	@$(PREFIX)/bin/python -m pip install -q --require-hashes -r requirements-build.txt
	@$(PREFIX)/bin/python -m pip install -q --no-build-isolation --no-deps --require-hashes -r requirements.txt
	@rm -rf build
	@$(PREFIX)/bin/python -m pip install -q --no-build-isolation --no-deps .
	@echo "installed: $(PREFIX)/bin/heliograph"

bundle: $(DEV) ## pack what installs a node without internet into dist (SIGNING_KEY=file signs it)
	@sh deploy/airgap/make.sh $(PYTHON) $(VENV) dist

rehearse: bundle ## install the bundle as a closed network would, in a namespace without network
	@sh deploy/airgap/try.sh "$$(ls -t dist/heliograph-*.tar.gz | head -n 1)"

system: ## install what the operating system lacks, or say how
	@sh deploy/system.sh $(PYTHON)
	@sh deploy/system.sh $(PYTHON) papers

needs:
	@sh deploy/system.sh $(PYTHON)

tools: ## install what only tests start, or say which tests will be skipped
	@sh deploy/system.sh $(PYTHON) tests

lock: $(DEV) ## pin what pyproject.toml asks for, with hashes (UPGRADE=1: newest versions of all)
	@sh deploy/lock.sh $(BIN)/uv $(if $(UPGRADE),--upgrade)

clean: ## remove everything that make made
	rm -rf $(VENV) build dist *.egg-info .coverage htmlcov
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The tools that build a source distribution come first and pinned, so that nothing runs during
# an installation that is not named here with its hash.  The lists are complete: --no-deps keeps
# pip from looking for what deploy/lock.sh leaves out on purpose.
$(VENV)/.build: requirements-build.txt | needs
	@sh deploy/system.sh $(PYTHON) papers
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-build.txt
	@touch $@

$(RUNTIME): $(VENV)/.build requirements.txt pyproject.toml
	@echo "installing into $(VENV); the first time takes a few minutes"
	@$(BIN)/python -m pip install -q --no-build-isolation --no-deps --require-hashes -r requirements.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -q --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.txt
	@$(BIN)/python -m pip install -q --no-build-isolation --no-deps --require-hashes -r requirements-dev.txt
	@touch $@
