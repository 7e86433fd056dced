# `make run` and `make test` do everything on a fresh machine; both are quick the second time.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Names of files are UTF-8, also where the locale speaks of nothing but ASCII.
export PYTHONUTF8 := 1

.PHONY: run data test fuzz lint bench clean

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
	$(BIN)/python -m pytest tests/browser

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

$(VENV)/ready: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -r requirements.txt
	$(BIN)/pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	$(BIN)/pip install --quiet -r requirements-dev.txt
	@touch $@

.venv-bench/ready: requirements.txt requirements-dev.txt requirements-bench.txt pyproject.toml
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet -r requirements.txt -r requirements-dev.txt -r requirements-bench.txt
	.venv-bench/bin/pip install --quiet --no-deps -e .
	@touch $@

clean:
	rm -rf build $(VENV) .venv-bench
