# The tasks of this project. `make serve` and `make test` need Python 3.11 or newer, make and git.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin
READY := .venv/.installed

.PHONY: serve test lint fix docs bench lock freeze clean

serve: $(READY)  ## build the shipped publication and serve it
	$(BIN)/lod build
	$(BIN)/lod serve --host $(HOST) --port $(PORT)

test: $(READY)  ## the whole test suite
	$(BIN)/pytest -n 2 --dist loadfile

lint: $(READY)  ## formatting, rules, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY)  ## mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)  ## write the generated parts of docs/ and README.md anew
	$(BIN)/python docs/generate.py

bench: $(READY)  ## figures, side by side with peers; ten minutes of mixed load (needs nginx and wrk)
	cd benchmarks && for name in documents members serve_documents serve_queries hub hostile locate validate validate_exports first pages tables index; do ../$(BIN)/python $$name.py || exit 1; done
	cd benchmarks && ../$(BIN)/python soak.py --swap && ../$(BIN)/python soak.py --minutes 10

lock: $(READY)  ## pin all dependencies, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock

freeze: $(READY)  ## keep what lod init ships in this version, for lod upgrade to know
	$(BIN)/python -c 'from lod.publishing.template import freeze_template; print(freeze_template())'

clean:
	rm -rf .venv var dist

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lod needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $(READY)
