"""The lessons and guides are written in short sentences, in words that a native reader doesn't stumble over."""

from __future__ import annotations

import json
import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*ROOT.glob("notebooks/solutions/*.ipynb"), *ROOT.glob("docs/*.md")])
MEDIAN, LONGEST = 15, 35
"""Words in a sentence."""
NO_PROSE = re.compile(r"<!--(?:.|\n)*?-->|^```(?:.|\n)*?^```|^#.*$|^\|.*$", re.MULTILINE)
END = re.compile(r"(?<=[.?!])[”*)]*\s+(?=[A-Z“*`])")
STUMBLING = (  # what a review found in the lessons before
    r"\bmakes this of it\b",
    r"\bstands? beside\b",
    r"\bto touch\b",
    r"\bnever with which\b",
    r"\bis no (?:ClientError|answer|error)\b",
    r"\bhave most to\b",
    r"\bOnly part of what\b",
    r"\bWho (?:chooses|acts|has)\b",
    r"\bwhat it got\b",
    r"\bin the way \w+ times\b",
    r"\bkeeps what came\b",
    r"\bneed(?:s)? not be\b",
    r"\bAt last, a\b",
    r"\bdeals itself\b",
    r"\bLeave the \w+ away\b",
    r"\bfall(?:s)? through\b",
    r"\bsent again\b",
    r"\bShould (?:a|an|the|you)\b",
    r"\bis to be done\b",
    r"\byou need not\b",
)
"""Each is a kind of sentence that sounds translated. See CONTRIBUTING.md for how to write instead."""


def prose(path: Path) -> str:
    """Return the text of a guide, or of a notebook and its hints; no code, tables and headings."""
    if path.suffix == ".md":
        return NO_PROSE.sub("", path.read_text(encoding="utf-8"))
    texts = []
    for cell in json.loads(path.read_bytes())["cells"]:
        if cell["cell_type"] == "markdown":
            texts.append("".join(cell["source"]))
            texts += cell["metadata"].get("sgwlib", {}).get("hints", [])
    return NO_PROSE.sub("", "\n\n".join(texts))


def sentences(text: str) -> list[list[str]]:
    """Return the words of each sentence. A span of code is one word."""
    text = re.sub(r"`[^`]+`", "Code", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    paragraphs = re.split(r"\n\s*\n|\n(?=- )", text)
    found = [re.findall(r"\w[\w’'-]*", each) for part in paragraphs for each in END.split(part)]
    return [words for words in found if words]


def test_the_median_sentence_of_each_text_is_short() -> None:
    assert len(TEXTS) >= 12
    medians = {path.stem: median(map(len, sentences(prose(path)))) for path in TEXTS}
    assert {name: words for name, words in medians.items() if words > MEDIAN} == {}


def test_no_sentence_is_long() -> None:
    long = [
        (path.stem, " ".join(words))
        for path in TEXTS
        for words in sentences(prose(path))
        if len(words) > LONGEST
    ]
    assert long == []


def test_no_sentence_sounds_translated() -> None:
    found = [
        (path.stem, match[0])
        for path in TEXTS
        for pattern in STUMBLING
        for match in re.finditer(pattern, prose(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("You call once. `boto3.client(x)` retries!", [3, 2]),
        ("- One point\n- Another one: [a link](there.md)", [2, 4]),
        ("**Time:** 20 minutes.\n\nIt's “done.” Go on", [3, 2, 2]),
    ],
)
def test_words_of_sentences_are_counted(text: str, lengths: list[int]) -> None:
    assert [len(words) for words in sentences(text)] == lengths
