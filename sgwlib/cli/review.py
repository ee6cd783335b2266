"""``sgw review``: how code handles the errors of the operations that it calls."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from sgwlib.catalogue import load_catalogue
from sgwlib.cli.command import Command, UsageError, first_of, nonempty
from sgwlib.cli.output import Fact
from sgwlib.errors import ReviewError
from sgwlib.text import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from sgwlib.cli.output import Output
    from sgwlib.reviewing import Finding, Review, ReviewedCall, Verdict

_FINDINGS: Final = 1
# The mark and the colour of an outcome on a terminal.
_LOOKS: Final[dict[str, tuple[str, Literal["", "good", "bad", "doubt"]]]] = {
    "handled": ("+", "good"),
    "propagates": (">", ""),
    "swallowed": ("!", "bad"),
    "crashes": ("!", "bad"),
    "endless": ("!", "bad"),
    "unclear": ("?", "doubt"),
}
_ENDLESS: Final = "the code retries the call forever"
_WIDTH: Final = max(map(len, _LOOKS)) + 2  # of all labels, so that the blocks align


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=nonempty,
        help="a Python source; a folder for all .py files in it",
    )
    parser.add_argument(
        "--operation", metavar="NAME", type=nonempty, help="review only calls of this operation"
    )


def _review(arguments: Namespace, output: Output) -> int:
    # Imported here: no other command needs it, and it needs botocore.
    import sgwlib

    reviews, wrong = [], []
    for source in _sources(arguments.files):
        try:
            reviews.append(sgwlib.review(source, arguments.operation))
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
    elif arguments.csv:
        from sgwlib.reviewing.report import COLUMNS

        output.csv([row for each in reviews for row in each.rows()], COLUMNS)
    elif output.terminal:
        _show(reviews, output)
    else:
        text = "\n".join(map(str, reviews))
        output.raw(f"{text}\n".encode(errors="backslashreplace"))


# --- on a terminal --------------------------------------------------------------------------


def _show(reviews: Sequence[Review], output: Output) -> None:
    for each in reviews:
        for call in each.calls:
            output.heading(f"{each.source}:{call.line}  {call.operation} in {call.function}")
            output.facts([*_outcomes(call), *map(_finding, call.findings)])
            output.gap()
        shown = {finding for call in each.calls for finding in call.findings}
        rest = [finding for finding in each.findings if finding not in shown]
        if rest:
            output.heading(each.source)
            output.facts([*map(_finding, rest)])
            output.gap()
    legend = list(_legend(reviews))
    if legend:
        output.heading("What the words mean")
        output.facts(legend)
        output.gap()
    output.heading(_summary(reviews))


def _outcomes(call: ReviewedCall) -> Iterator[Fact]:
    errors: defaultdict[str, list[str]] = defaultdict(list)
    for each in call.verdicts:
        errors[_word(each)].append(each.error)
    for word in filter(errors.__contains__, _LOOKS):
        label = _outcome_label(word)
        for group in _groups(errors[word]):
            yield Fact(label, group, tone=_LOOKS[word][1])
            label = _label("")
    doubts = [each for each in call.verdicts if _word(each) == "unclear"]
    for line, why in dict.fromkeys((each.line, each.note) for each in doubts):
        yield Fact(_label(f"? line {line}"), why, tone="doubt")


def _word(verdict: Verdict) -> str:
    """Return the outcome, or ``endless``: to retry forever does not handle an error."""
    endless = verdict.end is not None and verdict.end.kind == "does not end"
    return "endless" if endless else verdict.outcome.value


def _groups(errors: Iterable[str]) -> Iterator[str]:
    """Yield the codes of each carrier, the general exceptions, and those of the API model only."""
    catalogue = load_catalogue()
    by_carrier: defaultdict[str, list[str]] = defaultdict(list)
    alone, declared = [], []
    for error in errors:
        if catalogue.kind_of(error) == "error code":
            by_carrier[catalogue.known_codes[error].carrier.text].append(error)
        elif error in catalogue.general_exceptions:
            alone.append(error)
        else:
            declared.append(error)
    for carrier, codes in by_carrier.items():
        many = f"{counted(len(codes), 'code')}: " if len(codes) > 1 else ""
        yield f"{carrier} with {many}{', '.join(codes)}"
    if len(alone) == len(catalogue.general_exceptions):
        yield f"all {len(alone)} general exceptions"
    elif alone:
        yield f"{counted(len(alone), 'general exception')}: {', '.join(alone)}"
    if declared:
        yield f"{counted(len(declared), 'exception')} of the API model: {', '.join(declared)}"


def _finding(finding: Finding) -> Fact:
    # The sentence of an outcome has its word already.
    text = finding.text if finding.kind in _LOOKS else f"{finding.kind}: {finding.text}"
    return Fact(_label(f"! line {finding.line}"), text, tone="bad")


def _legend(reviews: Iterable[Review]) -> Iterator[Fact]:
    """Yield the meaning of each word that occurs."""
    from sgwlib.reviewing import Outcome

    verdicts = [each for review in reviews for call in review.calls for each in call.verdicts]
    occurring = set(map(_word, verdicts))
    for word, (_, tone) in _LOOKS.items():
        if word in occurring:
            meaning = _ENDLESS if word == "endless" else Outcome(word).meaning
            yield Fact(_outcome_label(word), meaning, tone=tone)
    if verdicts:
        text = "exceptions without an error code, from any operation (see: sgw show OPERATION)"
        yield Fact(_label("  general"), text)


def _outcome_label(word: str) -> str:
    return _label(f"{_LOOKS[word][0]} {word}")


def _label(text: str) -> str:
    return text.ljust(_WIDTH)


def _summary(reviews: Sequence[Review]) -> str:
    findings = sum(len(each.findings) for each in reviews)
    calls = sum(len(each.calls) for each in reviews)
    where = f"{counted(calls, 'call')} in {counted(len(reviews), 'file')}"
    text = f"{counted(findings, 'finding')} at {where}"
    without = [each for each in reviews if not each.calls]
    if not without:
        return text
    return f"{text}; {without[0].no_call} in {first_of([each.source for each in without])}"


REVIEW = Command(
    name="review",
    summary="review how code handles the errors of the operations it calls",
    description=(
        "It follows each documented error of each call, without running the file. An error that "
        "propagates is not a finding. The exit status is 0 without findings, 1 with findings, "
        "and 2 if a file cannot be read or is not Python; the other files are reviewed anyway."
    ),
    example="sgw review backup.py --operation DeleteVolume",
    add_arguments=_add_arguments,
    run=_review,
    data=False,
)
