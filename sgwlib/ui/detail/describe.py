"""The description of a selection: what it means, what it is related to, what a client gets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from sgwlib.catalogue import Pair
from sgwlib.graph import error_graph, similar
from sgwlib.retries import who_retries
from sgwlib.text import counted
from sgwlib.ui.detail.client import about_response, clause_of_code, clause_of_exception
from sgwlib.ui.detail.markup import (
    NOTHING,
    copyable,
    each_alone,
    heading,
    names,
    paragraph,
    quoted,
    select_button,
    source,
    statement,
)
from sgwlib.ui.sentences import pair_sentence

if TYPE_CHECKING:
    import networkx as nx

    from sgwlib.catalogue import Catalogue, ErrorCode, ExceptionType
    from sgwlib.response import ErrorResponse
    from sgwlib.ui.model import ExplorerModel

_FEW = 5  # similar operations or codes to name
_SERVER_ERROR = 500


def describe(model: ExplorerModel) -> str:
    """Return what is known of the selection, and its simulated response, as HTML.

    Every string goes through markupsafe, which escapes what is put into a template.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> "iSCSI initiators are still connected" in describe(
    ...     ExplorerModel("DeleteVolume", "VolumeInUse")
    ... )
    True
    """
    response = model.response
    if response is None:
        return _about_nothing(model.catalogue)
    return _about_subject(model) + _clause(model, response) + about_response(model, response)


def retry_sentence(about: ExceptionType) -> str:
    """Return which clients retry an exception, and why."""
    sentence = who_retries(about.name, about.status).sentence
    if about.carries_code and about.status >= _SERVER_ERROR:
        sentence += (
            " AWS's API reference gives this exception status 400 instead. "
            "No client would retry that."
        )
    return sentence


def equals(catalogue: Catalogue, name: str) -> list[str]:
    """Return the operations, or codes, with exactly the same pairs, in the page's order.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> equals(load_catalogue(), "VolumeInUse")
    ['SnapshotInProgressException', 'VolumeIdInvalid']
    """
    return [other for other, likeness in _similar(catalogue, name) if likeness == 1]


def nearly(catalogue: Catalogue, name: str) -> list[str]:
    """Return the few operations, or codes, with the most but not all pairs in common.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> nearly(load_catalogue(), "DeleteVolume")[0]
    'DescribeSnapshotSchedule'
    """
    return [other for other, likeness in _similar(catalogue, name) if likeness < 1][:_FEW]


def _similar(catalogue: Catalogue, name: str) -> list[tuple[str, float]]:
    graph = _graph(catalogue)
    return similar(graph, name, len(graph))


@lru_cache(maxsize=4)  # the bundled catalogue and a few others
def _graph(catalogue: Catalogue) -> nx.Graph[str]:
    return error_graph(catalogue)


def _about_subject(model: ExplorerModel) -> Markup:
    operation, code, exception = model.subject
    if operation and code:
        return _about_pair(model.catalogue, operation, code, exception)
    if code:
        return _about_code(model.catalogue, code, exception)
    if exception:
        return _about_exception(model.catalogue, exception, operation)
    return _about_operation(model.catalogue, operation)


def _about_nothing(catalogue: Catalogue) -> Markup:
    """Return what can be selected, and the exceptions, which the matrix does not show."""
    return (
        Markup("<h3>Nothing is selected</h3>")
        + paragraph(
            "Select a cell, a row or a column to see what it means, what to do about it, and "
            "the response that a client gets. You can also select an exception here."
        )
        + names(
            "Exceptions that carry an error code", catalogue.carriers, "exception", key="carriers"
        )
        + names(
            "General exceptions, which any operation can return",
            catalogue.general_exceptions,
            "exception",
            key="general",
            folds=False,
        )
    )


def _about_operation(catalogue: Catalogue, operation: str) -> Markup:
    about, codes = catalogue.operations[operation], catalogue.codes_of(operation)
    seen = [pair.code for pair in catalogue.undocumented_observed if pair.operation == operation]
    general = catalogue.general_exceptions
    return (
        Markup(
            "<h3>{}</h3><p>Resource: {}, which it {}. It can return {} of {} error codes.</p>"
        ).format(operation, about.resource, about.kind, len(codes), len(catalogue.codes))
        + names("Error codes", codes, "code", key="codes", folds=False, operation=operation)
        + names("Not documented, but observed live", seen, "code", key="seen", operation=operation)
        + names(
            "Operations with the same codes", equals(catalogue, operation), "operation", key="like"
        )
        + names(
            "Operations with nearly the same codes",
            nearly(catalogue, operation),
            "operation",
            key="near",
        )
        + names(
            f"{counted(len(general), 'general exception')}, which any operation can return",
            general,
            "exception",
            key="general",
            operation=operation,
        )
    )


def _about_code(catalogue: Catalogue, code: str, carrier: str = "") -> Markup:
    about, operations = catalogue.codes[code], catalogue.operations_of(code)
    title = f"Returned by {counted(len(operations), 'operation')}"
    return (
        Markup("<h3>{}</h3>").format(code)
        + _meaning(about)
        + names(title, operations, "operation", key="of", code=code)
        + _about_carriers(catalogue, about, selected=carrier)
        + names("Codes of the same operations", equals(catalogue, code), "code", key="like")
        + names("Codes of nearly the same operations", nearly(catalogue, code), "code", key="near")
    )


def _about_pair(catalogue: Catalogue, operation: str, code: str, carrier: str = "") -> Markup:
    about = catalogue.codes[code]
    return (
        Markup("<h3>{}</h3>").format(pair_sentence(catalogue, operation, code))
        + _meaning(about)
        + _seen_live(catalogue, operation, code)
        + _others(catalogue, operation, code)
        + _about_carriers(catalogue, about, operation, carrier)
        + names(
            "Codes of the same operations",
            equals(catalogue, code),
            "code",
            key="like",
            operation=operation,
        )
        + each_alone(operation=operation, code=code)
    )


def _meaning(code: ErrorCode) -> Markup:
    """Return message, cause and remedy of a code."""
    return (
        quoted(code.message) + statement("Cause", code.cause) + statement("What to do", code.remedy)
    )


def _seen_live(catalogue: Catalogue, operation: str, code: str) -> Markup:
    seen = catalogue.observed.get(Pair(operation, code))
    if seen is None:
        return NOTHING
    text = quoted(seen.message) + Markup("<p>{}</p>").format(source(seen.source, "seen"))
    return heading("Observed live, with this message") + text


def _others(catalogue: Catalogue, operation: str, code: str) -> Markup:
    others = [name for name in catalogue.operations_of(code) if name != operation]
    count = counted(len(others), "operation")
    documented = catalogue.documents(operation, code)
    title = f"Also returned by {count}" if documented else f"Documented for {count}"
    return names(title, others, "operation", key="of", code=code)


def _about_carriers(
    catalogue: Catalogue, code: ErrorCode, operation: str = "", selected: str = ""
) -> Markup:
    """Return the exceptions that carry a code, its default first, and which clients retry it."""
    items = NOTHING.join(
        _carrier(catalogue.exceptions[name], code, operation, selected=name == selected)
        for name in _carriers_of(catalogue, code)
    )
    return (
        heading("Carriers, and which clients retry them")
        + Markup('<ul class="sgw-carriers">{}</ul>').format(items)
        + paragraph(
            f"The page doesn't say which exception carries {code.name}. "
            "Whether a client retries depends on the exception, not on the code."
        )
    )


def _carriers_of(catalogue: Catalogue, code: ErrorCode) -> list[str]:
    """Return the names of the carriers, the code's default first."""
    return sorted(catalogue.carriers, key=lambda name: name != code.carrier.text)


