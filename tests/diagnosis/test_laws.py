"""What holds for every text: it is answered, and no change of its form makes a wrong answer certain."""

from __future__ import annotations

import json
import textwrap

from hypothesis import example, given
from hypothesis import strategies as st

from sgwlib import Explanation, explain, load_catalogue, simulate
from sgwlib.catalogue import Pair
from tests.examples import tried

CATALOGUE = load_catalogue()
PAIRS = st.sampled_from(CATALOGUE.pairs)
# What errors are made of, put together in any way.
PIECES = st.sampled_from(
    [
        *CATALOGUE.exceptions,
        *list(CATALOGUE.codes)[::4],
        *list(CATALOGUE.operations)[::4],
        *"{}[]()\"'\\:,=|<>\n\t ",
        '\\"',
        "\x1b[31m",
        "An error occurred (",
        ") when calling the ",
        " operation: ",
        "operation error Storage Gateway: ",
        '{"__type":"',
        '"errorCode":"',
        "Error_: {",
        "errorMessage=",
        "&quot;",
        '""',
        '{"log":"',
        "2024-04-06T07:08:09Z ",
        "The specified volume was not found.",
        "aws storagegateway ",
        " (Service: StorageGateway, Status Code: 400)",
        "unhandled error (",
        "%20",
        "\ud800",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


def forms(pair: Pair) -> list[str]:
    """Return a text in several notations, all of the same error."""
    response = simulate(*pair)
    line = (
        f"An error occurred ({response.exception}) when calling the {pair.operation} "
        f"operation: {response.message}"
    )
    go = (
        f"operation error Storage Gateway: {pair.operation}, https response error StatusCode: "
        f"{response.status_code}, RequestID: {response.request_id}, {response.exception}: "
        f"{response.message}"
    )
    nested = json.dumps({"level": "ERROR", "message": response.body.decode()})
    java = (
        f"{response.message} (Service: StorageGateway, Status Code: {response.status_code}, "
        f"Request ID: {response.request_id})"
    )
    rust = (
        f"service error: unhandled error ({response.exception}): Error {{ code: "
        f'"{response.exception}", message: "{response.message}", aws_request_id: '
        f'"{response.request_id}" }}'
    )
    return [line, go, response.body.decode(), str(response), nested, java, rust]


FORMS = PAIRS.flatmap(lambda pair: st.tuples(st.just(pair), st.sampled_from(forms(pair))))


def assert_nothing_wrong_is_certain(found: Explanation, pair: Pair) -> None:
    for each in found:
        if each.certain:
            assert each.exception in {None, CATALOGUE.codes[pair.code].carrier.text}
            assert each.code in {None, pair.code}
            assert each.operation in {None, pair.operation}


@given(TEXTS)
def test_every_text_is_answered(text: str) -> None:
    found = explain(text)
    for each in found:
        assert str(each)
        assert each.summary
        assert each._repr_html_()
        assert json.dumps(each.to_dict())
        assert each.found or not each.certain
        for it in (*each.evidence, *each.nearest):
            assert 0 <= it.start <= it.end <= len(text)


@given(st.binary())
def test_all_bytes_are_answered(content: bytes) -> None:
    assert str(explain(content))


@given(FORMS, st.integers(0, 400), st.integers(0, 400))
@example((Pair("CreateSnapshot", "InternalError"), "when calling the CreateSnapshot"), 0, 400)
def test_a_cut_text_makes_no_wrong_answer_certain(
    form: tuple[Pair, str], start: int, end: int
) -> None:
    pair, text = form
    assert_nothing_wrong_is_certain(explain(text[start : start + end]), pair)


@given(FORMS, st.integers(1, 120), st.integers(0, 400))
def test_a_wrapped_text_makes_no_wrong_answer_certain(
    form: tuple[Pair, str], width: int, end: int
) -> None:
    pair, text = form
    text = text[: max(end, width)]
    hard = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    soft = textwrap.fill(text, max(width, 2), break_long_words=False)
    assert_nothing_wrong_is_certain(explain(hard), pair)
    assert_nothing_wrong_is_certain(explain(soft), pair)


@given(FORMS, st.integers(20, 200))
@example(
    (
        Pair("ListTapes", "GatewayInternalError"),
        (
            "operation error Storage Gateway: ListTapes, https response error StatusCode: 500, "
            "RequestID: d3b45cfa-31f5-40d4-8009-8a8bc6759a10, InternalServerError: A gateway internal "
            "error occurred."
        ),
    ),
    145,  # between InternalServer and Error, as if that began a new line
)
@example(
    (
        Pair("AddCache", "GatewayProxyNetworkConnectionBusy"),
        (
            "service error: unhandled error (InvalidGatewayRequestException): Error { code: "
            '"InvalidGatewayRequestException", message: "The specified gateway proxy network '
            'connection is busy.", aws_request_id: "0888ac66-9e85-4300-b420-41cdd140daa3" }'
        ),
    ),
    66,  # between E and rror, as if the first line ended in a message
)
def test_a_wrapped_line_is_read_as_a_whole_one_is(form: tuple[Pair, str], width: int) -> None:
    pair, text = form
    if "\n" in text:
        return
    found = explain("\n".join(text[at : at + width] for at in range(0, len(text), width)))
    whole = explain(text)
    assert (found.exception, found.code, found.operation) == (
        whole.exception,
        whole.code,
        whole.operation,
    )
    assert found.code == pair.code or not found.certain


@given(FORMS, st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40))
def test_a_prefix_makes_no_wrong_answer_certain(form: tuple[Pair, str], prefix: str) -> None:
    pair, text = form
    prefixed = "\n".join(prefix + line for line in text.split("\n"))
    assert_nothing_wrong_is_certain(explain(prefixed), pair)


@given(FORMS, st.lists(st.integers(0, 400), max_size=8))
def test_colours_change_nothing(form: tuple[Pair, str], places: list[int]) -> None:
    _, text = form
    coloured = text
    for place in sorted((place for place in places if place <= len(text)), reverse=True):
        coloured = f"{coloured[:place]}\x1b[1;31m{coloured[place:]}"
    found, plain = explain(coloured), explain(text)
    assert (found.code, found.operation, found.message) == (
        plain.code,
        plain.operation,
        plain.message,
    )
    assert found.certain == plain.certain


@given(FORMS, st.integers(0, 3))
def test_escapes_change_nothing(form: tuple[Pair, str], levels: int) -> None:
    pair, text = form
    for _ in range(levels):
        text = json.dumps({"log": text, "at": "backup"})
    found = explain(text)
    assert found.code == pair.code or not found.certain
    assert found.operation in {None, pair.operation}


@tried(1 / 15)
@given(PAIRS)
def test_a_text_of_a_megabyte_is_answered(pair: Pair) -> None:
    whole = explain(forms(pair)[0])
    padding = "2024-04-06T07:08:09Z INFO all is well with the backup\n" * 9000
    found = explain(f"{padding}{forms(pair)[0]}\n{padding}")
    assert (found.code, found.certain) == (whole.code, whole.certain)
