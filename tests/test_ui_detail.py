from __future__ import annotations

import dataclasses
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.synthetic import write_lift
from sgwlib import Catalogue, load_catalogue
from sgwlib.catalogue import Evidence, Pair, Statement
from sgwlib.ui.detail import describe, summarise
from sgwlib.ui.model import ExplorerModel

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = load_catalogue()
VOID = {"br", "hr", "img", "input"}
UNDOCUMENTED = [
    (operation, code)
    for operation in CATALOGUE.operations
    for code in CATALOGUE.codes
    if not CATALOGUE.documents(operation, code)
]


class Reader(HTMLParser):
    """Read HTML as a browser does, and refuse what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def having(self, attribute: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if attribute in attributes]


def read(model: ExplorerModel) -> Reader:
    return Reader(describe(model))


def reading(operation: str = "", code: str = "", **options: Any) -> Reader:
    model = ExplorerModel(**options)
    model.select(operation, code)
    return read(model)


EVERY_KIND = [
    *((operation, "", "") for operation in CATALOGUE.operations),
    *(("", code, "") for code in CATALOGUE.codes),
    *(("", "", name) for name in CATALOGUE.general_exceptions),
    ("DeleteVolume", "VolumeInUse", ""),
    ("DeleteVolume", "OutdatedGateway", ""),
    ("DeleteVolume", "VolumeInUse", "ThrottlingException"),
    ("", "", ""),
]


@pytest.mark.parametrize(("operation", "code", "outcome"), EVERY_KIND)
class TestEveryDescription:
    def test_is_well_formed_and_names_its_subject(
        self, operation: str, code: str, outcome: str
    ) -> None:
        description = reading(operation, code, outcome=outcome)
        expected = [operation or code, code] if operation or code else [outcome]
        assert all(name in description.text for name in expected)

    def test_keeps_the_shortcuts_of_jupyterlab_off_whatever_takes_the_focus(
        self, operation: str, code: str, outcome: str
    ) -> None:
        for tag, attributes in reading(operation, code, outcome=outcome).elements:
            if tag in {"a", "button", "input", "select", "textarea"} or "tabindex" in attributes:
                assert attributes["data-lm-suppress-shortcuts"] == "true"
                assert attributes["data-key"]

    def test_has_each_key_once(self, operation: str, code: str, outcome: str) -> None:
        found = reading(operation, code, outcome=outcome).having("data-key")
        keys = Counter(attributes["data-key"] for attributes in found)
        assert [key for key, count in keys.items() if count > 1] == []

    def test_leads_only_to_what_there_is(self, operation: str, code: str, outcome: str) -> None:
        model = ExplorerModel()
        for attributes in reading(operation, code, outcome=outcome).having("data-operation"):
            chosen = attributes["data-operation"], attributes["data-code"]
            model.select(*chosen)
            assert any(chosen)


def test_every_pair_is_said_to_be_documented_or_not() -> None:
    model = ExplorerModel()
    for operation, code in [*CATALOGUE.pairs, *UNDOCUMENTED]:
        model.select(operation, code)
        text = read(model).text
        documented = CATALOGUE.documents(operation, code)
        assert (f"{operation} can return {code}, documented" in text) is documented
        assert (f"{operation} with {code} is not documented" in text) is not documented
        assert (f"{operation} can return {code}, documented" in summarise(model)) is documented


@pytest.mark.parametrize(("operation", "code"), UNDOCUMENTED[::40])
def test_the_undocumented_is_never_called_impossible_or_safe(operation: str, code: str) -> None:
    model = ExplorerModel()
    model.select(operation, code)
    for text in (read(model).text, summarise(model)):
        said = text.replace("which does not make it impossible", "").lower()
        assert said != text.lower()
        assert not any(word in said for word in ("impossible", "safe", "cannot return", "never"))
        assert "Also returned by" not in text


def values_of(description: Reader, attribute: str) -> list[str]:
    return [attributes[attribute] for attributes in description.having(attribute)]


class TestContent:
    @pytest.mark.parametrize("code", CATALOGUE.codes)
    def test_a_code_is_given_with_message_cause_remedy_evidence_and_source(self, code: str) -> None:
        about = CATALOGUE.codes[code]
        text = reading(code=code).text
        assert f"“{about.message}”" in text
        for statement in (about.cause, about.remedy, about.carrier):
            said = f"{statement.evidence.value} {statement.text} ({statement.source})"
            assert " ".join(said.split()) in text

    def test_an_operation_leads_to_its_pairs_and_to_operations_like_it(self) -> None:
        description = reading("CreateSnapshot")
        led = list(
            zip(
                values_of(description, "data-operation"),
                values_of(description, "data-code"),
                strict=True,
            )
        )
        own = [("CreateSnapshot", code) for code in CATALOGUE.codes_of("CreateSnapshot")]
        alike = [
            (name, "")
            for name in CATALOGUE.operations
            if name != "CreateSnapshot"
            and set(CATALOGUE.codes_of(name)) == set(CATALOGUE.codes_of("CreateSnapshot"))
        ]
        assert led == [*own, *alike]
        assert "snapshot, which it changes. It can return 9 of 36 error codes." in description.text

    def test_a_code_leads_to_its_operations_and_to_codes_like_it(self) -> None:
        description = reading(code="VolumeInUse")
        assert "Returned by 1 operation DeleteVolume Codes" in description.text
        assert values_of(description, "data-operation") == ["DeleteVolume", "", ""]
        assert values_of(description, "data-code") == [
            "VolumeInUse",
            "SnapshotInProgressException",
            "VolumeIdInvalid",
        ]

    def test_an_undocumented_pair_leads_to_the_operations_that_have_the_code(self) -> None:
        description = reading("DeleteVolume", "OutdatedGateway")
        assert "Documented for" in description.texts
        assert values_of(description, "data-operation")[0] == "ActivateGateway"

    @pytest.mark.parametrize("name", CATALOGUE.general_exceptions)
    def test_a_general_exception_is_given_with_message_and_status(self, name: str) -> None:
        about = CATALOGUE.exceptions[name]
        description = reading(outcome=name)
        assert f"“{about.message}” {about.status} {about.reason}." in description.text
        assert name in summarise(ExplorerModel(outcome=name))

    def test_nothing_selected_says_how_to_select(self) -> None:
        assert "Select a cell, a row or a column" in reading().text

    def test_the_simulation_shows_the_response_raw_and_as_boto3_raises_it(self) -> None:
        model = ExplorerModel()
        model.select("DeleteVolume", "VolumeInUse")
        model.exception = "InternalServerError"
        text = read(model).text
        assert "HTTP/1.1 500 Internal Server Error Content-Type: application/x-amz-json" in text
        assert "botocore.errorfactory.InternalServerError: An error occurred" in text
        assert """error.response["error"]["errorCode"] == 'VolumeInUse'""" in text

    @pytest.mark.parametrize(("code", "error"), [("", "GatewayNotFound"), ("LunInvalid", "")])
    def test_the_choices_are_all_errors_of_the_operation_with_the_simulated_one_chosen(
        self, code: str, error: str
    ) -> None:
        model = ExplorerModel()
        model.select("DeleteVolume", code)
        model.error = error
        html = describe(model)
        chosen = error or code
        others = [name for name in (*model.errors, *CATALOGUE.carriers) if name != chosen]
        assert f"<option selected>{chosen}</option>" in html
        assert all(f">{name}</option>" in html for name in others)

    def test_an_exception_that_carries_no_code_has_no_choice_of_carrier(self) -> None:
        assert values_of(reading(outcome="ThrottlingException"), "data-trait") == ["error"]
        assert values_of(reading("DeleteVolume"), "data-trait") == ["error", "exception"]


class TestSummary:
    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({}, "289 documented pairs: 35 operations, 36 error codes."),
            (
                {"operation": "DeleteVolume", "code": "VolumeInUse"},
                "1 of 289 documented pairs: 1 operation, 1 error code.",
            ),
            (
                {"resource": "gateway", "folded": True},
                (
                    "39 of 289 documented pairs: 7 operations, 12 error codes. "
                    "Folded into 4 rows and 4 columns."
                ),
            ),
            (
                {"text": "qqq"},
                (
                    "0 of 289 documented pairs: 0 operations, 0 error codes. "
                    "Nothing matches: clear a filter."
                ),
            ),
        ],
    )
    def test_counts_what_is_visible(self, options: dict[str, Any], expected: str) -> None:
        assert summarise(ExplorerModel(**options)) == expected

    @pytest.mark.parametrize(("operation", "code"), [("DeleteVolume", ""), ("", "VolumeInUse")])
    def test_names_the_selection(self, operation: str, code: str) -> None:
        model = ExplorerModel()
        model.select(operation, code)
        assert summarise(model).endswith(f" Selected: {operation or code}.")


HOSTILE = """<script>alert("x")</script> & 'quoted' <img src=x onerror="alert(1)"> &lt;b&gt;"""


def hostile(text: str) -> Catalogue:
    """Return the catalogue with a text in each place where texts are free."""
    said = Statement(text, Evidence.INFERRED, text)
    exceptions = {
        name: dataclasses.replace(each, message=text, sample_message=text, reason=text)
        for name, each in CATALOGUE.exceptions.items()
    }
    codes = {
        name: dataclasses.replace(each, message=text, cause=said, remedy=said)
        for name, each in CATALOGUE.codes.items()
    }
    operations = {
        name: dataclasses.replace(each, resource=text)
        for name, each in CATALOGUE.operations.items()
    }
    return dataclasses.replace(CATALOGUE, exceptions=exceptions, codes=codes, operations=operations)


@pytest.mark.parametrize(("operation", "code", "outcome"), EVERY_KIND[::8])
def test_every_text_of_a_catalogue_is_escaped(operation: str, code: str, outcome: str) -> None:
    nasty, plain = ExplorerModel(hostile(HOSTILE)), ExplorerModel(hostile("plain"))
    for model in (nasty, plain):
        model.outcome = outcome
        model.select(operation, code)
    found, expected = read(nasty), read(plain)
    assert found.elements == expected.elements
    assert HOSTILE in found.text or "Select a cell" in found.text


def test_names_of_a_catalogue_are_escaped_too() -> None:
    name = """Delete"><script>alert('x')</script>"""
    operations = {name: dataclasses.replace(CATALOGUE.operations["DeleteVolume"], name=name)}
    codes = {"VolumeInUse": CATALOGUE.codes["VolumeInUse"]}
    catalogue = dataclasses.replace(
        CATALOGUE, operations=operations, codes=codes, pairs=(Pair(name, "VolumeInUse"),)
    )
    model = ExplorerModel(catalogue)
    for chosen in ((name, "VolumeInUse"), (name, ""), ("", "VolumeInUse")):
        model.select(*chosen)
        description = read(model)
        assert "script" not in {tag for tag, _ in description.elements}
        assert name in description.text


def test_an_operation_that_boto3_does_not_know_is_described_all_the_same(tmp_path: Path) -> None:
    model = ExplorerModel(load_catalogue(write_lift(tmp_path, copies=2)))
    model.select("DeleteVolume1", "VolumeInUse1")
    text = read(model).text
    assert "HTTP/1.1 400 Bad Request" in text
    assert "unknown operation of boto3 'DeleteVolume1'; did you mean DeleteVolume" in text
