"""Build the site: gather its pages in one folder, and let Sphinx make HTML of them.

The guides and lessons are taken as they are. The pages of operations, codes and exceptions are made
from the catalogue, with the templates in ``docs/site/templates``. The pages keep their places
relative to each other, so that the links between them work in the repository and on the site.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import webbrowser
from contextlib import redirect_stdout, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from inspect import cleandoc
from io import StringIO
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import sgwlib
from sgwlib import load_catalogue, recipe
from sgwlib.catalogue import Pair
from sgwlib.cli.parser import COMMANDS, parse
from sgwlib.response import build_response
from sgwlib.retries import who_retries
from sgwlib.simulation import pytest_plugin
from sgwlib.ui.page import fragment
from tools.binder import address, repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgwlib import Catalogue
    from sgwlib.catalogue import ExceptionType, KnownCode, Operation

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "docs/site"
SOURCE = ROOT / "build/site-source"
SITE = ROOT / "build/site"
REQUEST_ID = "11111111-2222-4333-8444-555555555555"  # the same in each build

PACKAGES = (
    *("sgwlib", "sgwlib.catalogue", "sgwlib.filters", "sgwlib.response", "sgwlib.retries"),
    *("sgwlib.graph", "sgwlib.coverage", "sgwlib.diagnosis", "sgwlib.plot", "sgwlib.reviewing"),
    *("sgwlib.drills", "sgwlib.tutorial", "sgwlib.errors"),
)
"""What the Python reference describes, from the most used to the least."""

Page = tuple[str, str]
"""A page's path in the source, and its text."""


def build() -> None:
    """Write the sources and build the site. A warning of Sphinx fails the build."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    for path, text in sources(load_catalogue()):
        (SOURCE / path).parent.mkdir(parents=True, exist_ok=True)
        (SOURCE / path).write_text(text, encoding="utf-8")
    shutil.rmtree(SITE, ignore_errors=True)
    sphinx = [sys.executable, "-m", "sphinx", "--builder", "html", "--conf-dir", str(CONFIG)]
    strict = ["--fail-on-warning", "--keep-going", "--jobs", "auto", "--quiet"]
    places = ["--doctree-dir", str(SOURCE / ".doctrees"), str(SOURCE), str(SITE)]
    subprocess.run([*sphinx, *strict, *places], check=True)  # noqa: S603 - the arguments are known
    shutil.copy(SOURCE / "catalogue.json", SITE)


def sources(catalogue: Catalogue) -> Iterator[Page]:
    """Yield every page of the site."""
    render = Renderer(catalogue)
    for path in [*ROOT.glob("docs/*.md"), ROOT / "data/README.md", ROOT / "CONTRIBUTING.md"]:
        yield str(path.relative_to(ROOT)), with_source_links(path)
    yield "data/incidents/incidents.csv", (ROOT / "data/incidents/incidents.csv").read_text("utf-8")
    # async: otherwise the explorer waits for the scripts of the theme.
    explorer = fragment(catalogue, {}, {}).replace('type="module"', 'type="module" async')
    yield "explorer.html", explorer
    yield "catalogue.json", json.dumps(catalogue.to_dict(), ensure_ascii=False, indent=1)
    yield from catalogue_pages(catalogue, render)
    yield from reference_pages(render)
    lessons = [Lesson.read(path) for path in sorted(ROOT.glob("notebooks/0*.ipynb"))]
    for lesson in lessons:
        yield f"notebooks/{lesson.name}.ipynb", lesson.page
    values = {
        "lessons": lessons,
        "binder": address("lab/tree/notebooks/00_start_here.ipynb"),
        "repository": repository(),
        "usage": help_of(),
        "plugin": plugin(),
    }
    commands = [{"name": each.name, "usage": help_of(each.name)} for each in COMMANDS]
    for path in (CONFIG / "pages").rglob("*.md"):
        page = str(path.relative_to(CONFIG))
        text = render(page, **values, packages=PACKAGES, commands=commands)
        yield page.removeprefix("pages/"), text


class Renderer:
    """Makes pages of the templates."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.templates = Environment(
            loader=FileSystemLoader([CONFIG, CONFIG / "templates"]),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - Markdown, which `md` escapes
        )
        self.templates.filters["md"] = escaped
        self.templates.globals["catalogue"] = catalogue

    def __call__(self, template: str, **values: Any) -> str:
        """Return a page."""
        text = self.templates.get_template(template).render(values)
        return re.sub(r"\n{3,}", "\n\n", text) + "\n"


# --- the catalogue ----------------------------------------------------------------------------


def catalogue_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """Yield a page for each operation, code and exception that is known, and a list of each."""
    pages = _Pages(catalogue, render)
    for operation in catalogue.api_operations.values():
        yield f"operations/{operation.name}.md", pages.operation(operation)
    for code in catalogue.known_codes.values():
        yield f"codes/{code.name}.md", pages.code(code)
    for exception in catalogue.known_exceptions.values():
        yield f"exceptions/{exception.name}.md", pages.exception(exception)
    yield "operations/index.md", pages.operations()
    yield "codes/index.md", pages.codes()
    yield "exceptions/index.md", pages.exceptions()


