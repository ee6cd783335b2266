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
    from collections.abc import Iterator, Sequence

    from sgwlib.catalogue import Catalogue, ExceptionType, HealthEvent, Statement
    from sgwlib.cli.output import Output

_COLUMNS: Final = ("name", "label", "text", "evidence", "source")
_NOT_STATED: Final = "not stated in the API model"
_REPEATED: Final = {"report", "known message"}  # labels that several facts can have
_HEALTH: Final = "an entry of a file gateway's health log, not a response of the API"


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
    match catalogue.kind_of(name):
        case "operation":
            return _of_operation(name, catalogue)
        case "error code":
            return _of_code(name, catalogue)
        case "exception":
            return _of_exception(name, catalogue)
    if name in catalogue.health_log:
        return _of_health_event(catalogue.health_log[name])
    groups = (
        *(catalogue.operations, catalogue.codes, catalogue.exceptions),
        *(catalogue.api_operations, catalogue.known_codes, catalogue.known_exceptions),
        catalogue.health_log,
    )
    names = dict.fromkeys(each for group in groups for each in group)
    raise UnknownNameError("operation, error code or exception", name, names)


def _of_operation(name: str, catalogue: Catalogue) -> _Known:
    operation = catalogue.api_operations[name]
    is_listed = name in catalogue.operations
    having = catalogue.editions_with(name)
    facts = [
        Fact("operation", name),
        *([] if is_listed else [_not_listed(catalogue)]),
        Fact("resource", operation.resource),
        Fact("kind", operation.kind),
        _listed("gateway types", operation.gateway_types, _NOT_STATED),
        _listed("declares", operation.declares, "not known"),
        *_editions(having, catalogue),
        *([] if is_listed else [Fact("source", operation.source)]),
        *_reports(name, catalogue),
        *_live_messages(name, catalogue),
    ]
    general = [catalogue.exceptions[each] for each in catalogue.general_exceptions]
    tables = [
        Table(
            headings=("exception", "status"),
            rows=[(each.name, str(each.status)) for each in general],
            title=f"Exceptions without an error code, from any operation: {len(general)}",
            label="exception",
        )
    ]
    if is_listed:
        codes = [catalogue.codes[each] for each in catalogue.codes_of(name)]
        carriers = [catalogue.exceptions[each.carrier.text] for each in codes]
        table = Table(
            headings=("error code", "status", "message"),
            rows=[
                (each.name, str(carrier.status), each.message)
                for each, carrier in zip(codes, carriers, strict=True)
            ],
            title=f"Error codes that it is documented to return: {len(codes)}",
            label="error code",
        )
        tables.insert(0, table)
    elif having:
        facts.append(_listed("codes elsewhere", catalogue.all_codes_of(name), "none"))
    return _Known(facts, tables)


def _of_code(name: str, catalogue: Catalogue) -> _Known:
    listed = catalogue.codes.get(name)
    code = listed or catalogue.known_codes[name]
    causes = {"cause": code.cause, "remedy": code.remedy}
    facts = [
        Fact("error code", name),
        *([] if listed else [_not_listed(catalogue)]),
        Fact("message", code.message or unknown_message(name)),
        _stated("carrier", code.carrier),
        Fact("status", _status(catalogue.exceptions[code.carrier.text])),
        *(_stated(label, each) for label, each in causes.items() if each is not None),
        Fact("family", code.family or "none"),
        *_known_from(name, catalogue),
        *_reports(name, catalogue),
    ]
    operations = catalogue.operations_of(name) if listed else catalogue.all_operations_of(name)
    title = "Operations that are documented to return it"
    if not listed:
        title = "Operations for which another edition lists it"
    return _Known(facts, [_operations(operations, catalogue, title)])


def _operations(names: Sequence[str], catalogue: Catalogue, title: str) -> Table:
    operations = [catalogue.api_operations[name] for name in names]
    return Table(
        headings=("operation", "resource", "kind"),
        rows=[(each.name, each.resource, each.kind) for each in operations],
        title=f"{title}: {len(operations)}",
        label="operation",
    )


def _of_exception(name: str, catalogue: Catalogue) -> _Known:
    listed = catalogue.exceptions.get(name)
    exception = listed or catalogue.known_exceptions[name]
    facts = [Fact("exception", name)]
    if not listed:
        facts += [_not_listed(catalogue), Fact("source", exception.source)]
    facts.append(Fact("message", exception.message))
    if exception.sample_message is not None:
        facts.append(Fact("sample message", exception.sample_message))
    facts.append(Fact("status", _status(exception)))
    declaring = [
        each.name
        for each in catalogue.api_operations.values()
        if not listed and name in each.declares
    ]
    if declaring:
        code = "with or without" if exception.carries_code else "without"
        facts.append(Fact("comes", f"{code} an error code, from the operations that declare it"))
        facts += _also_code(name, catalogue)
        title = "Operations for which the API model declares it"
        return _Known(facts, [_operations(declaring, catalogue, title)])
    if not exception.carries_code:
        facts.append(Fact("comes", "without an error code, from any operation"))
        facts += _also_code(name, catalogue)
        return _Known(facts, [])
    facts.append(Fact("comes", "with an error code"))
    codes = [each for each in catalogue.codes.values() if each.carrier.text == name]
    table = Table(
        headings=("error code", "evidence", "message"),
        rows=[(each.name, each.carrier.evidence.value, each.message) for each in codes],
        title=f"Error codes that it carries by default: {len(codes)}",
        label="error code",
    )
    return _Known(facts, [table])


def _also_code(name: str, catalogue: Catalogue) -> Iterator[Fact]:
    """Yield what is known of the error code that has the name of an exception."""
    if code := catalogue.known_codes.get(name):
        yield Fact("also", "an error code", (code.source,))
        yield _stated("code carrier", code.carrier)
        yield Fact("code status", _status(catalogue.known_exceptions[code.carrier.text]))
        yield Fact("code family", code.family)
        for each in _known_from(name, catalogue):
            yield each._replace(label=f"code {each.label}")


def _of_health_event(event: HealthEvent) -> _Known:
    facts = [
        Fact("entry of the health log", event.name),
        Fact("note", _HEALTH),
        Fact("kind", event.kind),
        _listed("gateway types", event.gateway_types, "none"),
        Fact("meaning", event.meaning),
        Fact("source", event.source),
    ]
    return _Known(facts, [])


def _reports(name: str, catalogue: Catalogue) -> Iterator[Fact]:
    """Yield the public reports of live responses that show an operation or a code."""
    for (operation, code), seen in catalogue.observations.items():
        if name in (operation, code):
            other = code if name == operation else operation
            known_by = (Evidence.OBSERVED.value, seen.source)
            yield Fact("report", f"{other}: {seen.message}", known_by)


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


def _live_messages(operation: str, catalogue: Catalogue) -> Iterator[Fact]:
    """Yield the messages of an operation that no edition lists."""
    for each in catalogue.live_messages:
        if operation in each.operations:
            text = f"{each.code}: {each.text}" if each.code else each.text
            yield Fact("known message", text, (each.source,))


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
