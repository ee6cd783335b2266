"""How Sphinx builds the site. `tools/site.py` gathers the pages and runs it."""

import tomllib
from pathlib import Path

import sgwlib

ROOT = Path(__file__).parents[2]
REPOSITORY = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"][
    "Repository"
]

project = "sgwlib"
version = release = sgwlib.__version__
language = "en"
extensions = [
    "myst_nb",  # pages in Markdown, and the notebooks
    "sphinx.ext.autodoc",  # the Python reference, from the docstrings
    "sphinx.ext.napoleon",  # which are in numpy's style
]

nb_execution_mode = "off"  # a lesson asks before it answers: you run it in the browser
myst_enable_extensions = ["colon_fence", "fieldlist"]
myst_heading_anchors = 3  # a link to #fault-plans works here as on GitHub
autodoc_typehints = "description"
autodoc_member_order = "bysource"
default_role = "py:obj"  # `SgwError` in a docstring
smartquotes = False  # messages of the service stay as they are
napoleon_google_docstring = False
napoleon_use_ivar = True  # fields of a record, without an index entry of each

suppress_warnings = [
    "ref.python",  # two packages have an Evidence and a Kind each, and a type hint names neither
]

html_theme = "pydata_sphinx_theme"
html_title = "AWS Storage Gateway error kit"
html_favicon = "static/favicon.svg"
html_context = {"default_mode": "auto"}  # light or dark, as the system is
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = html_show_sourcelink = False
html_show_copyright = False
html_sidebars: dict[str, list[str]] = {"index": []}
html_theme_options = {
    "logo": {"text": "sgwlib"},
    "navbar_align": "left",
    "header_links_before_dropdown": 6,
    "secondary_sidebar_items": {"index": [], "**": ["page-toc"]},
    "footer_start": ["sphinx-version"],
    "footer_end": ["theme-version"],
    "icon_links": [{"name": "Source", "url": REPOSITORY, "icon": "fa-brands fa-github"}],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
