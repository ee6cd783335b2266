"""Reading equal records once never changes what is read."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sgwlib import explain, load_catalogue
from sgwlib.diagnosis import Kind, explanation, reading
from sgwlib.diagnosis.reading import Reader
from tests.diagnosis.logs.records import new_error
from tests.diagnosis.mentions import MENTIONS, fill
from tests.diagnosis.notations import HAPPENINGS, NOTATIONS
from tests.diagnosis.small_logs import CARRIER, VOLUME_IN_USE, counts, one_line, read

if TYPE_CHECKING:
    import pytest

    from tests.diagnosis.notations import Notation

CORPUS = Path(__file__).parent / "corpus" / "corpus.jsonl"
TEXTS = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
CATALOGUE = load_catalogue()
CODES = list(CATALOGUE.codes.values())
AT = datetime(2026, 3, 1, tzinfo=UTC)
NAMED = [*CATALOGUE.operations, *CATALOGUE.codes, *(str(code.message) for code in CODES)]


def assert_read_alike(texts: list[str]) -> None:
    """Check that one reader says of each text what a fresh one says."""
    reader = Reader()
    for text in (*texts, *texts):
        said, fresh = (it.read(text.encode()) for it in (reader, Reader()))
        assert said[:2] == fresh[:2], text
        assert said.is_certain == fresh.is_certain, text


def printed(notation: Notation, seeds: list[int]) -> list[str]:
    """Return errors as one client prints them, with other names, messages, times and ids."""
    texts = []
    for seed in seeds:
        random = Random(seed)
        texts.append(notation.text(new_error(random.choice(notation.happenings), AT, random)))
    return texts


SEEDS = st.lists(st.integers(0, 10_000), min_size=2, max_size=4)


@given(st.sampled_from(list(NOTATIONS.values())), SEEDS)
def test_other_names_messages_and_ids_in_one_notation_are_read_as_they_are(
    notation: Notation, seeds: list[int]
) -> None:
    assert_read_alike(printed(notation, seeds))


@given(st.sampled_from(list(NOTATIONS.values())), SEEDS, st.integers(1, 3))
def test_escaped_records_are_read_as_they_are(
    notation: Notation, seeds: list[int], levels: int
) -> None:
    r"""Some loggers write \u0022 for quotes: what follows is a name, and no id with a digit."""
    texts = printed(notation, seeds)
    for _ in range(levels):
        texts = [json.dumps({"@x": text}).replace('\\"', "\\u0022") for text in texts]
    assert_read_alike(texts)


@given(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=4))
def test_texts_of_the_corpus_are_read_as_they_are(texts: list[str]) -> None:
    assert_read_alike(texts)


@given(st.sampled_from(TEXTS), st.permutations("0123456789"))
def test_texts_with_other_digits_are_read_as_they_are(text: str, digits: list[str]) -> None:
    """Other digits in ids, times and counts; a status and what escapes quotes stay."""
    table = str.maketrans("0123456789", "".join(digits))
    kept = r"(\\u00..|%[0-9A-F]{2}|&#?\w+;|\x1b\[[\d;]*m|StorageGateway_\d+|\b[1-5]\d\d\b)|\d+"
    other = re.sub(kept, lambda it: it[1] or it[0].translate(table), text)
    assert_read_alike([text, other])


@given(st.sampled_from(TEXTS), st.sampled_from(CODES), st.sampled_from(list(CATALOGUE.operations)))
def test_texts_with_other_codes_and_operations_are_read_as_they_are(
    text: str, code: object, operation: str
) -> None:
    assert isinstance(code, type(CODES[0]))
    others = text
    for names, new in (
        (CATALOGUE.codes, code.name),
        (CATALOGUE.operations, operation),
    ):
        for name in sorted((name for name in names if name in others), key=len)[-1:]:
            others = re.sub(rf"\b{name}\b", new, others)
    if any("\n" in text[max(0, it - 80) : it + 80] for it in places(text)):
        return  # what a wrap breaks depends on where it does
    assert_read_alike([text, others])


def places(text: str) -> list[int]:
    """Return where names and messages stand that a template has a place for."""
    return [text.find(name) for name in NAMED if name in text]


def test_all_notations_in_one_reader_are_counted_as_explain_says() -> None:
    random = Random("all")
    reader = Reader()
    wrong = []
    for name, notation in NOTATIONS.items():
        for what in random.sample(HAPPENINGS, len(HAPPENINGS)):
            if what in notation.happenings:
                text = notation.text(new_error(what, AT, random))
                [own] = [each for each in explain(text) if each.certain]
                said = reader.read(text.encode()).kinds
                expected = Kind(own.operation, own.exception, own.code)
                if said != (expected,) or expected != notation.kind(what):
                    wrong.append((name, what.code, said))
    assert wrong == []


def test_each_mention_is_read_the_same_the_second_time() -> None:
    random = Random("mentions")
    reader = Reader()
    for name, text in MENTIONS.items():
        first, second = (reader.read(fill(text, random).encode()) for _ in range(2))
        assert first[:2] == second[:2] == ((), first.mentioned), name


def test_equal_records_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids, times, operations and messages may differ."""
    read: Counter[str] = Counter()

    def diagnose(text: str, *arguments: object, **options: object) -> object:
        read[text] += 1
        return original(text, *arguments, **options)  # type: ignore[arg-type]  # passed on

    original = explanation.diagnose
    monkeypatch.setattr(reading, "diagnose", diagnose)
    reader = Reader()
    messages = (
        b"The specified volume is already in use.",
        b"The specified gateway is not connected.",
    )
    for number in range(50):
        operation = ("AddCache", "ActivateGateway", "ListLocalDisks")[number % 3]
        text = one_line(operation, f"2026-03-01 09:59:{number:02},011")
        text = text.replace(messages[0], messages[number % 2])
        code = ("VolumeInUse", "GatewayNotConnected")[number % 2]
        assert reader.read(text).kinds == (Kind(operation, CARRIER, code),)
    assert read.total() == 1


