# make demo   set up and rate the sample county          make test   set up and run every check
# make lint   the checks without the tests               make lock   pin the dependencies again
# make bench  the measurements                           make clean  remove what make made
.PHONY: demo test lint lock bench clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

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

bench: .venv/installed-dev
	$(BIN)/python benchmarks/run.py

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