class _Pages:
    """The pages of one catalogue."""

    def __init__(self, catalogue: Catalogue, render: Renderer) -> None:
        self.catalogue, self.render = catalogue, render

    def operation(self, about: Operation) -> str:
        """Return the page of an operation."""
        known = self.catalogue
        pairs = [
            {
                "code": known.known_codes[name],
                "status": known.known_exceptions[known.known_codes[name].carrier.text].status,
                "editions": known.editions_of[Pair(about.name, name)],
                "recipe": recipe(about.name, name),
                "shown": self._shown(known.editions_of[Pair(about.name, name)]),
            }
            for name in known.all_codes_of(about.name)
        ]
        return self.render(
            "operation.md",
            about=about,
            pairs=pairs,
            having=known.editions_with(about.name),
            shown=self._shown(known.editions_with(about.name)),
            seen=self._reports(0, about.name),
            description=f"The errors that {about.name} of the AWS Storage Gateway API can return: "
            f"{len(pairs)} documented error codes, with causes, remedies and recipes.",
        )

    def code(self, about: KnownCode) -> str:
        """Return the page of an error code."""
        known = self.catalogue
        operations = known.all_operations_of(about.name)
        seen = self._reports(1, about.name)
        example = [*operations, *(pair.operation for pair, _ in seen), "ListGateways"][0]
        carrier = known.known_exceptions[about.carrier.text]
        return self.render(
            "code.md",
            about=about,
            carrier=carrier,
            retries=who_retries(carrier.name, carrier.status).sentence,
            rows=[
                {
                    "name": name,
                    "resource": known.api_operations[name].resource,
                    "editions": known.editions_of[Pair(name, about.name)],
                }
                for name in operations
            ],
            seen=seen,
            example=example,
            response=self._response(example, about.name, carrier.name),
            recipe=recipe(example, about.name) if operations else None,
            shown=self._shown(about.editions),
            description=about.message or f"An error code of AWS Storage Gateway: {about.source}",
        )

    def exception(self, about: ExceptionType) -> str:
        """Return the page of an exception."""
        known = self.catalogue
        listed = about.name in known.exceptions
        declaring = [
            each.name for each in known.api_operations.values() if about.name in each.declares
        ]
        example = next(iter([] if listed else declaring), "DeleteVolume")
        carried = [each for each in known.known_codes.values() if each.carrier.text == about.name]
        return self.render(
            "exception.md",
            about=about,
            listed=listed,
            declaring=declaring,
            carried=carried,
            retries=who_retries(about.name, about.status).sentence,
            example=example,
            response=self._response(
                example, carried[0].name if carried else about.name, about.name
            ),
            recipe=recipe(example, about.name) if about.name in known.general_exceptions else None,
            description=f"An exception of AWS Storage Gateway, {about.name}: {about.message}",
        )

    def operations(self) -> str:
        """Return the list of all operations, by resource."""
        known = self.catalogue
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in sorted(known.api_operations.values(), key=lambda each: each.name):
            count = len(known.all_codes_of(each.name))
            said = f"{count} error codes" if count else "no documented error codes"
            groups.setdefault(each.resource, []).append((each.name, f"{each.kind} · {said}"))
        said = "Each operation of today's API, with the errors that it can return."
        return self._list("Operations", said, "what it does", groups)

    def codes(self) -> str:
        """Return the list of all error codes, by family."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in sorted(self.catalogue.known_codes.values(), key=lambda each: each.name):
            said = each.message or "on no edition of the reference page"
            groups.setdefault(each.family, []).append((each.name, said))
        return self._list(
            "Error codes", "Each error code that is known from anywhere.", "message", groups
        )

    def exceptions(self) -> str:
        """Return the list of all exceptions: carriers, general ones, and others."""
        known = self.catalogue
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in known.known_exceptions.values():
            kind = (
                "general, from any operation" if each.name in known.exceptions else "on no edition"
            )
            kind = "with an error code" if each.carries_code else kind
            groups.setdefault(kind, []).append((each.name, f"{each.status}: {each.message}"))
        return self._list(
            "Exceptions",
            "Each exception that the service is known to return.",
            "status and message",
            groups,
        )

    def _list(
        self, title: str, said: str, second: str, groups: dict[str, list[tuple[str, str]]]
    ) -> str:
        """Return a list of names in groups. `second` is the heading of what is said of each."""
        names = sorted(name for rows in groups.values() for name, _ in rows)
        texts = {"title": title, "description": said, "second": second}
        return self.render("list.md", groups=groups, names=names, **texts)

    def _shown(self, editions: Sequence[str]) -> str:
        """Return what a link to the explorer adds so that it opens an edition with the thing."""
        if not editions or self.catalogue.edition in editions:
            return ""
        return f"&edition={editions[-1]}"

    def _reports(self, side: int, name: str) -> list[Any]:
        """Return the public reports that show an operation (0) or a code (1)."""
        return [each for each in self.catalogue.observations.items() if each[0][side] == name]

    def _response(self, operation: str, error: str, exception: str | None = None) -> str:
        """Return a response as it is sent. Its id is the same in each build."""
        response = build_response(operation, error, exception=exception, undocumented=True)
        return str(response).replace(str(response.request_id), REQUEST_ID)


# --- the reference ----------------------------------------------------------------------------


def reference_pages(render: Renderer) -> Iterator[Page]:
    """Yield the Python reference: a page for each name of sgwlib, and one for each package."""
    pages = [(name, _first_line(getattr(sgwlib, name))) for name in sgwlib.__all__]
    for name, said in pages:
        names = [(_directive(getattr(sgwlib, name)), name)]
        yield _reference(render, "sgwlib", f"sgwlib.{name}", said, names=names)
    yield _reference(render, "sgwlib", "sgwlib", _first_line(sgwlib), pages=pages)
    for package in PACKAGES[1:]:
        module = import_module(package)
        own = [name for name in module.__all__ if name not in sgwlib.__all__]
        names = [(_directive(getattr(module, name)), name) for name in own]
        yield _reference(render, package, package, _first_line(module), names=names)


def _reference(  # noqa: PLR0913 - what the template shows
    render: Renderer,
    package: str,
    title: str,
    summary: str,
    *,
    names: Sequence[tuple[str, str]] = (),
    pages: Sequence[tuple[str, str]] = (),
) -> Page:
    text = render(
        "package.md", package=package, title=title, summary=summary, names=names, pages=pages
    )
    return f"reference/python/{title}.md", text


def _first_line(value: object) -> str:
    return cleandoc(value.__doc__ or "").partition("\n")[0].replace("``", "")


def _directive(value: object) -> str:
    if isinstance(value, type):
        return "autoclass"
    return "autofunction" if isinstance(value, FunctionType) else "autodata"


def help_of(*command: str) -> str:
    """Return what a command prints with ``--help``."""
    with redirect_stdout(StringIO()) as output, suppress(SystemExit):
        parse([*command, "--help"])
    return output.getvalue()


def plugin() -> dict[str, list[tuple[str, str]]]:
    """Return the fixtures, markers and options of the pytest plugin, each with its text."""
    parser = pytest.Parser(_ispytest=True)
    pytest_plugin.pytest_addoption(parser)
    options = parser.getgroup("sgw").options
    fixtures = (
        "storage_gateway",
        "storage_gateway_faults",
        "gateway_error",
        "storage_gateway_sandbox",
    )
    return {
        "fixtures": [
            (name, cleandoc(getattr(pytest_plugin, name).__doc__ or "")) for name in fixtures
        ],
        "markers": [*pytest_plugin.MARKERS.items()],
        "options": [(each.names()[0], each.attrs()["help"]) for each in options],
    }


# --- the lessons ------------------------------------------------------------------------------


class Lesson(NamedTuple):
    """A lesson, as the site shows it."""

    name: str
    title: str
    first: str
    """Its first paragraph."""
    run: str
    """Address that opens it in the browser, relative to the root of the site."""
    page: str
    """The notebook, with a link to that address."""

    @classmethod
    def read(cls, path: Path) -> Lesson:
        """Return a lesson of the repository."""
        notebook = json.loads(path.read_text("utf-8"))
        head, *rest = "".join(notebook["cells"][0]["source"]).split("\n\n")
        run = f"lite/lab/index.html?path=notebooks/{path.name}"
        link = f'<a class="sgw-run" href="../{run}">Run it here</a>, in your browser.'
        notebook["cells"][0]["source"] = "\n\n".join([head, link, *rest])
        return cls(path.stem, head.removeprefix("# "), rest[0], run, json.dumps(notebook))


# --- links ------------------------------------------------------------------------------------


def with_source_links(path: Path) -> str:
    """Return a document in which links to files that aren't on the site lead to the repository."""

    def changed(link: re.Match[str]) -> str:
        target = (path.parent / link[1]).resolve()
        if not target.is_file() or target.suffix == ".md" or target.name[0].isdigit():
            return link[0]
        return f"]({repository()}/blob/HEAD/{target.relative_to(ROOT)})"

    return re.sub(r"\]\(([^)#:]+)\)", changed, path.read_text("utf-8"))


def escaped(text: str) -> str:
    r"""Return a text as Markdown that shows it as it is. An address becomes a link.

    >>> print(escaped("a_b | <c>"))
    a\_b \| \<c\>
    """
    parts = re.split(r"(https?://[^\s,;]+)", text)
    return "".join(
        f"<{part}>" if place % 2 else re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", part)
        for place, part in enumerate(parts)
    )


def serve() -> None:
    """Serve the site on this machine, and open it."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        sys.stdout.write(f"The site is at {address} until you press Ctrl-C.\n")
        webbrowser.open(address)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        build()
