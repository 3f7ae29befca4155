# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SAMPLE := northwind-full-msp

.PHONY: demo test setup lint types unit wheel clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	@echo "Setting up a virtual environment in $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit("msla-check needs Python 3.11 or newer; run make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(STAMP)
	@$(BIN)/python corpus/build.py out/demo --only $(SAMPLE) --formats pdf
	@$(BIN)/msla-check review out/demo/$(SAMPLE).pdf --side customer --fail-on never
	@$(BIN)/msla-check review out/demo/$(SAMPLE).pdf --side customer --fail-on never --quiet --format json --output out/demo/$(SAMPLE).json
	@$(BIN)/msla-check review out/demo/$(SAMPLE).pdf --side customer --fail-on never --quiet --format html --output out/demo/$(SAMPLE).html
	@echo "Reviewed: out/demo/$(SAMPLE).pdf"
	@echo "JSON:     out/demo/$(SAMPLE).json"
	@echo "HTML:     out/demo/$(SAMPLE).html  (open it in a browser)"

test: lint types unit wheel

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

unit: $(STAMP)
	$(BIN)/msla-check rules test
	$(BIN)/python -m pytest -n auto

wheel: $(STAMP)
	$(BIN)/python tests/check_wheel.py

clean:
	rm -rf $(VENV) out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
