# One command each, for people and for CI. `make` alone lists them.
# Everything lives in .venv: delete it (`make clean`) and nothing of this project is left.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check
# `python -m` throughout: the scripts in .venv/bin name an absolute path and break when it is moved.

# Jupyter, IPython, Matplotlib and uv keep their state here, so that a learner's own settings
# neither change the lesson nor are changed by it. (pip keeps its usual cache: it is worth sharing.)
STATE := $(CURDIR)/$(VENV)/state
export JUPYTER_CONFIG_DIR := $(STATE)/jupyter/config
export JUPYTER_DATA_DIR   := $(STATE)/jupyter/data
export IPYTHONDIR         := $(STATE)/ipython
export MPLCONFIGDIR       := $(STATE)/matplotlib
export UV_CACHE_DIR       := $(STATE)/uv

# How JupyterLab, Voilà and nbconvert behave in this environment, and on Binder: see CONTRIBUTING.md.
SETTINGS := $(shell find binder/prefix -type f)

# What is done already: a stamp is written only after the last step of its rule, so an install that
# was interrupted is simply done again. pip then adds only what is missing.
VENV_DONE := $(VENV)/venv.stamp
RUN_DONE  := $(VENV)/run.stamp
DEV_DONE  := $(VENV)/dev.stamp

.DELETE_ON_ERROR:
.PHONY: help lab app html test test-heavy test-newest test-lowest lint bench exercises picture lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' $(firstword $(MAKEFILE_LIST))

# default_url and not a file name: with the latter, plain Lab opens, in the folder of the file.
# autodetect: otherwise Lab asks npm for language servers, which writes into the home directory.
# --allow-root only for root, whom Jupyter refuses otherwise: usual in a container, and the server
# still listens on this machine alone and asks for its token.
# PATH: so that `!sgw` works in a cell.
# exec: who stops make stops the server, without a shell in between that would leave it behind.
lab: $(RUN_DONE) ## open the start notebook in JupyterLab (ARGS=--no-browser: only print its address)
	@exec env PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PY) -m jupyterlab \
	    --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb \
	    --LanguageServerManager.autodetect=False \
	    $$(test "$$(id -u)" -ne 0 || echo --allow-root) $(ARGS)

app: $(RUN_DONE) ## open the explorer as a page without code (ARGS='--no-browser --port=8866')
	@exec $(PY) -m voila notebooks/explorer.ipynb $(ARGS)

html: $(RUN_DONE) ## run the notebooks and write them to build/html, readable without a kernel
	$(PY) -m nbconvert --execute --to html --output-dir build/html $(ARGS) notebooks/*.ipynb

# A file of tests stays in one worker: what it starts, such as a browser, serves all of it.
PYTEST = -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile
test: $(DEV_DONE) ## run all tests but the heavy ones (ARGS='-k graph': some of them; ARGS=-n0: one after the other)
	$(PY) $(PYTEST) -m 'not heavy' $(ARGS)

test-heavy: $(DEV_DONE) ## run the heavy proofs: thousands of calls, fresh installs
	$(PY) $(PYTEST) -m heavy $(ARGS)

test-newest: $(DEV_DONE) ## run the tests with the newest versions that pyproject.toml allows
	$(call unlocked,$(VENV)-newest,highest)

test-lowest: $(DEV_DONE) ## run the tests with the oldest versions that pyproject.toml allows
	$(call unlocked,$(VENV)-lowest,lowest-direct)

# A fresh environment without the locks, so that nothing older or newer is left in it. uv because
# pip cannot choose the lowest versions.
SHOWN := botocore networkx ipywidgets uvicorn
define unlocked
	$(PYTHON) -m venv --clear $(1)
	$(PY) -m uv --quiet pip install --python $(1)/bin/python --resolution $(2) \
	    --editable '.[lab]' --group build --group dev
	cp -R binder/prefix/. $(1)
	@$(1)/bin/python -c 'import sys; from importlib.metadata import version; \
	    print(*(f"{name} {version(name)}" for name in sys.argv[1:]), sep=", ")' $(SHOWN)
	$(1)/bin/python $(PYTEST) -m 'not heavy' $(ARGS)
endef

lint: $(DEV_DONE) ## check style, format and types
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy

bench: $(DEV_DONE) ## measure speed and growth
	$(PY) -m benchmarks $(ARGS)

exercises: $(DEV_DONE) ## make the exercise notebooks from the solution notebooks
	$(PY) -m tools.exercises

picture: $(DEV_DONE) ## take the README's pictures of the explorer anew (needs Chromium)
	$(PY) -m tools.picture

# The first lock is what runs; it constrains the second, so that the two can never disagree.
# `fewest`: one version a package that serves every Python, instead of the newest for each.
COMPILE = $(PY) -m uv --quiet pip compile pyproject.toml --universal --python-version 3.11 \
    --fork-strategy fewest --generate-hashes --custom-compile-command 'make lock' \
    --extra lab --group build $(ARGS)
lock: $(DEV_DONE) ## compile both locks and environment.yml (ARGS=--upgrade: to the newest versions)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --output-file requirements-dev.lock --group dev --constraint requirements.lock
	awk 'NR == FNR { split($$1, pin, "=="); lock[pin[1]] = $$1; next } \
	     /==/ { split($$2, pin, "=="); sub(/[^ ]*==.*/, lock[pin[1]]) } \
	     { print }' requirements.lock binder/environment.yml > environment.yml
	cp environment.yml binder/environment.yml

clean: ## delete .venv and every cache
	rm -rf $(VENV) $(VENV)-newest $(VENV)-lowest .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV_DONE):
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("sgwlib needs Python 3.11 \
	or newer, and $(PYTHON) is %d.%d: try make PYTHON=python3.12" % sys.version_info[:2])'
	@echo 'Setting up $(VENV); this takes about a minute, once.'
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# --no-build-isolation: hatchling comes from the lock, too. pyproject.toml is named because the
# editable install copies its scripts and metadata.
$(RUN_DONE): requirements.lock pyproject.toml $(SETTINGS) | $(VENV_DONE)
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	cp -R binder/prefix/. $(VENV)
	@# Matplotlib builds its font cache once, and would say so in the middle of the first lesson.
	$(PY) -c 'import matplotlib.font_manager' 2>/dev/null
	@touch $@

$(DEV_DONE): requirements-dev.lock $(RUN_DONE)
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@
