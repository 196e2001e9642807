# make demo   set up and rate the sample county          make test   set up and run every check
# make lint   the checks without the tests               make lock   pin the dependencies again
# make bench  the measurements of docs/performance.md    make clean  remove what make made
# make bench-growth  up to 200 million households: an hour or more, and 25 GB of disk
.PHONY: demo test lint lock bench bench-setup bench-growth clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

# Kept bytecode is read by every process that the tests start; without it each would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
SETUP := pyproject.toml tools/setup.sh
TESTS ?= tests

demo: .venv/installed-run
	$(BIN)/creditscore demo

test: lint
	$(BIN)/python -m pytest -q -n 2 $(TESTS)

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: bench-setup
	$(BIN)/python benchmarks/run.py --households 10000000 --write
	$(BIN)/python benchmarks/shares.py --households 10000000 --write
	$(BIN)/python benchmarks/tables.py --write
	$(BIN)/python benchmarks/guards.py --write

bench-growth: .venv/installed-dev
	$(BIN)/python benchmarks/growth.py --resume --write

bench-setup: .venv/installed-dev build/benchmarks/venv/installed

lock:
	python3 tools/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/installed-run: requirements.lock $(SETUP)
	sh tools/setup.sh requirements.lock
	touch $@

.venv/installed-dev: requirements-dev.lock $(SETUP)
	sh tools/setup.sh requirements-dev.lock
	touch $@

build/benchmarks/venv/installed: benchmarks/requirements.txt .venv/installed-dev
	$(BIN)/python -m venv build/benchmarks/venv
	build/benchmarks/venv/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	touch $@
