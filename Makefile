# `make run` and `make test` do everything on a fresh machine; both are quick the second time.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run data test sweep fuzz lint bench lock house clean

run: $(VENV)/ready data
	@echo "Regional risk map: http://$(HOST):$(PORT)"
	@$(BIN)/streamlit run app.py --server.address $(HOST) --server.port $(PORT)

# Publishes geo/ and data/ into RISKMAP_HOME when they changed since they were last published there; a snapshot that was
# made current by hand stays current otherwise.
data: $(VENV)/ready
	@$(BIN)/riskmap publish --if-changed

test: $(VENV)/ready-dev data
	$(BIN)/python -m pytest -n auto tests/unit tests/known_answers
	$(BIN)/python -m pytest -n auto tests/whole
	$(BIN)/python -m pytest -n auto tests/endurance
	$(BIN)/python -m pytest -n auto tests/app
	$(BIN)/python -m pytest -n auto tests/sweep
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

# Every view of five regions, everywhere it is shown; `make test` has a seeded sample of it. Hours: for the night.
sweep: $(VENV)/ready-dev
	$(BIN)/python -m tests.sweep $(SWEEP)

# Damaged files through every reader of files; `make test` has a short run of it.
fuzz: $(VENV)/ready-dev
	$(BIN)/python -m tests.fuzz $(FUZZ)

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv-bench/ready data
	.venv-bench/bin/python -m bench $(BENCH)

# What is installed is locked with hashes; `make lock` writes the locks anew from the short lists.
INSTALL := pip install --quiet --require-hashes
OURS := pip install --quiet --no-deps --no-build-isolation --editable .

$(VENV)/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/$(INSTALL) -r requirements.lock
	$(BIN)/$(OURS)
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	$(BIN)/$(INSTALL) -r requirements-dev.lock
	@touch $@

.venv-bench/ready: requirements-bench.lock pyproject.toml
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/$(INSTALL) -r requirements-bench.lock
	.venv-bench/bin/$(OURS)
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: $(VENV)/ready-dev
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements.txt requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) requirements.txt requirements-dev.txt requirements-bench.txt --constraint requirements-dev.lock --output-file requirements-bench.lock

# The picture of the house in docs/, from the imports as they are.
house:
	$(PYTHON) docs/house.py

clean:
	rm -rf build $(VENV) .venv-bench