def _carrier(about: ExceptionType, code: ErrorCode, operation: str, *, selected: bool) -> Markup:
    by_default = NOTHING
    if about.name == code.carrier.text:
        by_default = Markup(', the default <span class="sgw-evidence">{}</span> {}').format(
            code.carrier.evidence.value, source(code.carrier.source, "carrier")
        )
    selection = {"operation": operation, "code": code.name, "exception": about.name}
    button = select_button(about.name, f"carrier/{about.name}", selection, selected=selected)
    return Markup("<li>{} {} {}{}. {}</li>").format(
        button, about.status, about.reason, by_default, retry_sentence(about)
    )


def _about_exception(catalogue: Catalogue, name: str, operation: str = "") -> Markup:
    about = catalogue.exceptions[name]
    title = f"{operation} returns {name}" if operation else name
    return (
        Markup("<h3>{}</h3>").format(title)
        + quoted(about.message)
        + _sample(about)
        + paragraph(f"{about.status} {about.reason}. {_what_it_carries(catalogue, about)}")
        + heading("Which clients retry it")
        + paragraph(retry_sentence(about))
        + _codes(catalogue, about, operation)
        + (each_alone(operation=operation, exception=name) if operation else NOTHING)
    )


def _sample(about: ExceptionType) -> Markup:
    if about.sample_message is None:
        return NOTHING
    return paragraph("In the page's sample response:") + quoted(about.sample_message)


def _what_it_carries(catalogue: Catalogue, about: ExceptionType) -> str:
    if not about.carries_code:
        return "It carries no error code. Any operation can return it."
    others = " or ".join(name for name in catalogue.carriers if name != about.name)
    return (
        f"It carries an error code. The page doesn't say which codes it carries and which {others} "
        "carries. The defaults here have evidence of their own."
    )


def _codes(catalogue: Catalogue, about: ExceptionType, operation: str) -> Markup:
    """Return the codes whose default carrier it is: of one operation, or all."""
    of_all = catalogue.codes_of(operation) if operation else catalogue.codes
    codes = [code for code in of_all if catalogue.codes[code].carrier.text == about.name]
    title = f"Default carrier of {counted(len(codes), 'error code')}"
    return names(title, codes, "code", key="codes", operation=operation, exception=about.name)


def _clause(model: ExplorerModel, response: ErrorResponse) -> Markup:
    """Return how to catch the selected error, or the one that is chosen for the simulation."""
    catalogue, subject = model.catalogue, model.subject
    code = response.code
    if not subject.code and subject.exception in catalogue.carriers and not model.error:
        code = None  # a carrier is selected, and the code is only an example
    if code is None:
        caught = str(response.exception)
        text = clause_of_exception(caught, carries_code=caught in catalogue.carriers)
    else:
        caught = code
        chosen = model.simulated_carrier
        text = clause_of_code(
            code, [chosen] if chosen else _carriers_of(catalogue, catalogue.codes[code])
        )
    return copyable("clause", f"Catch {caught} with boto3", text)
