"""``sgw review``: what code does about the errors of the operations that it calls."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from sgwlib.catalogue import load_catalogue
from sgwlib.cli.command import Command, UsageError, first_of, nonempty
from sgwlib.cli.output import Fact
from sgwlib.errors import ReviewError
from sgwlib.text import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from sgwlib.cli.output import Output
    from sgwlib.reviewing import Finding, Review, ReviewedCall

_FINDINGS: Final = 1
# The mark and the colour of an outcome on a terminal.
_LOOKS: Final[dict[str, tuple[str, Literal["", "good", "bad", "doubt"]]]] = {
    "handled": ("+", "good"),
    "translated": ("+", "good"),
    "reported": ("+", "good"),
    "propagates": (">", ""),
    "swallowed": ("!", "bad"),
    "crashes": ("!", "bad"),
    "endless": ("!", "bad"),
    "unknown": ("?", "doubt"),
}
_WIDTH: Final = max(map(len, _LOOKS)) + 2  # of all labels, so that the blocks align
_COLUMNS: Final = (
    *("source", "operation", "line", "function"),
    *("error", "outcome", "decided_at", "note"),
)
_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="PATH",
        nargs="+",
        type=nonempty,
        help="a Python source; a folder for all .py files in it",
    )
    parser.add_argument(
        "--operation", metavar="NAME", type=nonempty, help="review only calls of this operation"
    )
    parser.add_argument(
        "--client",
        metavar="NAME",
        type=nonempty,
        action="append",
        default=[],
        help="a variable or attribute that is a client of Storage Gateway, where the source "
        "doesn't show it (may be repeated)",
    )
    parser.add_argument(
        "--both-carriers",
        action="store_true",
        help="answer with each code in each of the two exceptions that can carry it",
    )
    parser.add_argument(
        "--format",
        choices=("github", "sarif"),
        help="write the findings as annotations of GitHub Actions, or as SARIF",
    )


def _review(arguments: Namespace, output: Output) -> int:
    # Imported here: no other command needs it, and it needs botocore.
    from sgwlib.reviewing.process import Worker
    from sgwlib.reviewing.reader import checked, review_file

    if arguments.format and (arguments.json or arguments.csv):
        raise UsageError("--format can't be combined with --json or --csv")
    request = {"clients": arguments.client, "operation": checked(arguments.operation)}
    reviews, wrong = [], []
    with Worker(both=arguments.both_carriers) as worker:
        for source in _sources(arguments.files):
            try:
                reviews.append(review_file(worker, source, **request))
            except ReviewError as error:
                wrong.append(str(error))
    if reviews:
        _write(reviews, arguments, output)
    if wrong:
        output.flush()  # the sentence comes after the reviews of the other files
        raise UsageError("; ".join(wrong))
    return 0 if all(each.clean for each in reviews) else _FINDINGS


def _sources(files: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, files):
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        # Hidden folders hold the code of others: .venv, .git.
        shown = [each for each in found if not _is_hidden(each.relative_to(path))]
        if not shown:
            raise UsageError(f"there is no .py file in {path}")
        yield from shown


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _write(reviews: Sequence[Review], arguments: Namespace, output: Output) -> None:
    if arguments.json:
        output.json([each.to_dict() for each in reviews])
    elif arguments.format == "sarif":
        output.json(_sarif(reviews))
    elif arguments.format == "github":
        lines = [_annotation(each.source, it) for each in reviews for it in each.findings]
        output.raw("".join(lines).encode(errors="backslashreplace"))
    elif arguments.csv:
        output.csv([row for each in reviews for row in _rows(each)], _COLUMNS)
    elif output.terminal:
        _show(reviews, output)
    else:
        text = "\n".join(map(str, reviews))
        output.raw(f"{text}\n".encode(errors="backslashreplace"))


# --- for other programs ---------------------------------------------------------------------


def _rows(review: Review) -> Iterator[dict[str, object]]:
    """Yield a row for each error of each call."""
    for call in review.calls:
        for error, (outcome, line, note, _) in call.decisions.items():
            cells = (review.source, call.operation, call.line, call.function)
            yield dict(zip(_COLUMNS, (*cells, error, outcome.value, line, note), strict=True))


def _annotation(source: str, finding: Finding) -> str:
    """Return a finding as a command of GitHub Actions."""
    title = f"sgw: {finding.kind}"
    properties = ",".join(
        f"{key}={_escaped(value, ':,')}"
        for key, value in (("file", source), ("line", str(finding.line)), ("title", title))
    )
    return f"::warning {properties}::{_escaped(str(finding))}\n"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _sarif(reviews: Sequence[Review]) -> dict[str, Any]:
    """Return the findings as a SARIF log."""
    from sgwlib import __version__

    kinds = sorted({it.kind for each in reviews for it in each.findings})
    rules = [{"id": kind.replace(" ", "-"), "name": kind} for kind in kinds]
    results = [
        {
            "ruleId": it.kind.replace(" ", "-"),
            "level": "warning",
            "message": {"text": str(it)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": Path(each.source).as_posix()},
                        "region": {"startLine": it.line},
                    }
                }
            ],
        }
        for each in reviews
        for it in each.findings
    ]
    driver = {"name": "sgw review", "version": __version__, "rules": rules}
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


# --- on a terminal --------------------------------------------------------------------------


def _show(reviews: Sequence[Review], output: Output) -> None:
    for each in reviews:
        for call in each.calls:
            output.heading(f"{each.source}:{call.line}  {call.operation} in {call.function}")
            output.facts([*_outcomes(call), *map(_finding, call.findings)])
            output.gap()
    unreviewed = [(each.source, it) for each in reviews for it in each.unreviewed]
    if unreviewed:
        from sgwlib.reviewing.report import VOUCH

        output.heading("Not reviewed: no sign of Storage Gateway")
        listed = [Fact(f"{source}:{it.line}", it.operation) for source, it in unreviewed]
        output.facts([*listed, Fact(*VOUCH)])
        output.gap()
    legend = list(_legend(reviews))
    if legend:
        output.heading("What the words mean")
        output.facts(legend)
        output.gap()
    output.heading(_summary(reviews))


def _outcomes(call: ReviewedCall) -> Iterator[Fact]:
    for word, (_, tone) in _LOOKS.items():
        label = _outcome_label(word)
        for group in _groups(call.errors(word)):
            yield Fact(label, group, tone=tone)
            label = _label("")
    doubts = [each for each in call.decisions.values() if each.outcome == "unknown"]
    for line, why in dict.fromkeys((each.line, each.note) for each in doubts):
        yield Fact(_label(f"? line {line}"), why, tone="doubt")


def _groups(errors: Iterable[str]) -> Iterator[str]:
    """Yield the codes of each carrier, the general exceptions, and those of the API model only."""
    catalogue = load_catalogue()
    by_carrier: defaultdict[str, list[str]] = defaultdict(list)
    alone, declared = [], []
    for error in errors:
        carrier, _, code = error.rpartition("/")
        if catalogue.kind_of(code) == "error code":
            by_carrier[carrier or catalogue.known_codes[code].carrier.text].append(code)
        elif error in catalogue.general_exceptions:
            alone.append(error)
        else:
            declared.append(error)
    for carrier, codes in by_carrier.items():
        many = f"{counted(len(codes), 'code')}: " if len(codes) > 1 else ""
        yield f"{carrier} with {many}{', '.join(codes)}"
    if declared:
        yield f"{', '.join(declared)} without a code"
    if len(alone) == len(catalogue.general_exceptions):
        yield f"all {len(alone)} general exceptions"
    elif alone:
        yield f"{counted(len(alone), 'general exception')}: {', '.join(alone)}"


def _finding(finding: Finding) -> Fact:
    # The sentence of an outcome has its word already.
    text = str(finding) if finding.kind in _LOOKS else f"{finding.kind}: {finding}"
    return Fact(_label(f"! line {finding.line}"), text, tone="bad")


def _legend(reviews: Iterable[Review]) -> Iterator[Fact]:
    """Yield the meaning of each word that occurs."""
    from sgwlib.reviewing import Outcome

    occurring = {
        each.outcome
        for review in reviews
        for call in review.calls
        for each in call.decisions.values()
    }
    for word, (_, tone) in _LOOKS.items():
        if word in occurring:
            yield Fact(_outcome_label(word), Outcome(word).meaning, tone=tone)
    if occurring:
        text = "exceptions without an error code, from any operation (see: sgw show OPERATION)"
        yield Fact(_label("  general"), text)


def _outcome_label(word: str) -> str:
    return _label(f"{_LOOKS[word][0]} {word}")


def _label(text: str) -> str:
    return text.ljust(_WIDTH)


def _summary(reviews: Sequence[Review]) -> str:
    from sgwlib.reviewing.report import NO_CALL

    findings = sum(len(each.findings) for each in reviews)
    calls = sum(len(each.calls) for each in reviews)
    where = f"{counted(calls, 'call')} in {counted(len(reviews), 'file')}"
    text = f"{counted(findings, 'finding')} at {where}"
    without = [each for each in reviews if not each.calls]
    if not without:
        return text
    return f"{text}; {NO_CALL} in {first_of([each.source for each in without])}"


REVIEW = Command(
    name="review",
    summary="review how code handles the errors of the operations it calls",
    description=(
        "It answers each call with each of its errors, and tells what becomes of each. What the "
        "code needs for that runs in a process of its own, without access to anything. The exit "
        "status is 0 without findings, 1 with findings, and 2 if a file cannot be read or is not "
        "Python; the other files are reviewed anyway. A comment `# sgw: ignore[swallowed]` at "
        "the line of a finding or of its call hides findings of that kind."
    ),
    example="sgw review backup.py --operation DeleteVolume",
    add_arguments=_add_arguments,
    run=_review,
    data=False,
)
