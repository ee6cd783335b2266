from __future__ import annotations

import dataclasses
import random
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import Catalogue, load_catalogue
from sgwlib.catalogue import Evidence, Observation, Pair, Statement
from sgwlib.coverage import recording
from sgwlib.retries import who_retries
from sgwlib.ui.detail import describe
from sgwlib.ui.model import ExplorerModel
from sgwlib.ui.sentences import summarise
from tests.ui.reader import Reader
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CATALOGUE = load_catalogue()
CARRIERS = CATALOGUE.carriers
CELLS = [(operation, code) for operation in CATALOGUE.operations for code in CATALOGUE.codes]
Subject = tuple[str, str, str]


def read(model: ExplorerModel) -> Reader:
    return Reader(describe(model))


@cache
def reading(operation: str = "", code: str = "", exception: str = "", **options: Any) -> Reader:
    model = ExplorerModel(**options)
    model.select(operation, code, exception)
    return read(model)


EVERY_KIND: list[Subject] = [
    *((operation, "", "") for operation in CATALOGUE.operations),
    *(("", code, "") for code in CATALOGUE.codes),
    *(("", "", name) for name in CATALOGUE.exceptions),
    *(("DeleteVolume", "", name) for name in CATALOGUE.exceptions),
    *(("DeleteVolume", "VolumeInUse", carrier) for carrier in ("", *CARRIERS)),
    ("", "VolumeInUse", "InternalServerError"),
    ("DeleteVolume", "OutdatedGateway", ""),
    *((*pair, "") for pair in CATALOGUE.observed),
    ("", "", ""),
]


def shape_of(description: Reader) -> None:
    """Hold what every description has to have."""
    keys = Counter(description.values("data-key"))
    assert [key for key, count in keys.items() if count > 1] == []
    for tag, attributes in description.elements:
        assert "id" not in attributes  # two explorers in one page would have it twice
        if tag in {"a", "button", "select", "summary"} or "tabindex" in attributes:
            assert attributes["data-key"]
        if tag == "a":
            assert attributes["href"].startswith("https://")
            assert (attributes["target"], attributes["rel"]) == ("_blank", "noopener")
    levels = [int(tag[1]) for tag in description.tags("h2", "h3", "h4", "h5")]
    assert levels[0] == 3
    assert set(levels[1:]) == {4}
    copies, copied = description.values("data-copy"), description.values("data-copied")
    assert copies == copied


class TestEveryDescription:
    def test_is_well_formed_and_names_its_subject(self) -> None:
        for subject in EVERY_KIND:
            descriptions = [reading(*subject)]
            if subject in EVERY_KIND[::8]:  # not all, because this calls a real client
                model = ExplorerModel()
                model.select(*subject)
                model.called = True
                descriptions.append(read(model))
            for description in descriptions:
                shape_of(description)
                assert all(name in description.text for name in subject), subject

    def test_leads_only_to_what_there_is(self) -> None:
        model = ExplorerModel()
        for subject in EVERY_KIND:
            for selection in reading(*subject).selections:
                model.select(*selection)
                assert model.selection == selection, subject

    def test_its_choices_are_traits_of_the_model_with_values_that_it_takes(self) -> None:
        for subject in EVERY_KIND:
            traits = reading(*subject).values("data-trait")
            assert ("error" in traits) is any(subject), subject
            assert ("called" in traits) is any(subject), subject


def check_cells(cells: Iterable[tuple[str, str]]) -> None:
    """Check that each cell is described as documented or as undocumented, but possible."""
    model = ExplorerModel()
    for operation, code in cells:
        model.select(operation, code)
        documented = CATALOGUE.documents(operation, code)
        for text in (read(model).text, summarise(model)):
            assert (f"{operation} can return {code}, documented" in text) is documented
            assert ("not documented" in text) is not documented
            if documented or (operation, code) in CATALOGUE.observed:
                continue
            said = text.replace("but not impossible", "").lower()
            assert said != text.lower()
            assert not any(
                word in said for word in ("impossible", "safe", "cannot return", "never return")
            ), text
            assert "Also returned by" not in text


