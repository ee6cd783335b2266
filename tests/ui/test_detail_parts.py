"""The smaller parts of descriptions: what is alike, and the elements that they are made of."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import load_catalogue
from sgwlib.catalogue import Evidence, Statement
from sgwlib.ui.detail.describe import equals, nearly
from sgwlib.ui.detail.markup import NOTHING, choice, names, paragraph, source, statement, toggle
from tests.ui.reader import Reader

CATALOGUE = load_catalogue()
unhurried = settings(deadline=None)  # a busy machine takes its time


def neighbours(name: str) -> set[str]:
    if name in CATALOGUE.operations:
        return set(CATALOGUE.codes_of(name))
    return set(CATALOGUE.operations_of(name))


def likeness(one: str, other: str) -> float:
    return len(neighbours(one) & neighbours(other)) / len(neighbours(one) | neighbours(other))


def test_what_is_alike_has_the_same_pairs_and_what_is_nearly_so_has_most_in_common() -> None:
    for name in (*CATALOGUE.operations, *CATALOGUE.codes):
        side = CATALOGUE.operations if name in CATALOGUE.operations else CATALOGUE.codes
        others = {other: likeness(name, other) for other in side if other != name}
        assert equals(CATALOGUE, name) == [each for each, value in others.items() if value == 1]
        near = nearly(CATALOGUE, name)
        values = [others[other] for other in near]
        best = sorted((value for value in others.values() if 0 < value < 1), reverse=True)
        assert values == best[: len(values)], name
        assert len(near) == min(5, len(best)), name


URLS = st.builds(
    lambda host, path: f"https://{host}.example/{'/'.join(map(quote, path))}",
    st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.lists(st.text("abcXYZ é&<\"'", min_size=1, max_size=8), min_size=1, max_size=7),
)


@unhurried
@given(URLS, st.text("abc <>&", max_size=9))
def test_an_address_in_a_source_becomes_a_link_with_a_short_text(url: str, text: str) -> None:
    read = Reader(source(f"{text}; {url}, page", "key"))
    [link] = read.having("href")
    assert link["href"] == url
    assert (link["target"], link["rel"], link["data-key"]) == ("_blank", "noopener", "key/link0")
    shown = read.texts[read.texts.index("; ") + 1] if "; " in read.texts else read.texts[-2]
    assert len(shown) <= len(url)
    assert "".join(read.texts).startswith(f"({text}; ")
    assert "".join(read.texts).endswith(", page)")


def test_an_address_is_shortened_to_its_host_and_its_end() -> None:
    for url, text in (
        (
            "https://github.com/hashicorp/terraform-provider-aws/issues/27523",
            "github.com/…/issues/27523",
        ),
        ("https://github.com/boto/boto3", "github.com/boto/boto3"),
        ("https://docs.example", "docs.example"),
        ("https://docs.example/", "docs.example"),
    ):
        assert Reader(source(url, "key")).text == f"( {text} )"


def test_what_is_no_address_of_the_web_is_no_link() -> None:
    for text in ("javascript:alert(1)", "reference page, message", "ftp://x.y", ""):
        read = Reader(source(text, "key"))
        assert (read.tags("a"), read.text) == ([], f"({text})")


def test_two_addresses_in_one_source_are_two_links_with_keys_of_their_own() -> None:
    read = Reader(source("https://a.example/1; https://b.example/2", "key"))
    assert read.values("href") == ["https://a.example/1", "https://b.example/2"]
    assert read.values("data-key") == ["key/link0", "key/link1"]


def test_a_statement_shows_its_evidence_and_source() -> None:
    text = Reader(statement("Cause", Statement("It is so.", Evidence.OBSERVED, "a page"))).text
    assert text == "Cause observed It is so. (a page)"


def test_no_names_and_no_text_are_nothing() -> None:
    assert names("Codes", [], "code", key="codes") == paragraph("") == NOTHING


@unhurried
@given(st.lists(st.text(min_size=1), unique=True, min_size=1), st.text())
def test_each_name_selects_itself_with_what_belongs_together(
    found: list[str], operation: str
) -> None:
    read = Reader(names("Codes", found, "code", key="codes", operation=operation))
    assert read.selections == [(operation, name, "") for name in found]
    assert bool(read.tags("details")) is (len(found) > 12)


@unhurried
@given(st.lists(st.text(min_size=1), unique=True, min_size=1))
def test_a_choice_has_every_option_and_one_chosen(options: list[str]) -> None:
    read = Reader(choice("Error", "error", {"Codes": options[:1], "": options[1:]}, options[-1]))
    assert read.tags("option") == ["option"] * len(options)
    assert len(read.having("selected")) == 1
    assert read.values("label") == ["Codes"]


def test_a_toggle_says_how_it_is_and_sets_the_other() -> None:
    for on in (
        False,
        True,
    ):
        [button] = Reader(toggle("Call", "called", on=on)).having("data-trait")
        assert button["aria-pressed"] == str(on).lower()
        assert button["data-value"] == str(not on).lower()
