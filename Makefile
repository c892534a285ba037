# Two commands are all a fresh machine needs: `make run` and `make test`.
# `make help` lists the others.

.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
NEEDS := requirements/install requirements/tool.txt pyproject.toml
LOCK := .venv/tool/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
# Python keeps what it compiled, whatever the machine says: the program starts in three quarters of the time.
export PYTHONDONTWRITEBYTECODE =
# What is long or set out by hand is so for the reader; what is left is what hides mistakes.
YAML_RULES := {extends: default, rules: {line-length: disable, document-start: disable, indentation: disable, comments: {min-spaces-from-content: 1}, truthy: {check-keys: false}}}

.PHONY: law help run setup test check bench prove demo screenshots promises lock

help: ## Say what can be done here
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: .venv/run.stamp ## Set up, migrate, and serve on http://localhost:8000
	@$(BIN)/python -m app serve

setup: .venv/dev.stamp ## Install what the program, its checks and its tests need

test: check ## Set up, check, and run every test on both databases and in a browser
	@$(BIN)/python -m tests.support.provide
	@$(PYTEST) -n logical --maxprocesses 8 --dist worksteal -m "not prove"

check: .venv/dev.stamp ## Lint, types, floors, templates, catalogs: under a minute
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint app/templates --lint --quiet
	@$(BIN)/yamllint --strict -d '$(YAML_RULES)' app docs

bench: .venv/dev.stamp ## Measure speed and size in one run, as ratios
	@$(BIN)/python -m tests.bench

prove: .venv/dev.stamp ## Run what takes long, before a release; writes docs/proofs.md (MINUTES=60 ends its mutation then)
	@$(BIN)/python -m tests.support.provide
	@$(BIN)/python -m tests.prove

demo: .venv/run.stamp ## Fill the data folder with a fictional person
	@$(BIN)/python -m app demo

screenshots: .venv/dev.stamp ## Take the pictures of the README
	@$(BIN)/python -m tests.support.provide
	@$(BIN)/python -m tests.tools.screenshots

promises: .venv/dev.stamp ## Write the list of promises of SECURITY.md
	@$(BIN)/python -m tests.tools.promises

law: .venv/dev.stamp ## Write docs/law.md from the rule packs
	@$(BIN)/python -m tests.tools.law_page

lock: .venv/run.stamp ## Pin the newest versions, with hashes and without addresses
	cd requirements && ../$(LOCK) tool.in --output-file tool.txt --upgrade
	cd requirements && ../$(LOCK) run.in --output-file run.txt --upgrade
	cd requirements && ../$(LOCK) dev.in --constraint run.txt --output-file dev.txt --upgrade

.venv/run.stamp: requirements/run.txt $(NEEDS)
	@sh requirements/install run

.venv/dev.stamp: requirements/dev.txt $(NEEDS)
	@sh requirements/install dev
