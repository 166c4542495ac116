# `make demo` and `make test` do all the set-up themselves; a second run starts in seconds.
PYTHON ?= python3
VENV := .venv
# Python's tools take the environment from here; a path with spaces needs the quotes.
RUN := "$(CURDIR)/$(VENV)/bin/python"
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test coverage bench faults hostile throughput transcripts screenshots fuzz check format lock schema clean

help:  ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

setup: $(READY)  ## virtual environment and dependencies

$(READY): requirements.lock .ci/setup
	@PYTHON="$(PYTHON)" sh .ci/setup

demo: $(READY)  ## the whole path once, then serve (ONCE=1: stop after printing; PORT=N)
	@$(RUN) manage.py demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

serve: $(READY)  ## web server, worker and beat on this machine (PORT=N)
	@$(RUN) manage.py serve $(if $(PORT),--port $(PORT))

test: $(READY)  ## the tests (ARGS="-k name" passes on to pytest)
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

coverage: $(READY)  ## the tests, and which lines and branches none of them reaches (slower)
	@$(MAKE) --no-print-directory test ARGS="--cov=positions --cov=config --cov-report=term:skip-covered $(ARGS)"

bench: $(READY)  ## speed, beside others that answer the same (OUT=folder for the table; QUICK=1: under three minutes)
	@$(RUN) -m tests.benchmarks --out "$(or $(OUT),.parley/benchmarks)" $(if $(QUICK),--quick)

transcripts: $(READY)  ## docs/transcripts.md, answered again
	@TRANSCRIPTS=1 $(RUN) -m pytest tests/api/test_transcripts.py

screenshots: $(READY)  ## pictures of the admin for docs/curating.md, taken again
	@SCREENSHOTS=1 $(RUN) -m pytest tests/pages/test_screenshots.py

faults: $(READY)  ## ingestion while everything is killed: five rounds with 2,000 articles (ROUNDS=N, ARTICLES=N)
	@$(RUN) -m tests.faults $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ARTICLES),--articles $(ARTICLES))

hostile: $(READY)  ## docs/hostile-sites.md: what slow, lying and malicious sites get, and who saw a connection
	@HOSTILE_SITES=write $(RUN) -m pytest tests/integration/ingestion/test_hostile_sites.py

throughput: $(READY)  ## articles a second end to end with 1 and 2 workers, beside the extractor alone (ARTICLES=N)
	@$(RUN) -m tests.throughput $(if $(ARTICLES),--articles $(ARTICLES))

fuzz: $(READY)  ## ask whatever comes to mind, for minutes (SECONDS=N each of two rounds, SEED=N to do one again)
	@FUZZ_SECONDS=$(or $(SECONDS),240) FUZZ_SEED=$(SEED) $(RUN) -m pytest --timeout 0 -s tests/api/test_fuzz.py

lint: $(READY)  ## formatting, lint, types, import order, migrations
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy
	@"$(CURDIR)/$(VENV)/bin/lint-imports"
	@$(RUN) manage.py makemigrations --check --dry-run

check: lint test  ## all of that, then the tests

format: $(READY)  ## rewrite in the house format
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix .

schema: $(READY)  ## write docs/openapi.yaml from the code
	@$(RUN) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

lock:  ## renew requirements.lock from pyproject.toml (needs uv; UPGRADE=1: to the newest versions)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) -o requirements.lock

clean:  ## stop what runs and remove what was made, the database too
	@[ ! -x $(VENV)/bin/python ] || $(RUN) manage.py services stop
	rm -rf $(VENV) .parley .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
