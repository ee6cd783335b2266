# One command for each task, for people and for CI. `make` alone lists them.
# Everything is installed into .venv. `make clean` deletes it, and all caches.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
# `python -m` everywhere: the scripts in .venv/bin contain an absolute path, and fail in a moved folder.
# --no-compile: Python compiles what it imports, which is a small part. This halves the time.
INSTALL := -m pip --disable-pip-version-check install --quiet --no-compile

# Jupyter, IPython, Matplotlib and uv keep their state here, so that a learner's own settings don't
# change the lesson, and the lesson doesn't change them. pip keeps its usual cache, to share it.
STATE := $(CURDIR)/$(VENV)/state
export JUPYTER_CONFIG_DIR := $(STATE)/jupyter/config
export JUPYTER_DATA_DIR   := $(STATE)/jupyter/data
export IPYTHONDIR         := $(STATE)/ipython
export MPLCONFIGDIR       := $(STATE)/matplotlib
export UV_CACHE_DIR       := $(STATE)/uv

# Kernels, workers and tests compile the same modules again and again if nothing keeps the result.
unexport PYTHONDONTWRITEBYTECODE

# The settings of JupyterLab, Voilà and nbconvert, here and on Binder: see CONTRIBUTING.md.
SETTINGS := $(shell find binder/prefix -type f)

# A stamp says that its rule is done. It is written last, so make repeats an interrupted install, and
# pip then adds only what is missing.
VENV_DONE := $(VENV)/venv.stamp
RUN_DONE  := $(VENV)/run.stamp
DEV_DONE  := $(VENV)/dev.stamp
SITE_DONE := $(VENV)-site/site.stamp

.DELETE_ON_ERROR:
.PHONY: help lab app html test test-heavy test-newest test-lowest lint bench drift drift-newest exercises document picture site test-site site-serve dist lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' $(firstword $(MAKEFILE_LIST))

# default_url: with a file name instead, Lab opens the file's folder.
# autodetect: otherwise Lab asks npm for language servers, and npm writes into the home directory.
# --allow-root: Jupyter refuses to run as root without it, and in a container you often are root. The
# server still listens on this machine alone, and asks for its token.
# PATH: for `!sgw` in a cell.
# exec: stopping make stops the server. A shell in between would leave it running.
lab: $(RUN_DONE) ## open the start notebook in JupyterLab (ARGS=--no-browser: only print its address)
	@exec env PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PY) -m jupyterlab \
	    --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb \
	    --LanguageServerManager.autodetect=False \
	    $$(test "$$(id -u)" -ne 0 || echo --allow-root) $(ARGS)

app: $(RUN_DONE) ## serve the explorer as a page without code (ARGS='--no-browser --port=8866')
	@exec $(PY) -m voila notebooks/explorer.ipynb $(ARGS)

