"""``sgw show``: everything known of one operation, error code or exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, add_data_option, catalogue_of, nonempty
from sgwlib.cli.output import Fact, Table
from sgwlib.errors import UnknownNameError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.catalogue import Catalogue, ErrorCode, ExceptionType, Operation, Statement
    from sgwlib.cli.output import Output

__all__ = ["SHOW"]


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "name", metavar="NAME", type=nonempty, help="an operation, an error code or an exception"
    )
    add_data_option(parser)


def _show(arguments: Namespace, output: Output) -> int:
    facts, tables = _known_of(arguments.name, catalogue_of(arguments))
    output.facts(facts)
    for table in tables:
        output.gap()
        output.table(table)
    return 0


def _known_of(wanted: str, catalogue: Catalogue) -> tuple[list[Fact], list[Table]]:
    if wanted in catalogue.operations:
        return _of_operation(catalogue.operations[wanted], catalogue)
    if wanted in catalogue.codes:
        return _of_code(catalogue.codes[wanted], catalogue)
    if wanted in catalogue.exceptions:
        return _of_exception(catalogue.exceptions[wanted], catalogue)
    names = [*catalogue.operations, *catalogue.codes, *catalogue.exceptions]
    raise UnknownNameError("operation, error code or exception", wanted, names)


def _of_operation(operation: Operation, catalogue: Catalogue) -> tuple[list[Fact], list[Table]]:
    facts = [
        Fact("operation", operation.name),
        Fact("resource", operation.resource),
        Fact("kind", operation.kind),
    ]
    codes = [catalogue.codes[each] for each in catalogue.codes_of(operation.name)]
    table = Table(
        headings=("error code", "status", "message"),
        rows=[(each.name, str(_carrier(each, catalogue).status), each.message) for each in codes],
        title=f"Error codes that it is documented to return: {len(codes)}",
        label="error code",
    )
    return facts, [table, _general_exceptions(catalogue)]


def _of_code(code: ErrorCode, catalogue: Catalogue) -> tuple[list[Fact], list[Table]]:
    facts = [
        Fact("error code", code.name),
        Fact("message", code.message),
        _said("carrier", code.carrier),
        Fact("status", _status(_carrier(code, catalogue))),
        _said("cause", code.cause),
        _said("remedy", code.remedy),
    ]
    operations = [catalogue.operations[each] for each in catalogue.operations_of(code.name)]
    table = Table(
        headings=("operation", "resource", "kind"),
        rows=[(each.name, each.resource, each.kind) for each in operations],
        title=f"Operations that are documented to return it: {len(operations)}",
        label="operation",
    )
    return facts, [table]


def _of_exception(exception: ExceptionType, catalogue: Catalogue) -> tuple[list[Fact], list[Table]]:
    facts = [Fact("exception", exception.name), Fact("message", exception.message)]
    if exception.sample_message is not None:
        facts.append(Fact("sample message", exception.sample_message))
    facts.append(Fact("status", _status(exception)))
    if not exception.carries_code:
        facts.append(Fact("comes", "alone, from any operation"))
        return facts, []
    facts.append(Fact("comes", "with an operation error code"))
    codes = [each for each in catalogue.codes.values() if each.carrier.text == exception.name]
    table = Table(
        headings=("error code", "evidence", "message"),
        rows=[(each.name, each.carrier.evidence.value, each.message) for each in codes],
        title=f"Error codes that it carries by default: {len(codes)}",
        label="error code",
    )
    return facts, [table]


def _general_exceptions(catalogue: Catalogue) -> Table:
    exceptions = [catalogue.exceptions[each] for each in catalogue.general_exceptions]
    return Table(
        headings=("exception", "status"),
        rows=[(each.name, str(each.status)) for each in exceptions],
        title=f"Exceptions that come alone, from any operation: {len(exceptions)}",
        label="exception",
    )


def _carrier(code: ErrorCode, catalogue: Catalogue) -> ExceptionType:
    return catalogue.exceptions[code.carrier.text]


def _said(label: str, statement: Statement) -> Fact:
    return Fact(label, statement.text, (statement.evidence.value, statement.source))


def _status(exception: ExceptionType) -> str:
    return f"{exception.status} {exception.reason}"


SHOW = Command(
    name="show",
    summary="show all that is known of an operation, an error code or an exception",
    description=(
        "In a pipe, each fact is one line of cells between tabs: its label, its text, and "
        "where it is no plain fact of the reference page, its evidence and its source."
    ),
    example="sgw show VolumeInUse",
    add_arguments=_add_arguments,
    run=_show,
)
