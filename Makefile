# Two commands matter: `make demo` and `make test`. Both prepare what they need.
# `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

ENV ?= local
EVENTS ?=
EXPECT ?=
# One more than the cores that CI has: some tests wait for clocks and for functions to start.
WORKERS ?= 3

venv := .venv/bin
cloud_venv := build/cloud/venv
lambda_sources := $(shell find lambda_src detections metric_alarms -type f -not -name '*.pyc' 2>/dev/null)
export PYTHONPATH := policies:lambda_src:environments/local:.

# The first Python of 3.11 or later; `make PYTHON=/path/to/python ...` decides otherwise.
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo "$$candidate"; break; fi; done)

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z|-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- set-up: part of each command, done once ------------------------------------------------

.PHONY: prerequisites
prerequisites:
	@test -n "$(PYTHON)" || { echo "hinomi needs Python 3.11 or later and found none on PATH: https://www.python.org/downloads/" >&2; exit 1; }
	@command -v terraform >/dev/null || { echo "hinomi needs Terraform 1.10 or later and found none on PATH: https://developer.hashicorp.com/terraform/install" >&2; exit 1; }

.venv/installed: requirements/dev.txt pyproject.toml | prerequisites
	@echo "==> .venv: the hinomi command, checkov, the tests (about a minute the first time)"
	@$(PYTHON) -m venv --clear .venv || { echo "could not make .venv: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }
	@$(venv)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@$(venv)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(cloud_venv)/installed: requirements/cloud.txt | prerequisites
	@echo "==> $(cloud_venv): the AWS emulator (about 20 seconds the first time)"
	@mkdir -p build/cloud && $(PYTHON) -m venv --clear $(cloud_venv)
	@$(cloud_venv)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/cloud.txt
	@touch $@

build/bench/venv/installed: requirements/bench.txt | prerequisites
	@echo "==> build/bench/venv: the evaluators that ours is measured beside"
	@mkdir -p build/bench && $(PYTHON) -m venv --clear build/bench/venv
	@build/bench/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.txt
	@touch $@

# One stamp for both zips: grouped targets (&:) need a newer make than macOS brings.
build/lambda/local: .venv/installed $(lambda_sources)
	@echo "==> build/lambda: the functions, for the interpreter of the local cloud"
	@$(venv)/python lambda_src/package.py local
	@touch $@

build/lambda/lambda: .venv/installed $(lambda_sources)
	@echo "==> build/lambda: the functions, for python3.13 on arm64"
	@$(venv)/python lambda_src/package.py lambda
	@touch $@

.PHONY: ready
ready: prerequisites
	@$(MAKE) -j2 .venv/installed $(cloud_venv)/installed
	@$(MAKE) build/lambda/local

# --- the two commands -------------------------------------------------------------------------

.PHONY: demo
demo: ready ## the story of an intrusion, from log record to rung bell; EVENTS=DIR plays CloudTrail files instead
	@$(venv)/python -m demo $(if $(EVENTS),--events "$(EVENTS)") $(if $(EXPECT),--expect "$(EXPECT)")

.PHONY: workload
workload: ready ## the worked example: VPC, ALB, CloudFront, Lambda, instances, whose logs all arrive
	@$(venv)/python -m demo.workload

.PHONY: test
test: ready build/lambda/lambda lint ## everything: lint, units, plans, policies, the story end to end
	@$(venv)/python -m pytest -n $(WORKERS) --dist loadgroup $(PYTEST_ARGS)

# --- one environment: ENV=local needs `make up` first, OFFLINE=1 needs nothing -----------------

.PHONY: plan gate apply destroy
plan: ready ## plan environments/$ENV; the plan is left at build/$ENV/plan.json
gate: ready ## plan it and prove the watch on that plan
apply: ready ## apply exactly the plan that the gate passed
destroy: ready ## take everything away again; CONFIRM=$ENV for a real one
plan gate apply destroy:
	@$(if $(filter-out local,$(ENV)),$(MAKE) build/lambda/lambda)
	@$(venv)/python -m environments.deploy $@ "$(ENV)" $(if $(OFFLINE),--offline) $(if $(CONFIRM),--confirm "$(CONFIRM)")

# --- day to day ---------------------------------------------------------------------------------

.PHONY: up
up: ready ## start the local cloud and keep it running
	@$(venv)/python -m cloud up

.PHONY: down
down: .venv/installed ## end the local cloud
	@$(venv)/python -m cloud down

.PHONY: status
status: .venv/installed ## say whether the local cloud runs, and where
	@$(venv)/python -m cloud status

.PHONY: bench
bench: .venv/installed build/bench/venv/installed ## speeds, beside the floor and beside others: build/bench/results.json
	@$(venv)/python -m benchmarks $(BENCH_ARGS)

.PHONY: docs
docs: .venv/installed ## write the page and the saved queries that are made from the detections
	@$(venv)/python -m hinomi.catalogue_page

.PHONY: lint
lint: .venv/installed ## ruff, mypy, terraform fmt
	@$(venv)/ruff check .
	@$(venv)/ruff format --check --quiet . || { echo "run: $(venv)/ruff format ." >&2; exit 1; }
	@$(venv)/mypy --no-error-summary
	@$(venv)/python -m hinomi.catalogue_page --check || { echo "run: make docs" >&2; exit 1; }
	@terraform fmt -check -recursive -diff modules environments examples || { echo "run: terraform fmt -recursive modules environments examples" >&2; exit 1; }

.PHONY: build
build: build/lambda/lambda ## the functions' zips for AWS, the same bytes on every machine

.PHONY: lock
lock: .venv/installed ## choose dependencies anew and write the lock files
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
	@for name in requirements/bootstrap requirements/dev requirements/cloud requirements/bench lambda_src/shipper/requirements lambda_src/notifier/requirements; do \
		echo "==> $$name.txt"; \
		env -u PIP_FIND_LINKS -u UV_FIND_LINKS build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
			--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			--upgrade $$name.in --output-file $$name.txt || exit 1; \
	done

.PHONY: clean
clean: ## forget everything made here
	@rm -rf .venv build
