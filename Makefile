# `make run` and `make test` do everything on a fresh machine; both are quick the second time.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Names of files are UTF-8, also where the locale speaks of nothing but ASCII.
export PYTHONUTF8 := 1

# `make run SIGN_IN=demo` asks who comes, and prints invented accounts; they lie apart from real ones.
ifeq ($(SIGN_IN),demo)
DEMO := $(CURDIR)/build/demo-people.sqlite
PEOPLE := rm -f $(DEMO)*; mkdir -p build; export RISKMAP_SIGN_IN=local RISKMAP_DATABASE=sqlite:///$(DEMO); $(BIN)/riskmap people demo &&
else ifneq ($(SIGN_IN),)
PEOPLE := export RISKMAP_SIGN_IN=$(SIGN_IN);
endif

.PHONY: run data test sweep fuzz endurance lint bench bundle bundle-test audit lock house pictures clean

run: $(VENV)/ready data
	@echo "Regional risk map: http://$(HOST):$(PORT)"
	@$(PEOPLE) $(BIN)/streamlit run app.py --server.address $(HOST) --server.port $(PORT)

# Publishes geo/ and data/ into RISKMAP_HOME when they changed since they were last published there; a snapshot that was
# made current by hand stays current otherwise.
data: $(VENV)/ready
	@$(BIN)/riskmap publish --if-changed

# Neighbours stay together, with what they share; a process that has nothing left takes from another.
SHARED_OUT := -n auto --dist worksteal
# `COVER=1` tells how much of the code the unit tests went through; they take twice as long.
COVERED := $(if $(COVER),--cov=mapping --cov-report=)
test: $(VENV)/ready-dev node_modules/ready data
	node --test tests/js/*.test.js
	@rm -f .coverage
	$(BIN)/python -m pytest $(SHARED_OUT) $(COVERED) tests/unit tests/known_answers
	@$(if $(COVER),$(BIN)/coverage report --skip-covered --sort=cover | tail -n 40)
	$(BIN)/python -m pytest $(SHARED_OUT) tests/app tests/whole tests/sweep
	$(BIN)/python -m pytest $(SHARED_OUT) tests/endurance
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

# Every view of every page, the presenter and the packs, in five regions: hours. `make test` looks at a sample of 2,000.
sweep: $(VENV)/ready-dev
	$(BIN)/python -m tests.sweep $(SWEEP)

# Damaged files through every reader of files, tables in other forms, every command with every value of every option;
# `make test` has a short run of each.
fuzz: $(VENV)/ready-dev
	$(BIN)/python -m tests.fuzz $(FUZZ)
	$(BIN)/python -m tests.fuzz.tables $(FUZZ_TABLES)
	THOROUGH=1 $(BIN)/python -m pytest $(SHARED_OUT) tests/unit tests/known_answers tests/whole/test_commands_withstand.py

# A hundred writers killed under twenty, on each database; `make test` kills a few.
endurance: $(VENV)/ready-dev
	KILLS=$(or $(KILLS),100) $(BIN)/python -m pytest tests/endurance/test_reports_killed.py

lint: $(VENV)/ready-dev node_modules/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	node_modules/.bin/tsc
	node_modules/.bin/tsc --project tsconfig.strict.json
	node_modules/.bin/biome lint --error-on-warnings

bench: .venv-bench/ready data
	.venv-bench/bin/python -m bench $(BENCH)

# One archive by which the map is installed where there is no network: docs/install.md. `BUNDLE="--python 3.12"` for one Python alone.
bundle: $(VENV)/ready-dev
	$(BIN)/python -m bundle $(BUNDLE)

# It is installed, upgraded and taken back in a network without a way out, by an account without rights: minutes.
bundle-test: $(VENV)/ready-dev
	$(BIN)/python -m pytest tests/bundle

# What is known of weaknesses in what is installed; asks the database of the package index, and fails where that cannot be reached.
audit: $(VENV)/ready-dev
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

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

# Node checks and tests the browser's side; nothing of it is served. Where it is missing, Debian's is installed.
APT := apt-get -qq -o DPkg::Lock::Timeout=600
node_modules/ready: package.json package-lock.json .npmrc
	@{ command -v node && command -v npm; } > /dev/null || { $(APT) update && $(APT) install -y nodejs npm; } > /dev/null \
		|| { echo "no Node: install the packages nodejs and npm" >&2; exit 1; }
	npm ci --silent --no-audit --no-fund
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: $(VENV)/ready-dev
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements.txt requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) requirements.txt requirements-dev.txt requirements-bench.txt --constraint requirements-dev.lock --output-file requirements-bench.lock

# The picture of the house in docs/, from the imports as they are.
house:
	$(PYTHON) docs/house.py

# The pictures of pages in docs/, from the demonstration as it is.
pictures: $(VENV)/ready-dev
	$(BIN)/python docs/pictures.py

clean:
	rm -rf build $(VENV) .venv-bench node_modules
