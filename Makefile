# The tasks of this project. Each works on a fresh clone with Python 3.11 or newer; they make the environment .venv first.

PYTHON ?= python3
IN = .venv/bin/python

.PHONY: help setup test quick slow style types demo docs look manual package catalogue bench clean

help:       ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

setup:      ## make the environment from the locked packages
	@$(PYTHON) -m tests --prepare

test:       ## style, spelling, types and tests: what must hold before a change is sent
	$(PYTHON) -m tests

quick:      ## tests that start no programs and a few stories of the app, those that failed last first
	$(PYTHON) -m tests --quick

slow:       ## every test: kills, floods, real terminals, pictures, installing, and how much they go through
	$(PYTHON) -m tests --slow

style: setup  ## write the code in the style of the house
	$(IN) -m ruff check --fix .
	$(IN) -m ruff format .

types: setup  ## check the types
	$(IN) -m mypy

demo: setup   ## open the sample business on a copy that is thrown away
	$(IN) -m kpitui demo

docs: setup   ## write what is made from the program: lists, JSON, pictures, man page
	$(IN) docs/make.py

look: setup   ## show every page in every language, size and theme, as pictures in the folder look
	$(IN) docs/make.py --look look

manual: setup ## build the manual into the folder site
	$(IN) -m zensical build --clean --strict

package: setup  ## build the wheel and the source archive into the folder dist
	$(IN) -m hatchling build

catalogue: setup  ## bring the Dutch catalogue up to date with the sentences
	$(IN) -m tests.i18n.catalogue update

bench: setup  ## how long it takes to start, as ratios
	$(IN) -m benchmarks.start

clean:      ## take away what was built, not the environment
	rm -rf look site dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