def test_it_forgets_before_it_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST", 50)
    reader = Reader()
    for number in range(300):
        reader.read(f"Storage Gateway {'x' * (number % 20)}{'y' * (number // 20)}".encode())
        assert len(reader._texts) <= 50
        assert len(reader._templates) <= 50
    assert reader.read(one_line()).kinds == (VOLUME_IN_USE,)


def test_long_records_are_not_kept() -> None:
    reader = Reader()
    for _ in range(2):
        assert reader.read(b"x" * 5000 + b"\n" + one_line()).kinds == (VOLUME_IN_USE,)
    assert not reader._texts


def test_two_errors_of_one_record_are_one_or_two_by_their_ids() -> None:
    """The memo keeps no record of several errors, since only their ids tell them apart."""
    event = (
        '{"eventSource":"storagegateway.amazonaws.com","eventName":"DeleteVolume","errorCode":'
        f'"{CARRIER}","errorMessage":"The specified volume is already in use.","requestID":'
        '"3f2b6c1e-0d4a-4b7e-9c55-7a1e9d2f%04d"}'
    )
    records = [f"x{event % one},{event % other}" for one, other in ((1, 2), (1, 1), (3, 4))]
    assert_read_alike(records)
    assert [len(Reader().read(each.encode()).kinds) for each in records] == [2, 1, 2]


def test_only_what_is_certain_counts() -> None:
    reader = Reader()
    assert reader.read(b"InternalError: The specified volume was not found.").kinds == ()
    assert reader.read(b"InternalServerError (500) from example.org").kinds == ()


def of_debug(time: str, request: str = "", code: str = "VolumeInUse") -> str:
    """Return the response of an error, as botocore logs it."""
    body = f'{{"__type":"{CARRIER}","error":{{"errorCode":"{code}"}},"message":"no"}}'
    return (
        f"{time} botocore.parsers [DEBUG] Response headers: {{'x-amzn-RequestId': '{request}'}}\n"
        f"{time} botocore.parsers [DEBUG] Response body:\nb'{body}'\n"
    )


def test_what_is_raised_for_a_response_in_a_debug_log_is_the_same_error() -> None:
    times = [f"2026-03-01 09:59:{second}" for second in ("58,011", "58,012", "58,400", "59,800")]
    raised = [one_line(time=time).decode() for time in times]
    bodies = [of_debug(time, f"0f2c5f0e-{number}") for number, time in enumerate(times)]
    again = of_debug(times[1], "0f2c5f0e-0")
    other = of_debug(times[2], "0f2c5f0e-9", "VolumeNotReady")
    unknown, not_ready = Kind(None, CARRIER, "VolumeInUse"), Kind(None, CARRIER, "VolumeNotReady")
    logs = {
        "raised": ([bodies[0], raised[1]], {VOLUME_IN_USE: 1}),
        "raised, and said": ([bodies[0], *raised[1:3]], {VOLUME_IN_USE: 1}),
        "read twice": ([bodies[0], again, *raised[1:3]], {VOLUME_IN_USE: 1}),
        "swallowed": ([bodies[0], bodies[3]], {unknown: 2}),
        "swallowed, then raised": ([*bodies[:2], raised[2]], {unknown: 1, VOLUME_IN_USE: 1}),
        "raised twice": ([bodies[0], raised[0], bodies[1], raised[1]], {VOLUME_IN_USE: 2}),
        "another one raised": ([other, raised[2]], {not_ready: 1, VOLUME_IN_USE: 1}),
        "raised later": ([bodies[0], raised[3]], {unknown: 1, VOLUME_IN_USE: 1}),
        "raised by others, too": ([bodies[0], *[raised[1]] * 4], {VOLUME_IN_USE: 3}),
        "no debug log": (raised[:2], {VOLUME_IN_USE: 2}),
    }
    found = {name: counts("".join(log).encode()) for name, (log, _) in logs.items()}
    assert found == {name: expected for name, (_, expected) in logs.items()}


def test_each_captured_debug_log_is_of_one_error() -> None:
    debugged = [each for each in TEXTS if "Response body:" in each]
    found = [read([each.encode()]) for each in debugged]
    assert len(found) > 10
    assert {each.count for each in found} == {0, 1}
    assert not any(each.perhaps for each in found if each.count)


def test_what_is_raised_for_a_certain_response_is_not_counted_apart() -> None:
    body = of_debug("2026-03-01 09:59:58,011").replace(CARRIER, "InternalServerError")
    raised = one_line().replace(CARRIER.encode(), b"InternalServerError")
    found = read([body.encode(), raised])
    assert (found.count, found.perhaps) == (1, {})
    assert list(read([raised]).perhaps) == [Kind("DeleteVolume", "InternalServerError", None)]
