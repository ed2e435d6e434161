# Two commands are all that a newcomer needs: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench lock clean

demo: $(VENV)/.ready
	@$(BIN)/tiewise demo --out demo

test: check system
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev
	$(BIN)/python -m bench

# Chromium and poppler are what the browser and page tests look through.
system: $(VENV)/.ready-dev
	@$(BIN)/python -m tests.system

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Tiewise needs Python 3.11 to 3.13; {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Writes both locks again: versions and hashes for Python 3.11 to 3.13.
lock:
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --group build pyproject.toml --extra postgres --extra redis -o requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --group build --group dev pyproject.toml --extra postgres --extra redis --extra cluster -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache
