"""What an explorer says about its selection, as HTML.

Every text goes through markupsafe, which escapes what is put into a template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sgwlib.errors import UnknownNameError
from sgwlib.graph import error_graph, similar
from sgwlib.simulation.boto import raised_by_boto3
from sgwlib.ui.sentences import pair_sentence
from sgwlib.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.catalogue import Catalogue, ErrorCode, Statement
    from sgwlib.response import ErrorResponse
    from sgwlib.ui.model import ExplorerModel

__all__ = ["describe"]

# JupyterLab's one-key shortcuts would otherwise fire from a focused button.
_NO_SHORTCUTS = Markup('data-lm-suppress-shortcuts="true"')
_NOTHING = Markup("")


def describe(model: ExplorerModel) -> str:
    """Return what is known of the selection, and its simulated response, as HTML.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> model = ExplorerModel()
    >>> model.select("DeleteVolume", "VolumeInUse")
    >>> "iSCSI initiators are still connected" in describe(model)
    True
    """
    operation, code, exception = model.subject
    if operation and code:
        parts = _describe_pair(model.catalogue, operation, code)
    elif code:
        parts = _describe_code(model.catalogue, code)
    elif exception:
        parts = _describe_exception(model.catalogue, exception)
    elif operation:
        parts = _describe_operation(model.catalogue, operation)
    else:
        return Markup(
            "<p>Select a cell, a row or a column to see what it means, "
            "what to do about it, and the response that a client gets.</p>"
        )
    return parts + _simulation(model)


def _describe_pair(catalogue: Catalogue, operation: str, code: str) -> Markup:
    others = [name for name in catalogue.operations_of(code) if name != operation]
    return (
        Markup("<h3>{}</h3>").format(pair_sentence(catalogue, operation, code))
        + _about_code(catalogue.codes[code])
        + _list(
            "Also returned by" if catalogue.documents(operation, code) else "Documented for",
            others,
            "operation",
            code=code,
        )
        + _list("The operation alone", [operation], "operation")
        + _list("The code alone", [code], "code")
    )


def _describe_operation(catalogue: Catalogue, operation: str) -> Markup:
    about = catalogue.operations[operation]
    codes = catalogue.codes_of(operation)
    return (
        Markup(
            "<h3>{}</h3><p>Resource: {}, which it {}. It can return {} of {} error codes.</p>"
        ).format(operation, about.resource, about.kind, len(codes), len(catalogue.codes))
        + _list("Error codes", codes, "code", operation=operation)
        + _list("Operations with the same codes", _alike(catalogue, operation), "operation")
    )


def _describe_code(catalogue: Catalogue, code: str) -> Markup:
    operations = catalogue.operations_of(code)
    return (
        Markup("<h3>{}</h3>").format(code)
        + _about_code(catalogue.codes[code])
        + _list(
            f"Returned by {counted(len(operations), 'operation')}",
            operations,
            "operation",
            code=code,
        )
        + _list("Codes of the same operations", _alike(catalogue, code), "code")
    )


def _describe_exception(catalogue: Catalogue, name: str) -> Markup:
    about = catalogue.exceptions[name]
    return Markup("<h3>{}</h3><p>“{}”</p><p>{} {}. Comes alone, from any operation.</p>").format(
        name, about.message, about.status, about.reason
    )


def _alike(catalogue: Catalogue, name: str) -> list[str]:
    """Return what has exactly the same pairs as an operation or a code."""
    graph = error_graph(catalogue)
    return [other for other, weight in similar(graph, name, len(graph)) if weight == 1]


def _about_code(code: ErrorCode) -> Markup:
    return Markup("<p>“{}”</p>{}{}{}").format(
        code.message,
        _statement("Cause", code.cause),
        _statement("What to do", code.remedy),
        _statement("Carrier by default", code.carrier),
    )


def _statement(heading: str, statement: Statement) -> Markup:
    return Markup(
        '<h4>{} <span class="sgw-evidence">{}</span></h4>'
        '<p>{} <span class="sgw-source">({})</span></p>'
    ).format(heading, statement.evidence.value, statement.text, statement.source)


def _list(
    heading: str, names: Iterable[str], kind: str, *, operation: str = "", code: str = ""
) -> Markup:
    """Return names as buttons that select them, together with an operation or a code if given."""
    items = _NOTHING
    for name in names:
        chosen = {"operation": operation, "code": code, kind: name}
        items += Markup(
            '<li><button type="button" {} data-operation="{}" data-code="{}" data-key="{}">'
            "{}</button></li>"
        ).format(_NO_SHORTCUTS, chosen["operation"], chosen["code"], f"{heading}/{name}", name)
    if not items:
        return _NOTHING
    return Markup('<h4>{}</h4><ul class="sgw-names">{}</ul>').format(heading, items)


def _simulation(model: ExplorerModel) -> Markup:
    response = model.response
    if response is None:
        return _NOTHING
    return (
        Markup("<h4>Simulated response of {}</h4>").format(response.operation)
        + Markup('<div class="sgw-choices">{}{}</div>').format(
            _choice("Error", "error", model.errors, model.simulated_error),
            _choice("Carrier", "carrier", model.catalogue.carriers, response.exception)
            if response.code
            else _NOTHING,
        )
        + _copyable("raw", "Raw HTTP", str(response))
        + _copyable("boto3", "As boto3 raises it", _boto3_text(response))
    )


def _choice(label: str, trait: str, names: Iterable[str], chosen: str | None) -> Markup:
    options = _NOTHING
    # What is selected in the matrix may be an error that is not documented for the operation.
    for name in dict.fromkeys([*names, *filter(None, [chosen])]):
        selected = Markup(" selected") if name == chosen else _NOTHING
        options += Markup("<option{}>{}</option>").format(selected, name)
    return Markup(
        '<label>{} <select {} aria-label="{}" data-trait="{}" data-key="{}">{}</select></label>'
    ).format(label, _NO_SHORTCUTS, label, trait, trait, options)


def _copyable(key: str, heading: str, text: str) -> Markup:
    return Markup(
        '<h4>{} <button type="button" {} data-copy="{}" data-key="copy-{}">Copy</button></h4>'
        '<pre role="group" tabindex="0" {} data-copied="{}" data-key="{}" aria-label="{}">{}</pre>'
    ).format(heading, _NO_SHORTCUTS, key, key, _NO_SHORTCUTS, key, key, heading, text)


def _boto3_text(response: ErrorResponse) -> str:
    """Return what boto3 prints, and where in the exception the names are found."""
    try:
        error = raised_by_boto3(response)
    except UnknownNameError as unknown:  # a catalogue may have operations that boto3 has not
        return str(unknown)
    kind = type(error)
    parsed: Any = error.response
    paths = (("Error", "Code"), ("error", "errorCode"), ("ResponseMetadata", "HTTPStatusCode"))
    found = [
        f'error.response["{outer}"]["{inner}"] == {parsed[outer][inner]!r}'
        for outer, inner in paths
        if outer in parsed
    ]
    return "\n".join([f"{kind.__module__}.{kind.__qualname__}: {error}", "", *found])
