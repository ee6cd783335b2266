"""``sgw show``: everything that is known of an operation, an error code or an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.beyond import beyond_the_page
from sgwlib.catalogue import Evidence
from sgwlib.cli.command import Command, catalogue_of, nonempty
from sgwlib.cli.output import Fact, Table
from sgwlib.errors import UnknownNameError
from sgwlib.response import build_response

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue, ErrorCode, ExceptionType, Operation, Statement
    from sgwlib.cli.output import Output

_COLUMNS: Final = ("name", "label", "text", "evidence", "source")
_NOT_LISTED: Final = "does not list it"
_REPEATED: Final = {"report", "known message"}  # labels that several facts can have
_ALONE: Final = "without an error code, from any operation"


class _Known(NamedTuple):
    """What is known of one name: facts, the first of which names it, and tables."""

    facts: list[Fact]
    tables: list[Table]

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {"name": self.facts[0].text, "type": self.facts[0].label}
        for label, text, known_by, _ in self.facts[1:]:
            keys = ("evidence", "source")[-len(known_by) :]
            value: str | dict[str, str] = text
            if known_by:
                value = {"text": text} | dict(zip(keys, known_by, strict=True))
            if label in _REPEATED:
                found.setdefault(f"{_key(label)}s", []).append(value)
            else:
                found[_key(label)] = value
        for table in self.tables:
            columns = [_key(heading) for heading in table.headings]
            rows = [dict(zip(columns, row, strict=True)) for row in table.rows]
            found[f"{_key(table.label)}s"] = rows
        return found

    def rows(self) -> Iterator[dict[str, str]]:
        name = self.facts[0].text
        lines = [(each.label, each.text, *each.known_by) for each in self.facts]
        lines += [(table.label, row[0]) for table in self.tables for row in table.rows]
        for label, text, *known_by in lines:
            evidence, source = (["", "", *known_by])[-2:]
            yield dict(zip(_COLUMNS, (name, label, text, evidence, source), strict=True))


def _key(label: str) -> str:
    return label.replace(" ", "_")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "names",
        metavar="NAME",
        nargs="+",
        type=nonempty,
        help="an operation, an error code or an exception",
    )


def _show(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    known = [_known_of(name, catalogue) for name in arguments.names]
    if arguments.json:
        output.json([each.to_dict() for each in known])
    elif arguments.csv:
        output.csv([row for each in known for row in each.rows()], _COLUMNS)
    else:
        for number, each in enumerate(known):
            if number:
                output.gap()
            output.facts(each.facts)
            for table in each.tables:
                output.gap()
                output.table(table)
    return 0


def _known_of(wanted: str, catalogue: Catalogue) -> _Known:
    if wanted in catalogue.operations:
        return _of_operation(catalogue.operations[wanted], catalogue)
    if wanted in catalogue.codes:
        return _of_code(catalogue.codes[wanted], catalogue)
    if wanted in catalogue.exceptions:
        return _of_exception(catalogue.exceptions[wanted], catalogue)
    beyond = beyond_the_page()
    if wanted in beyond.operations:
        facts = [Fact("operation", wanted), *_origin(wanted), *_messages_beyond(wanted)]
        return _Known(facts, [_general_exceptions(catalogue)])
    if wanted in beyond.codes:
        return _of_code_beyond(wanted)
    if wanted in beyond.general_exceptions:
        return _of_exception_beyond(beyond.general_exceptions[wanted])
    groups = (
        *(catalogue.operations, catalogue.codes, catalogue.exceptions),
        *(beyond.operations, beyond.codes, beyond.general_exceptions),
    )
    names = dict.fromkeys(name for group in groups for name in group)
    raise UnknownNameError("operation, error code or exception", wanted, names)


# --- names of the page ----------------------------------------------------------------------


def _of_operation(operation: Operation, catalogue: Catalogue) -> _Known:
    facts = [
        Fact("operation", operation.name),
        Fact("resource", operation.resource),
        Fact("kind", operation.kind),
        *_reports(operation.name, catalogue),
        *_messages_beyond(operation.name),
    ]
    codes = [catalogue.codes[each] for each in catalogue.codes_of(operation.name)]
    table = Table(
        headings=("error code", "status", "message"),
        rows=[(each.name, str(_carrier(each, catalogue).status), each.message) for each in codes],
        title=f"Error codes that it is documented to return: {len(codes)}",
        label="error code",
    )
    return _Known(facts, [table, _general_exceptions(catalogue)])


def _of_code(code: ErrorCode, catalogue: Catalogue) -> _Known:
    facts = [
        Fact("error code", code.name),
        Fact("message", code.message),
        _stated("carrier", code.carrier),
        Fact("status", _status(_carrier(code, catalogue))),
        _stated("cause", code.cause),
        _stated("remedy", code.remedy),
        *_reports(code.name, catalogue),
    ]
    operations = [catalogue.operations[each] for each in catalogue.operations_of(code.name)]
    table = Table(
        headings=("operation", "resource", "kind"),
        rows=[(each.name, each.resource, each.kind) for each in operations],
        title=f"Operations that are documented to return it: {len(operations)}",
        label="operation",
    )
    return _Known(facts, [table])


def _of_exception(exception: ExceptionType, catalogue: Catalogue) -> _Known:
    facts = [Fact("exception", exception.name), Fact("message", exception.message)]
    if exception.sample_message is not None:
        facts.append(Fact("sample message", exception.sample_message))
    facts.append(Fact("status", _status(exception)))
    if exception.name in beyond_the_page().codes:
        facts.append(Fact("also", "an error code", (beyond_the_page().sources[exception.name],)))
    if not exception.carries_code:
        facts.append(Fact("comes", _ALONE))
        return _Known(facts, [])
    facts.append(Fact("comes", "with an error code"))
    codes = [each for each in catalogue.codes.values() if each.carrier.text == exception.name]
    table = Table(
        headings=("error code", "evidence", "message"),
        rows=[(each.name, each.carrier.evidence.value, each.message) for each in codes],
        title=f"Error codes that it carries by default: {len(codes)}",
        label="error code",
    )
    return _Known(facts, [table])


def _general_exceptions(catalogue: Catalogue) -> Table:
    exceptions = [catalogue.exceptions[each] for each in catalogue.general_exceptions]
    return Table(
        headings=("exception", "status"),
        rows=[(each.name, str(each.status)) for each in exceptions],
        title=f"Exceptions without an error code, from any operation: {len(exceptions)}",
        label="exception",
    )


def _reports(name: str, catalogue: Catalogue) -> Iterator[Fact]:
    """Yield the public reports of live responses that show an operation or a code."""
    for (operation, code), seen in catalogue.observed.items():
        if name in (operation, code):
            other = code if name == operation else operation
            known_by = (Evidence.OBSERVED.value, seen.source)
            yield Fact("report", f"{other}: {seen.message}", known_by)


def _carrier(code: ErrorCode, catalogue: Catalogue) -> ExceptionType:
    return catalogue.exceptions[code.carrier.text]


def _stated(label: str, statement: Statement) -> Fact:
    return Fact(label, statement.text, (statement.evidence.value, statement.source))


def _status(exception: ExceptionType) -> str:
    return f"{exception.status} {exception.reason}"


# --- names beyond the page ------------------------------------------------------------------


def _of_code_beyond(name: str) -> _Known:
    operations = beyond_the_page().operations_of(name)
    # The response is the one place that knows the default carrier of such a code.
    some = next(iter(operations or beyond_the_page().operations))
    response = build_response(some, name, undocumented=True)
    reported = (Evidence.INFERRED.value, "public reports of codes that the page does not list")
    facts = [
        Fact("error code", name),
        *_origin(name),
        Fact("message", str(response.message)),
        Fact("carrier", str(response.exception), reported),
        Fact("status", f"{response.status_code} {response.reason}"),
    ]
    table = Table(
        headings=("operation",),
        rows=[(each,) for each in operations],
        title=f"Operations for which a later guide lists it: {len(operations)}",
        label="operation",
    )
    return _Known(facts, [table])


def _of_exception_beyond(exception: ExceptionType) -> _Known:
    facts = [
        Fact("exception", exception.name),
        *_origin(exception.name),
        Fact("message", exception.message),
        Fact("status", _status(exception)),
        Fact("comes", _ALONE),
    ]
    return _Known(facts, [])


def _origin(name: str) -> list[Fact]:
    source = beyond_the_page().sources[name]
    return [Fact("reference page", _NOT_LISTED), Fact("known from", source)]


def _messages_beyond(operation: str) -> Iterator[Fact]:
    """Yield the messages of an operation that the page does not list."""
    for each in beyond_the_page().messages:
        if operation in each.operations:
            text = f"{each.code}: {each.text}" if each.code else each.text
            yield Fact("known message", text, (each.source,))


SHOW = Command(
    name="show",
    summary="show everything known of an operation, an error code or an exception",
    description=(
        "It also shows the names of today's API that the reference page does not list, each "
        "with its source."
    ),
    example="sgw show VolumeInUse",
    add_arguments=_add_arguments,
    run=_show,
)
