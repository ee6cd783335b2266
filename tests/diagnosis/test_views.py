"""A view reads better than the text, and knows where everything stood in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis.decoding import (
    View,
    decode_all,
    decode_json,
    decode_whole,
    join_wrapped,
    strip_colours,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PLAIN = st.text(st.characters(codec="ascii", exclude_characters="\\&\x1b"), max_size=60)


def assert_places(view: View, given_text: str, word: str) -> None:
    """Assert that a word of the view stands where the view says."""
    start = view.text.index(word)
    place, end = view.span(start, start + len(word))
    assert given_text[place:end] == word


FORMS: list[tuple[str, Callable[[View], View], str]] = [
    ("\x1b[1;31mError\x1b[0m: no\x1b]0;title\x07 volume", strip_colours, "Error: no volume"),
    (r"{\"code\":\"no\"}\n volume", decode_json, '{"code":"no"}\n volume'),
    (r"caf\u00e9 volume C:\windows", decode_json, "café volume C:\\windows"),
    ("&lt;no&gt; &quot;volume&quot;", decode_whole, '<no> "volume"'),
    ('"{""code"": ""volume""}"', decode_whole, '"{"code": "volume"}"'),
    ("no%20volume%0Ahere", decode_whole, "no volume\nhere"),
    ("&#37;7Bno&#37;22volume", decode_whole, '{no"volume'),
    ("no#012volume#011here", decode_whole, "no\nvolume\there"),
]


def test_every_form_is_decoded_and_places_are_kept() -> None:
    for text, decode, plain in FORMS:
        view = decode(View(text))
        assert view.text == plain
        assert_places(view, text, "volume")


def test_a_log_of_docker_is_what_was_logged() -> None:
    lines = ["first volume\n", '  "second"\n', "last\n"]
    text = "\n".join(
        json.dumps({"log": line, "stream": "stderr", "time": "2024-04-06T07:08:09Z"})
        for line in lines
    )
    view = decode_whole(View(text))
    assert view.text.split("\n") == [line.rstrip("\n") for line in lines]
    assert_places(view, text, "volume")


@given(PLAIN, PLAIN)
def test_escapes_of_json_are_undone_level_by_level(before: str, after: str) -> None:
    text = f"{before}volume{after}"
    escaped = text
    for _ in range(2):
        escaped = json.dumps(escaped)[1:-1]
    view = decode_json(decode_json(View(escaped)))
    if not any(character in text for character in "\b\f\x7f") and text.isprintable():
        assert view.text == text
    assert_places(view, escaped, "volume")


@given(st.text("abc ", min_size=41, max_size=300), st.integers(20, 40))
def test_lines_of_one_width_are_joined(text: str, width: int) -> None:
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    view = join_wrapped(View("\n".join(lines)))
    assert view is not None
    assert view.text == text
    for place in range(0, len(text), 7):
        start, _ = view.span(place, place + 1)
        assert "\n".join(lines)[start] == text[place]


def test_what_starts_anew_is_joined_to_nothing() -> None:
    for text in (
        "short\nlines\n",
        '{"a line": "as long as the others"}\n{"and": "a new record"}',
        "a line that is the longest of all.\n2024-04-06 a new record",
        "a line that is the longest of all.\nError: a new record",
    ):
        assert join_wrapped(View(text)) is None, text


@given(PLAIN, PLAIN, st.integers(0, 4))
def test_colours_and_escapes_of_any_depth_are_undone(before: str, after: str, depth: int) -> None:
    text = escaped = f'{before} "volume" {after}'
    for _ in range(depth):
        escaped = json.dumps(escaped)[1:-1]
    coloured = f"\x1b[31m{escaped}\x1b[0m"
    view = decode_all(View(coloured))
    if text.isprintable():
        assert view.text == text
    assert_places(view, coloured, "volume")
