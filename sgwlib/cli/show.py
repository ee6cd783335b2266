"""``sgw show``: everything that is known of an operation, an error code or an exception.

It also shows the entries of a file gateway's health log, which look like error codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.catalogue import Evidence, unknown_message
from sgwlib.cli.command import Command, catalogue_of, nonempty
from sgwlib.cli.output import Fact, Table
from sgwlib.errors import UnknownNameError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sgwlib.catalogue import Catalogue, ErrorCode, ExceptionType, KnownCode, Statement
    from sgwlib.cli.output import Output

_COLUMNS: Final = ("name", "label", "text", "evidence", "source")
_REPEATED: Final = {"report", "known message"}  # labels that several facts can have


class _Known(NamedTuple):
    """What is known of one name: facts, the first of which names it, and tables."""

    facts: list[Fact]
    tables: list[Table]

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {"name": self.facts[0].text, "type": self.facts[0].label}
        for label, text, known_by, _, items in self.facts[1:]:
            keys = ("evidence", "source")[-len(known_by) :]
            value: str | list[str] | dict[str, str] = text if items is None else [*items]
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
        help="an operation, an error code, an exception, or an entry of a health log",
    )


def _show(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    known = [_known_of(name, catalogue) for name in arguments.names]
    rows = [row for each in known for row in each.rows()]
    if output.data(arguments, [each.to_dict() for each in known], rows, _COLUMNS):
        return 0
    for number, each in enumerate(known):
        if number:
            output.gap()
        output.facts(each.facts)
        for table in each.tables:
            if table.rows:
                output.gap()
                output.table(table)
    return 0


def _known_of(name: str, catalogue: Catalogue) -> _Known:
    kind = catalogue.kind_of(name)
    if kind is None and name in catalogue.health_log:
        kind = "health log"
    if kind is None:
        groups = (
            *(catalogue.operations, catalogue.codes, catalogue.exceptions),
            *(catalogue.api_operations, catalogue.known_codes, catalogue.known_exceptions),
            catalogue.health_log,
        )
        names = dict.fromkeys(each for group in groups for each in group)
        raise UnknownNameError("operation, error code or exception", name, names)
    found = [*_OF[kind](name, catalogue)]
    facts = [each for each in found if isinstance(each, Fact)]
    return _Known(facts, [each for each in found if isinstance(each, Table)])


def _of_operation(name: str, catalogue: Catalogue) -> Iterator[Fact | Table]:
    operation = catalogue.api_operations[name]
    is_listed = name in catalogue.operations
    having = catalogue.editions_with(name)
    yield Fact("operation", name)
    if not is_listed:
        yield _not_listed(catalogue)
    yield Fact("resource", operation.resource)
    yield Fact("kind", operation.kind)
    yield _listed("gateway types", operation.gateway_types, "not stated in the API model")
    yield _listed("declares", operation.declares, "not known")
    yield from _editions(having, catalogue)
    if not is_listed:
        yield Fact("source", operation.source)
    yield from _reports(name, catalogue)
    for each in catalogue.live_messages:
        if name in each.operations:
            text = f"{each.code}: {each.text}" if each.code else each.text
            yield Fact("known message", text, (each.source,))
    if is_listed:
        codes = [catalogue.codes[each] for each in catalogue.codes_of(name)]
        carriers = [catalogue.exceptions[each.carrier.text] for each in codes]
        yield Table(
            headings=("error code", "status", "message"),
            rows=[
                (each.name, str(carrier.status), each.message)
                for each, carrier in zip(codes, carriers, strict=True)
            ],
            title=f"Error codes that it is documented to return: {len(codes)}",
            label="error code",
        )
    elif having:
        yield _listed("codes elsewhere", catalogue.all_codes_of(name), "none")
    general = [catalogue.exceptions[each] for each in catalogue.general_exceptions]
    yield Table(
        headings=("exception", "status"),
        rows=[(each.name, str(each.status)) for each in general],
        title=f"Exceptions without an error code, from any operation: {len(general)}",
        label="exception",
    )


def _of_code(name: str, catalogue: Catalogue) -> Iterator[Fact | Table]:
    listed = catalogue.codes.get(name)
    code = listed or catalogue.known_codes[name]
    yield Fact("error code", name)
    if not listed:
        yield _not_listed(catalogue)
    yield Fact("message", code.message or unknown_message(name))
    yield _stated("carrier", code.carrier)
    yield Fact("status", _status(catalogue.exceptions[code.carrier.text]))
    yield from _explained(code)
    yield Fact("family", code.family or "none")
    yield from _known_from(name, catalogue)
    yield from _reports(name, catalogue)
    if listed:
        title = "Operations that are documented to return it"
        yield _operations(catalogue.operations_of(name), catalogue, title)
    else:
        title = "Operations for which another edition lists it"
        yield _operations(catalogue.all_operations_of(name), catalogue, title)


def _operations(names: Sequence[str], catalogue: Catalogue, title: str) -> Table:
    operations = [catalogue.api_operations[name] for name in names]
    return Table(
        headings=("operation", "resource", "kind"),
        rows=[(each.name, each.resource, each.kind) for each in operations],
        title=f"{title}: {len(operations)}",
        label="operation",
    )


def _of_exception(name: str, catalogue: Catalogue) -> Iterator[Fact | Table]:
    listed = catalogue.exceptions.get(name)
    exception = listed or catalogue.known_exceptions[name]
    yield Fact("exception", name)
    if not listed:
        yield _not_listed(catalogue)
        yield Fact("source", exception.source)
    yield Fact("message", exception.message)
    if exception.sample_message is not None:
        yield Fact("sample message", exception.sample_message)
    yield Fact("status", _status(exception))
    yield from _explained(exception)
    operations = catalogue.api_operations.values()
    declaring = [it.name for it in operations if name in it.declares and not listed]
    if declaring:
        code = "with or without" if exception.carries_code else "without"
        yield Fact("comes", f"{code} an error code, from the operations that declare it")
        title = "Operations for which the API model declares it"
        yield _operations(declaring, catalogue, title)
    elif exception.carries_code:
        yield Fact("comes", "with an error code")
        codes = [each for each in catalogue.codes.values() if each.carrier.text == name]
        yield Table(
            headings=("error code", "evidence", "message"),
            rows=[(each.name, each.carrier.evidence.value, each.message) for each in codes],
            title=f"Error codes that it carries by default: {len(codes)}",
            label="error code",
        )
    else:
        yield Fact("comes", "without an error code, from any operation")
    yield from _also_code(name, catalogue)


def _also_code(name: str, catalogue: Catalogue) -> Iterator[Fact]:
    """Yield what is known of the error code that has the name of an exception."""
    if code := catalogue.known_codes.get(name):
        yield Fact("also", "an error code", (code.source,))
        yield _stated("code carrier", code.carrier)
        yield Fact("code status", _status(catalogue.known_exceptions[code.carrier.text]))
        yield Fact("code family", code.family)
        for each in _known_from(name, catalogue):
            yield each._replace(label=f"code {each.label}")


def _of_health_event(name: str, catalogue: Catalogue) -> Iterator[Fact]:
    event = catalogue.health_log[name]
    yield Fact("entry of the health log", name)
    yield Fact("note", "an entry of a file gateway's health log, not a response of the API")
    yield Fact("kind", event.kind)
    yield _listed("gateway types", event.gateway_types, "none")
    yield Fact("meaning", event.meaning)
    yield Fact("source", event.source)


_OF: Final[Mapping[str, Callable[[str, Catalogue], Iterator[Fact | Table]]]] = {
    "operation": _of_operation,
    "error code": _of_code,
    "exception": _of_exception,
    "health log": _of_health_event,
}


def _reports(name: str, catalogue: Catalogue) -> Iterator[Fact]:
    """Yield the public reports of live responses that show an operation or a code."""
    for (operation, code), seen in catalogue.observations.items():
        if name in (operation, code):
            other = code if name == operation else operation
            known_by = (Evidence.OBSERVED.value, seen.source)
            yield Fact("report", f"{other}: {seen.message}", known_by)


def _explained(about: ErrorCode | KnownCode | ExceptionType) -> Iterator[Fact]:
    """Yield the cause and the remedy, as far as they are known."""
    for label, statement in (("cause", about.cause), ("remedy", about.remedy)):
        if statement:
            yield _stated(label, statement)


def _stated(label: str, statement: Statement) -> Fact:
    return Fact(label, statement.text, (statement.evidence.value, statement.source))


def _listed(label: str, items: tuple[str, ...], otherwise: str) -> Fact:
    """Return a fact that lists something, or says what it means if there is nothing."""
    return Fact(label, ", ".join(items) or otherwise, items=items)


def _not_listed(catalogue: Catalogue) -> Fact:
    return Fact("edition", f"{catalogue.edition} does not list it")


def _status(exception: ExceptionType) -> str:
    return f"{exception.status} {exception.reason}"


def _known_from(name: str, catalogue: Catalogue) -> Iterator[Fact]:
    """Yield the source of a code, where it is known from, and the editions that list it."""
    if known := catalogue.known_codes.get(name):
        yield Fact("source", known.source)
        yield _listed("known from", tuple(map(str, known.origins)), "nowhere")
        yield from _editions(known.editions, catalogue)


def _editions(having: tuple[str, ...], catalogue: Catalogue) -> Iterator[Fact]:
    """Yield the editions that list a name, and so since when it is documented."""
    names = [
        each.name if each.name == each.date else f"{each.name} ({each.date})"
        for each in catalogue.editions.values()
    ]
    listed = [text for text, each in zip(names, catalogue.editions, strict=True) if each in having]
    if names:
        all_of_them = f"all {len(names)}, since {names[0]}"
        text = all_of_them if listed == names else ", ".join(listed) or "none"
        yield Fact("editions", text, items=having)


SHOW = Command(
    name="show",
    summary="show everything known of an operation, an error code or an exception",
    description=(
        "It also shows the names that the reference page does not list: those of today's API, "
        "and the entries of a file gateway's health log. Each has its source."
    ),
    example="sgw show VolumeInUse",
    add_arguments=_add_arguments,
    run=_show,
)