html: $(RUN_DONE) ## run the notebooks and write them to build/html, to read without a kernel
	$(PY) -m nbconvert --execute --to html --output-dir build/html $(ARGS) notebooks/*.ipynb

# A test file stays in one worker, because its tests share what it starts, such as a browser. Files
# start in the order of their names, and not the longest list of tests first: few tests may take long.
# One worker more than cores, up to four: tests often wait for a server, a browser or a process.
WORKERS = $(shell $(PY) -c 'import os; print(min(4, os.cpu_count() + 1))')
PYTEST = -m pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder
test: $(DEV_DONE) ## run all tests except the heavy ones (ARGS='-k graph': only some; ARGS=-n0: in one process)
	$(PY) $(PYTEST) -m 'not heavy' $(ARGS)

# hypothesis marks its tests. They are the laws, which `make test` tries with few examples.
test-heavy: $(DEV_DONE) ## run the heavy proofs: thousands of calls, fresh installs, laws with more examples
	$(PY) $(PYTEST) -m 'heavy or hypothesis' --hypothesis-profile=heavy --ignore=tests/site $(ARGS)

test-newest: $(DEV_DONE) ## run the tests with the newest versions that pyproject.toml allows
	$(call unlocked,$(VENV)-newest,highest)

test-lowest: $(DEV_DONE) ## run the tests with the oldest versions that pyproject.toml allows
	$(call unlocked,$(VENV)-lowest,lowest-direct)

# A new environment without the locks. uv installs it, because pip can't choose the lowest versions.
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

lint: $(DEV_DONE) ## check style, format and types, of Python and JavaScript
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -m tools.javascript

bench: $(DEV_DONE) ## measure speed and growth (ARGS=imports: only some; ARGS=--help: which)
	$(PY) -m benchmarks $(ARGS)

drift: $(DEV_DONE) ## compare a saved copy of AWS's page with the data (PAGE=FILE ARGS='--edition file-2023')
	$(PY) -m tools.drift $(if $(PAGE),'$(PAGE)',--api) $(ARGS)

# Without the upper bound of pyproject.toml: it is the newest model that says what is new.
drift-newest: $(DEV_DONE) ## compare the model of the newest botocore with the data
	$(PYTHON) -m venv --clear $(VENV)-drift
	$(PY) -m uv --quiet pip install --python $(VENV)-drift/bin/python botocore
	$(VENV)-drift/bin/python -m tools.drift --api $(ARGS)

exercises: $(DEV_DONE) ## write the exercise notebooks from the solution notebooks
	$(PY) -m tools.exercises

document: $(DEV_DONE) ## write the catalogue's document for the page of the explorer
	$(PY) -m tools.document

picture: $(DEV_DONE) ## take the README's pictures of the explorer (needs Chromium)
	$(PY) -m tools.picture

site: $(SITE_DONE) ## build the site into build/site, for any host of files
	$(VENV)-site/bin/python -m tools.site
	$(VENV)-site/bin/python -m tools.lite build/site/lite

test-site: $(DEV_DONE) ## build the site, and test it and its lessons in Chromium
	$(PY) -m pytest tests/site $(ARGS)

site-serve: site ## build the site and open it
	@exec $(VENV)-site/bin/python -m tools.site serve

# The wheel is built from the sdist, as pip does it without a wheel. --strict: a warning is an error.
dist: $(DEV_DONE) ## build what is published into dist/, and check it
	rm -rf dist
	$(PY) -m hatchling build -t sdist
	rm -rf build/sdist && mkdir -p build/sdist && tar --extract --gzip --file dist/*.tar.gz --directory build/sdist --strip-components 1
	cd build/sdist && $(CURDIR)/$(PY) -m hatchling build -t wheel -d $(CURDIR)/dist
	$(PY) -m twine check --strict dist/*
	$(PY) -m pytest -n0 --quiet tests/kit/test_release.py

# The first lock is for running, and constrains the others, so that all agree.
# `fewest`: one version of a package for every Python, instead of the newest for each.
# `--no-strip-extras`: to a line without the extra that somebody asks for, pip prefers a newer version.
COMPILE = $(PY) -m uv --quiet pip compile pyproject.toml --universal --python-version 3.11 \
    --fork-strategy fewest --no-strip-extras --generate-hashes --custom-compile-command 'make lock' \
    --extra lab --group build $(ARGS)
# The last one is for the browser. Left out: what Pyodide's own index has compiled, what the kernel brings,
# and what IPython needs only where there are processes.
NOT_LITE := contourpy cycler fonttools kiwisolver matplotlib numpy pillow pyparsing \
    jupyterlab-widgets widgetsnbextension pexpect psutil ptyprocess
lock: $(DEV_DONE) ## write the locks and environment.yml (ARGS=--upgrade: with the newest versions)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --output-file requirements-dev.lock --group dev --constraint requirements.lock
	$(COMPILE) --output-file requirements-site.lock --group site --constraint requirements.lock
	$(PY) -m uv --quiet pip compile pyproject.toml --python-version 3.14 --generate-hashes \
	    --custom-compile-command 'make lock' --extra explorer --group browser --constraint requirements.lock \
	    $(addprefix --no-emit-package ,$(NOT_LITE)) --output-file tools/lite/requirements.lock
	awk 'NR == FNR { split($$1, pin, "=="); lock[pin[1]] = $$1; next } \
	     /==/ { split($$2, pin, "=="); sub(/[^ ]*==.*/, lock[pin[1]]) } \
	     { print }' requirements.lock binder/environment.yml > environment.yml
	cp environment.yml binder/environment.yml

clean: ## delete .venv and all caches
	rm -rf $(VENV) $(VENV)-newest $(VENV)-lowest $(VENV)-drift $(VENV)-site .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV_DONE):
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("sgwlib needs Python 3.11 \
	or newer, and $(PYTHON) is %d.%d: try make PYTHON=python3.12" % sys.version_info[:2])'
	@echo 'Setting up $(VENV); this takes about a minute, once.'
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# --no-build-isolation: hatchling comes from the lock, too. The rule depends on pyproject.toml, because
# the editable install copies its scripts and metadata.
$(RUN_DONE): requirements.lock pyproject.toml $(SETTINGS) | $(VENV_DONE)
	$(PY) $(INSTALL) --require-hashes --requirement requirements.lock
	$(PY) $(INSTALL) --no-deps --no-build-isolation --editable .
	cp -R binder/prefix/. $(VENV)
	@# Build Matplotlib's font cache now, so that the first lesson prints no message about it.
	$(PY) -c 'import matplotlib.font_manager' 2>/dev/null
	@touch $@

$(DEV_DONE): requirements-dev.lock $(RUN_DONE)
	$(PY) $(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@

# In an environment of its own: awscli, which the tests need, allows no docutils that Sphinx can use.
$(SITE_DONE): requirements-site.lock pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)-site
	$(VENV)-site/bin/python $(INSTALL) --require-hashes --requirement requirements-site.lock
	$(VENV)-site/bin/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