def test_a_cell_is_described_as_documented_or_not() -> None:
    check_cells(random.Random(7).sample(CELLS, 60))


@pytest.mark.heavy
def test_every_cell_is_described_as_documented_or_not() -> None:
    check_cells(CELLS)


class TestContent:
    def test_a_code_is_given_with_message_cause_remedy_and_their_evidence(self) -> None:
        for code, about in CATALOGUE.codes.items():
            text = reading(code=code).text
            assert f"“{about.message}”" in text
            for title, statement in (("Cause", about.cause), ("What to do", about.remedy)):
                assert f"{title} {statement.evidence.value} {statement.text} (" in text, code

    def test_a_code_has_both_carriers_the_default_first_with_status_and_retries(self) -> None:
        for code, fact in CATALOGUE.codes.items():
            description = reading("DeleteVolume", code)
            text, default = description.text, fact.carrier
            led = [each for each in description.selections if each[2]]
            carriers = [carrier for _, _, carrier in led]
            assert led == [("DeleteVolume", code, carrier) for carrier in carriers]
            assert carriers[0] == default.text, code
            assert sorted(carriers) == sorted(CARRIERS)
            assert f"the default {default.evidence.value} (" in text
            for carrier in CARRIERS:
                about = CATALOGUE.exceptions[carrier]
                assert f"{carrier} {about.status} {about.reason}" in text
                assert who_retries(carrier, about.status).sentence in text
            assert f"The page doesn't say which exception carries {code}." in text

    def test_an_operation_leads_to_its_pairs_and_to_operations_like_it(self) -> None:
        description = reading("CreateSnapshot")
        own = [("CreateSnapshot", code, "") for code in CATALOGUE.codes_of("CreateSnapshot")]
        general = [("CreateSnapshot", "", name) for name in CATALOGUE.general_exceptions]
        alone = [operation for operation, *rest in description.selections if not any(rest)]
        assert description.selections[: len(own)] == own
        assert [each for each in description.selections if each[2]] == general
        assert alone[:1] == ["CreateSnapshotFromVolumeRecoveryPoint"]
        assert "snapshot, which it changes. It can return 9 of 36 error codes." in description.text

    def test_a_code_leads_to_its_operations_and_to_codes_like_it(self) -> None:
        description = reading(code="VolumeInUse")
        assert "Returned by 1 operation DeleteVolume Carriers" in description.text
        assert description.selections[0] == ("DeleteVolume", "VolumeInUse", "")
        like = [code for operation, code, carrier in description.selections if not operation]
        assert like[2:4] == ["SnapshotInProgressException", "VolumeIdInvalid"]

    def test_an_operation_names_those_with_the_same_codes(self) -> None:
        for operation in CATALOGUE.operations:
            codes = set(CATALOGUE.codes_of(operation))
            alike = [
                name
                for name in CATALOGUE.operations
                if name != operation and set(CATALOGUE.codes_of(name)) == codes
            ]
            keys = reading(operation).values("data-key")
            assert [key.partition("/")[2] for key in keys if "like/" in key] == alike

    def test_an_undocumented_pair_leads_to_the_operations_that_have_the_code(self) -> None:
        description = reading("DeleteVolume", "OutdatedGateway")
        assert "Documented for 1 operation" in description.texts
        assert description.selections[0] == ("ActivateGateway", "OutdatedGateway", "")

    def test_an_observed_pair_has_the_message_and_the_public_source(self) -> None:
        for pair, seen in CATALOGUE.observed.items():
            description = reading(*pair)
            expected = f"Observed live, with this message “{seen.message}” ( github.com/…"
            assert expected in description.text
            assert seen.source in description.values("href")
        for code in ("", "OutdatedGateway"):
            assert "Observed live" not in reading("DeleteVolume", code).text

    def test_an_operation_names_what_was_observed_but_is_not_documented(self) -> None:
        for operation, code in CATALOGUE.undocumented_observed:
            description = reading(operation)
            assert f"Not documented, but observed live {code}" in description.text
            assert (operation, code, "") in description.selections

    def test_an_exception_is_given_with_message_status_and_retries(self) -> None:
        for name, about in CATALOGUE.exceptions.items():
            for description in (reading(exception=name), reading(outcome=name)):
                text = description.text
                assert f"“{about.message}”" in text
                assert f"{about.status} {about.reason}." in text
                assert who_retries(name, about.status).sentence in text
                assert about.sample_message is None or f"“{about.sample_message}”" in text

    def test_a_carrier_leads_to_the_codes_that_come_with_it_by_default(self) -> None:
        for carrier in CARRIERS:
            for operation in (
                "",
                "DeleteVolume",
            ):
                of_all = CATALOGUE.codes_of(operation) if operation else CATALOGUE.codes
                expected = [
                    code for code in of_all if CATALOGUE.codes[code].carrier.text == carrier
                ]
                description = reading(operation, "", carrier)
                codes = [
                    code for _, code, exception in description.selections if exception == carrier
                ]
                assert [code for code in codes if code] == expected
                assert "The page doesn't say which codes it carries" in description.text

    def test_nothing_selected_says_how_to_select_and_offers_every_exception(self) -> None:
        description = reading()
        assert "Select a cell, a row or a column" in description.text
        offered = [exception for _, _, exception in description.selections]
        assert sorted(offered) == sorted(CATALOGUE.exceptions)

    def test_a_long_list_is_folded_and_a_short_one_is_not(self) -> None:
        assert reading(code="InternalError").tags("summary") == ["summary"]
        assert reading(code="VolumeInUse").tags("summary") == []


class TestSimulation:
    def test_the_response_is_shown_raw_and_as_boto3_raises_it(self) -> None:
        model = ExplorerModel()
        model.select("DeleteVolume", "VolumeInUse")
        model.carrier = "InternalServerError"
        text = read(model).text
        assert "HTTP/1.1 500 Internal Server Error Content-Type: application/x-amz-json" in text
        assert "botocore.errorfactory.InternalServerError: An error occurred" in text
        assert """error.response["error"]["errorCode"] == 'VolumeInUse'""" in text

    def test_the_choices_are_all_errors_of_the_operation_with_the_simulated_one_chosen(
        self,
    ) -> None:
        for code, error in (
            ("", "GatewayNotFound"),
            ("LunInvalid", ""),
            ("", "MissingAction"),
        ):
            model = ExplorerModel()
            model.select("DeleteVolume", code)
            model.error = error
            html = describe(model)
            chosen = error or code
            carriers = CARRIERS if chosen in CATALOGUE.codes else ()
            others = [name for name in (*model.errors, *carriers) if name != chosen]
            assert html.count(f"<option selected>{chosen}</option>") == 1
            assert all(f">{name}</option>" in html for name in others)

    def test_an_error_that_carries_no_code_has_no_choice_of_carrier(self) -> None:
        traits = reading(exception="ThrottlingException").values("data-trait")
        assert traits == ["error", "called"]
        assert reading("DeleteVolume").values("data-trait") == ["error", "carrier", "called"]

    def test_a_real_client_is_called_as_long_as_that_is_wanted(self) -> None:
        for selection, attempts in (
            (("DeleteVolume", "VolumeInUse", ""), (1, 1, 1)),
            (("DeleteVolume", "VolumeInUse", "InternalServerError"), (5, 3, 3)),
            (("", "InternalError", ""), (5, 3, 3)),
            (("", "", "ThrottlingException"), (5, 3, 3)),
            (("", "", "ValidationException"), (1, 1, 1)),
        ):
            model = ExplorerModel()
            model.select(*selection)
            [button] = read(model).having("aria-pressed")
            assert (button["aria-pressed"], button["data-value"]) == ("false", "true")
            assert "Retry mode" not in read(model).text
            model.called = True
            description = read(model)
            [button] = description.having("aria-pressed")
            assert (button["aria-pressed"], button["data-value"]) == ("true", "false")
            modes = zip(("legacy", "standard", "adaptive"), attempts, (5, 3, 3), strict=True)
            for mode, made, most in modes:
                assert f"{mode} {made} of at most {most} " in description.text
                assert (f"(reached max retries: {most - 1})" in description.text) is (made == most)

    def test_what_is_only_shown_is_not_met(self) -> None:
        model = ExplorerModel()
        model.called = True
        with recording() as met:
            model.select("DeleteVolume", "VolumeInUse")
            describe(model)
        assert len(met.pairs()) == 0

    def test_an_operation_that_boto3_does_not_know_is_described_all_the_same(
        self, tmp_path: Path
    ) -> None:
        model = ExplorerModel(catalogue=load_catalogue(write_lift(tmp_path, copies=2)))
        model.select("DeleteVolume1", "VolumeInUse1")
        model.called = True
        text = read(model).text
        assert "HTTP/1.1 400 Bad Request" in text
        assert text.count("unknown operation of boto3 'DeleteVolume1'; did you mean Delete") == 2

    def test_without_boto3_everything_else_is_described(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(__import__("sys").modules, "sgwlib.simulation.boto", None)
        model = ExplorerModel()
        model.select("DeleteVolume", "VolumeInUse")
        model.called = True
        text = read(model).text
        assert "HTTP/1.1 400 Bad Request" in text
        assert (
            text.count("needs the package botocore; install it with: pip install 'sgwlib[boto]'")
            == 2
        )


# Escaping

HOSTILE = """<script>alert("x")</script> & 'quoted' <img src=x onerror="alert(1)"> &lt;b&gt;"""


def with_text(text: str) -> Catalogue:
    """Return the catalogue with a text in each place where texts are free."""
    said = Statement(text, Evidence.INFERRED, text)
    exceptions = {
        name: dataclasses.replace(each, message=text, sample_message=text, reason=text)
        for name, each in CATALOGUE.exceptions.items()
    }
    codes = {
        name: dataclasses.replace(
            each,
            message=text,
            cause=said,
            remedy=said,
            carrier=Statement(each.carrier.text, Evidence.INFERRED, text),
        )
        for name, each in CATALOGUE.codes.items()
    }
    operations = {
        name: dataclasses.replace(each, resource=text)
        for name, each in CATALOGUE.operations.items()
    }
    observed = dict.fromkeys(CATALOGUE.observed, Observation(text, text))
    return dataclasses.replace(
        CATALOGUE, exceptions=exceptions, codes=codes, operations=operations, observations=observed
    )


def described(text: str, subject: Subject) -> Reader:
    model = ExplorerModel(catalogue=with_text(text))
    model.select(*subject)
    return read(model)


def test_every_text_of_a_catalogue_is_escaped() -> None:
    for subject in [*EVERY_KIND[::8], *((*pair, "") for pair in CATALOGUE.observed)]:
        found = described(HOSTILE, subject)
        assert found.elements == described("plain", subject).elements, subject
        assert HOSTILE in found.text


@settings(max_examples=25, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\xa0"),
        min_size=1,
    ),
    st.sampled_from(EVERY_KIND[:-1]),
)
def test_no_text_changes_the_elements(text: str, subject: Subject) -> None:
    assert described(text, subject).elements == described("plain", subject).elements


def test_names_of_a_catalogue_are_escaped_too() -> None:
    name = """Delete"><script>alert('x')</script>"""
    operations = {name: dataclasses.replace(CATALOGUE.operations["DeleteVolume"], name=name)}
    codes = {"VolumeInUse": CATALOGUE.codes["VolumeInUse"]}
    catalogue = dataclasses.replace(
        CATALOGUE,
        operations=operations,
        codes=codes,
        pairs=(Pair(name, "VolumeInUse"),),
        observations={Pair(name, "VolumeInUse"): Observation(name, name)},
    )
    model = ExplorerModel(catalogue=catalogue)
    for chosen in (
        (name, "VolumeInUse"),
        (name, ""),
        ("", "VolumeInUse"),
        (name, "", "InvalidAction"),
    ):
        model.select(*chosen)
        description = read(model)
        assert description.tags("script") == []
        assert name in description.text
