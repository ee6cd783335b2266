from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sys
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from sgwlib import Catalogue, ClientCoverage, load_catalogue
from sgwlib.catalogue import Evidence, Pair, Statement
from sgwlib.errors import CatalogueError, MissingPackageError, UnknownNameError
from tools.synthetic import copy_bundled, write_lift

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CATALOGUE = load_catalogue()
EXCEPTIONS, CODES = "exceptions.csv", "error_codes.csv"
OPERATIONS, PAIRS = "operations.csv", "operation_error_codes.csv"
DESCRIPTOR = "datapackage.json"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return copy_bundled(tmp_path / "package")


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def append(folder: Path, file: str, line: str) -> int:
    """Add a line to a file and return its number."""
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text + line + "\n", encoding="utf-8")
    return text.count("\n") + 1


def describe(folder: Path, change: Callable[[Any], None]) -> None:
    """Change the descriptor of a package."""
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    change(descriptor)
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")


def refusal(folder: Path) -> tuple[str, int | None, str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return caught.value.file, caught.value.line, caught.value.reason


# Loading


def test_the_bundled_catalogue_is_loaded_once() -> None:
    assert load_catalogue() is load_catalogue()


@pytest.mark.parametrize("file", ["", DESCRIPTOR])
@pytest.mark.parametrize("kind", [str, None])
def test_a_package_loads_from_its_folder_or_descriptor(
    package: Path, file: str, kind: type | None
) -> None:
    path = package / file if file else package
    loaded = load_catalogue(path if kind is None else str(path))
    for part in ("edition", "version", "exceptions", "codes", "operations", "pairs"):
        assert getattr(loaded, part) == getattr(CATALOGUE, part)


def test_another_package_of_the_same_shape_loads(tmp_path: Path) -> None:
    loaded = load_catalogue(write_lift(tmp_path, copies=3))
    sizes = (len(loaded.operations), len(loaded.codes), len(loaded.pairs), len(set(loaded.pairs)))
    assert sizes == (105, 108, 867, 867)
    assert loaded.exceptions == CATALOGUE.exceptions
    for name, codes in ((each, loaded.codes_of(each)) for each in loaded.operations):
        assert len(codes) == len(CATALOGUE.codes_of(name.rstrip("12")))


def test_tables_may_lie_elsewhere_in_the_package(package: Path) -> None:
    (package / "tables").mkdir()
    (package / PAIRS).rename(package / "tables" / "pairs.csv")
    describe(package, lambda it: it["resources"][3].update(path="tables/pairs.csv"))
    assert load_catalogue(package).pairs == CATALOGUE.pairs


def test_a_package_says_which_edition_is_its_default(package: Path) -> None:
    describe(package, lambda it: it.update(edition="file-2021", version="7"))
    loaded = load_catalogue(package)
    assert (loaded.edition, loaded.version, len(loaded.pairs)) == ("file-2021", "7", 296)
    assert "file-2021" in repr(loaded)
    assert len(load_catalogue(package, edition="2012-06-30").pairs) == 289
    describe(package, lambda it: it.update(edition="2013-06-30"))
    wrong = "edition '2013-06-30' is not in the table editions"
    assert refusal(package) == (DESCRIPTOR, None, wrong)


# Damage


def odd_code(  # noqa: PLR0913 - one keyword for each thing that can be wrong
    *,
    carrier: str = "InternalServerError",
    evidence: str = "inferred",
    cause: str = "c",
    source: str = "s",
    family: str = "volume",
    editions: str = "*",
) -> str:
    """Return a row of the table of codes."""
    said = f"{cause},inferred,{source},r,inferred,s"
    return f"Odd,Text,{editions},{family},{carrier},{evidence},s,{said},,false,false,s"


def odd_exception(
    start: str = "Odd,A message.,400,Bad Request,false",
    *,
    editions: str = "*",
    cause: str = "c",
    source: str = "s",
) -> str:
    """Return a row of the table of exceptions."""
    return f"{start},,{editions},{cause},inferred,{source},r,inferred,s,false,s"


@pytest.mark.parametrize("file", [DESCRIPTOR, EXCEPTIONS, CODES, OPERATIONS, PAIRS])
def test_a_missing_file_is_named(package: Path, file: str) -> None:
    (package / file).unlink()
    assert refusal(package)[:2] == (file, None)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="nowhere"):
        load_catalogue(tmp_path / "nowhere")


@pytest.mark.parametrize("file", [EXCEPTIONS, CODES, OPERATIONS, PAIRS])
def test_an_empty_file_is_refused(package: Path, file: str) -> None:
    (package / file).write_bytes(b"")
    name, line, reason = refusal(package)
    assert (name, line) == (file, 1)
    assert reason.startswith("is empty")


@pytest.mark.parametrize("file", [EXCEPTIONS, CODES, OPERATIONS, PAIRS])
def test_a_header_alone_is_refused(package: Path, file: str) -> None:
    header = (package / file).read_text(encoding="utf-8").splitlines()[0]
    (package / file).write_text(header + "\n", encoding="utf-8")
    assert refusal(package) == (file, None, "has no rows")


@pytest.mark.parametrize("file", [EXCEPTIONS, CODES, OPERATIONS, PAIRS])
def test_every_single_column_is_needed(package: Path, file: str) -> None:
    whole = (package / file).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(whole, newline="")))
    for place, column in enumerate(rows[0]):
        with (package / file).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([*row[:place], *row[place + 1 :]] for row in rows)
        assert refusal(package) == (file, 1, f"column {column!r} is missing")


@pytest.mark.parametrize(
    ("file", "line", "wrong"),
    [
        (EXCEPTIONS, odd_exception("Odd,A message.,999,Bad Request,false"), "status is '999'"),
        (EXCEPTIONS, odd_exception("Odd,A message.,many,Bad Request,false"), "status is 'many'"),
        (EXCEPTIONS, odd_exception("Odd,A message.,400,Bad,false"), "reason is 'Bad'"),
        (EXCEPTIONS, odd_exception("Odd,Text,400,Bad Request,perhaps"), "carries_code is 'perhaps"),
        (EXCEPTIONS, odd_exception("Odd,,400,Bad Request,false"), "message is empty"),
        (EXCEPTIONS, odd_exception("Odd Name,Text,400,Bad Request,false"), "is 'Odd Name'"),
        (EXCEPTIONS, odd_exception(editions="2012"), "edition '2012' is not"),
        (EXCEPTIONS, odd_exception(cause=""), "cause is empty"),
        (EXCEPTIONS, odd_exception(cause="", editions=""), "cause is empty"),
        (EXCEPTIONS, odd_exception("Odd,T,400,Bad Request,true", source=""), "cause_source is"),
        (OPERATIONS, "Odd,teapot,reads,,,false,s", "resource is 'teapot'"),
        (OPERATIONS, "Odd,volume,brews,,,false,s", "kind is 'brews'"),
        (OPERATIONS, "Odd,volume,reads,cached kettle,,false,s", "gateway_types is 'cached kettle'"),
        (OPERATIONS, "Odd,volume", "expected 7 cells, found 2"),
        (OPERATIONS, "Odd,volume,reads,,,false,s,", "expected 7 cells, found 8"),
        (OPERATIONS, "", "expected 7 cells, found 0"),
        (OPERATIONS, "AddCache,local disk,changes,,,false,s", "duplicate of line"),
        (OPERATIONS, "VolumeInUse,volume,reads,,,false,s", "is also in error_codes.csv, line"),
        (OPERATIONS, "MissingAction,volume,reads,,,false,s", "is also in exceptions.csv"),
        (CODES, odd_code(carrier="InvalidGateway"), "carrier 'Invalid"),
        (CODES, odd_code(carrier="MissingAction"), "does not carry a code"),
        (CODES, odd_code(evidence="guessed"), "'guessed'"),
        (CODES, odd_code(source=""), "cause_source is empty"),
        (CODES, odd_code(cause=""), "cause is empty"),
        (CODES, odd_code(cause="", editions=""), "cause is empty"),
        (CODES, odd_code(family="teapots"), "family is 'teapots'"),
        (CODES, odd_code(editions="file-2021 file-1999"), "edition 'file-1999' is not in the"),
        (PAIRS, "DeleteVolumes,VolumeInUse,*", "operation 'DeleteVolumes' is not in the table"),
        (PAIRS, "DeleteVolume,VolumeInUsed,*", "error_code 'VolumeInUsed' is not in the table"),
        (PAIRS, "DeleteVolume,VolumeInUse,*", "duplicate of line"),
        (PAIRS, "DeleteVolume,FileSystemNotFound,*", "FileSystemNotFound is not in edition 2012"),
        (PAIRS, '"DeleteVolume,VolumeInUse', "not CSV"),
    ],
)
def test_a_bad_row_is_refused_with_its_file_line_and_reason(
    package: Path, file: str, line: str, wrong: str
) -> None:
    number = append(package, file, line)
    name, place, reason = refusal(package)
    assert (name, place) == (file, number)
    assert wrong in reason


def test_a_line_that_is_not_utf_8_is_named(package: Path) -> None:
    content = (package / OPERATIONS).read_bytes().splitlines(keepends=True)
    content[4] = content[4].replace(b"volume", b"vol\xfcme")
    (package / OPERATIONS).write_bytes(b"".join(content))
    name, line, reason = refusal(package)
    assert (name, line) == (OPERATIONS, 5)
    assert reason.startswith("not UTF-8")


@pytest.mark.parametrize(
    "new", ["operation,resource,kind,colour", "operation,resource,resource,kind"]
)
def test_a_header_of_another_shape_is_refused(package: Path, new: str) -> None:
    edit(package, OPERATIONS, "operation,resource,kind", new)
    assert refusal(package)[:2] == (OPERATIONS, 1)


@pytest.mark.parametrize("name", ["edition", "version"])
@pytest.mark.parametrize("value", [None, "", 2012])
def test_edition_and_version_are_needed(package: Path, name: str, value: object) -> None:
    describe(package, lambda it: it.update({name: value}))
    assert refusal(package) == (DESCRIPTOR, None, f"expected a string under {name!r}")


def test_a_package_cannot_loosen_the_checks_by_weaker_schemas_of_its_own(package: Path) -> None:
    def weaken(descriptor: Any) -> None:
        for resource in descriptor["resources"]:
            fields = [
                {"name": each["name"], "type": "any"} for each in resource["schema"]["fields"]
            ]
            resource["schema"] = {"fields": fields}

    describe(package, weaken)
    assert load_catalogue(package).pairs == CATALOGUE.pairs
    line = append(package, EXCEPTIONS, "Odd,A message.,999,Bad Request,false,,*,false,s")
    assert refusal(package)[:2] == (EXCEPTIONS, line)


def test_a_damaged_package_leaves_the_bundled_one_as_it_was(package: Path) -> None:
    (package / PAIRS).unlink()
    refusal(package)
    assert load_catalogue() is CATALOGUE


# Looking up


def test_an_unknown_name_is_answered_with_the_nearest(subtests: pytest.Subtests) -> None:
    cases: list[tuple[Callable[[str], object], str, str]] = [
        (CATALOGUE.operations.__getitem__, "deletevolume", "DeleteVolume"),
        (CATALOGUE.codes_of, "DeleteVolumes", "DeleteVolume"),
        (CATALOGUE.codes.__getitem__, "VolumeInUsed", "VolumeInUse"),
        (CATALOGUE.operations_of, "VolumeInuse", "VolumeInUse"),
        (CATALOGUE.exceptions.__getitem__, "Throttling", "ThrottlingException"),
    ]
    for look_up, name, near in cases:
        with subtests.test(look_up=look_up, name=name, near=near):
            with pytest.raises(UnknownNameError) as caught:
                look_up(name)
            assert caught.value.nearest[0] == near


def test_a_name_of_another_kind_is_answered_with_its_kind(subtests: pytest.Subtests) -> None:
    cases: list[tuple[Callable[[str], object], str, str]] = [
        (CATALOGUE.codes_of, "VolumeNotFound", "unknown operation {!r}: it is an error code"),
        (CATALOGUE.operations_of, "DeleteVolume", "unknown error code {!r}: it is an operation"),
        (
            CATALOGUE.codes.__getitem__,
            "InternalFailure",
            "unknown error code {!r}: it is an exception",
        ),
        (
            CATALOGUE.exceptions.__getitem__,
            "VolumeInUse",
            "unknown exception {!r}: it is an error code",
        ),
        (CATALOGUE.operations.__getitem__, "LunInvalid", "unknown operation {!r}: it is an error"),
    ]
    for look_up, name, expected in cases:
        with subtests.test(look_up=look_up, name=name, expected=expected):
            with pytest.raises(UnknownNameError) as caught:
                look_up(name)
            assert str(caught.value).startswith(expected.format(name))


def test_what_is_no_name_is_unknown(subtests: pytest.Subtests) -> None:
    things: list[Any] = [None, 7, ["AddCache"], ""]
    for thing in things:
        with subtests.test(thing=thing), pytest.raises(UnknownNameError, match="unknown operation"):
            CATALOGUE.codes_of(thing)


def test_a_known_name_gives_its_object() -> None:
    assert CATALOGUE.operations["DeleteVolume"].kind == "deletes"
    assert CATALOGUE.exceptions["ServiceUnavailable"].status == 503
    assert CATALOGUE.codes["VolumeInUse"].carrier.text == "InvalidGatewayRequestException"


def test_documents_is_true_of_the_pairs_of_the_page_alone() -> None:
    known = {
        (operation, code)
        for operation in CATALOGUE.operations
        for code in CATALOGUE.codes
        if CATALOGUE.documents(operation, code)
    }
    assert known == set(CATALOGUE.pairs)
    assert not CATALOGUE.documents("NoSuchOperation", "InternalError")


def test_observed_pairs_are_documented_or_not() -> None:
    catalogue = load_catalogue()
    assert all(found.source.startswith("https://") for found in catalogue.observed.values())
    assert [*catalogue.undocumented_observed] == [
        pair for pair in catalogue.observed if not catalogue.documents(*pair)
    ]
    assert ("DescribeBandwidthRateLimit", "UnsupportedOperationForGatewayType") in (
        catalogue.undocumented_observed
    )
    assert ("DescribeGatewayInformation", "GatewayNotConnected") in catalogue.observed


def test_general_exceptions_are_all_but_the_carriers() -> None:
    assert len(CATALOGUE.general_exceptions) == 15
    assert set(CATALOGUE.general_exceptions) | set(CATALOGUE.carriers) == set(CATALOGUE.exceptions)


# Nothing can be changed


def test_mappings_are_read_only(subtests: pytest.Subtests) -> None:
    parts: list[str] = ["exceptions", "codes", "operations"]
    for part in parts:
        with subtests.test(part=part):
            mapping = getattr(CATALOGUE, part)
            name = next(iter(mapping))
            with pytest.raises(TypeError):
                mapping[name] = None
            with pytest.raises(TypeError):
                del mapping[name]


def test_objects_are_frozen(subtests: pytest.Subtests) -> None:
    things: list[Any] = [
        CATALOGUE,
        CATALOGUE.codes["VolumeInUse"],
        CATALOGUE.operations["AddCache"],
        CATALOGUE.exceptions["MissingAction"],
    ]
    for thing in things:
        with subtests.test(thing=thing):
            for field in dataclasses.fields(thing):
                with pytest.raises(dataclasses.FrozenInstanceError):
                    setattr(thing, field.name, "other")


def test_pairs_and_statements_are_tuples() -> None:
    assert isinstance(CATALOGUE.pairs, tuple)
    assert all(type(pair) is Pair for pair in CATALOGUE.pairs)
    assert issubclass(Statement, tuple)


# What is said of each code and operation


def test_everything_said_of_a_code_has_a_text_an_evidence_and_a_source(
    subtests: pytest.Subtests,
) -> None:
    parts: list[str] = ["carrier", "cause", "remedy"]
    for part in parts:
        with subtests.test(part=part):
            for code in CATALOGUE.codes.values():
                said: Statement = getattr(code, part)
                assert said.text.strip()
                assert isinstance(said.evidence, Evidence)
                assert said.source.strip()


def test_every_exception_without_a_code_has_a_cause_and_a_remedy() -> None:
    said = {
        each.name: tuple(filter(None, (each.cause, each.remedy)))
        for each in CATALOGUE.known_exceptions.values()
    }
    assert [name for name, statements in said.items() if not statements] == list(CATALOGUE.carriers)
    for statement in chain.from_iterable(said.values()):
        assert statement.text.endswith(".")
        assert isinstance(statement.evidence, Evidence)
        # Whoever doubts it can read it: on the page, in the model of the API, or at an address.
        assert re.search(r"reference page|botocore|https://", statement.source)


def test_only_the_carrier_that_the_page_s_sample_shows_is_documented() -> None:
    documented = {
        code.name: code.carrier.text
        for code in CATALOGUE.codes.values()
        if code.carrier.evidence is Evidence.DOCUMENTED
    }
    assert documented == {"VolumeNotFound": "InvalidGatewayRequestException"}


def test_only_the_two_internal_errors_come_as_a_server_error_by_default() -> None:
    by_default = [
        code.name for code in CATALOGUE.codes.values() if code.carrier.text == "InternalServerError"
    ]
    assert by_default == ["GatewayInternalError", "InternalError"]


def test_what_is_observed_names_a_public_place() -> None:
    known = (CATALOGUE.codes, CATALOGUE.known_exceptions)
    said = [each for of in known for it in of.values() for each in (it.cause, it.remedy) if each]
    observed = [each for each in said if each.evidence is Evidence.OBSERVED]
    assert observed
    for each in observed:
        assert "https://" in each.source


def test_the_kind_of_an_operation_fits_its_name() -> None:
    verbs = {"Describe": "reads", "List": "reads", "Delete": "deletes"}
    for operation in CATALOGUE.operations.values():
        verb = next((verb for verb in verbs if operation.name.startswith(verb)), "")
        assert operation.kind == verbs.get(verb, "changes")


# As a table


def test_a_frame_has_one_row_a_pair_in_the_page_s_order() -> None:
    frame = CATALOGUE.to_frame()
    assert list(frame[["operation", "error_code"]].itertuples(index=False, name=None)) == list(
        CATALOGUE.pairs
    )
    assert frame.notna().all(axis=None)


def test_a_frame_says_of_a_pair_what_the_objects_say() -> None:
    frame = CATALOGUE.to_frame()
    position = CATALOGUE.pairs.index(Pair("DeleteVolume", "VolumeInUse"))
    row = frame.to_dict("records")[position]
    code = CATALOGUE.codes["VolumeInUse"]
    assert (row["resource"], row["kind"]) == ("volume", "deletes")
    assert (row["message"], row["status"]) == (code.message, 400)
    assert (row["cause"], row["cause_evidence"]) == (code.cause.text, code.cause.evidence)
    assert (row["remedy"], row["remedy_evidence"]) == (code.remedy.text, code.remedy.evidence)
    assert Counter(frame["status"]) == Counter(
        CATALOGUE.exceptions[CATALOGUE.codes[code].carrier.text].status
        for _, code in CATALOGUE.pairs
    )


def test_frames_of_other_catalogues_are_theirs(tmp_path: Path) -> None:
    other: Catalogue = load_catalogue(write_lift(tmp_path, copies=2))
    assert len(other.to_frame()) == 578


def test_the_plain_values_are_json_with_statements_as_objects() -> None:
    plain = CATALOGUE.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    code = next(each for each in plain["codes"] if each["name"] == "VolumeInUse")
    known = CATALOGUE.codes["VolumeInUse"]
    assert code["carrier"] == {
        "text": known.carrier.text,
        "evidence": known.carrier.evidence.value,
        "source": known.carrier.source,
    }
    assert [each["name"] for each in plain["operations"]] == list(CATALOGUE.operations)
    assert len(plain["pairs"]) == 289


def test_without_pandas_a_frame_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for make in (CATALOGUE.to_frame, ClientCoverage().to_frame):
        with pytest.raises(MissingPackageError, match=r"pip install 'sgwlib\[pandas\]'"):
            make()


# A second validator


def validate(folder: Path) -> Any:
    from frictionless import Package  # slow to import: only these tests need it

    return Package(str(folder / DESCRIPTOR)).validate()


def test_frictionless_finds_the_shipped_package_valid(package: Path) -> None:
    report = validate(package)
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type"])
    assert report.stats["tasks"] == 10


@pytest.mark.parametrize(
    ("file", "line", "kind"),
    [
        (EXCEPTIONS, "Odd,A message.,999,Bad Request,false,,*,false,s", "constraint-error"),
        (EXCEPTIONS, "Odd,A message.,many,Bad Request,false,,*,false,s", "type-error"),
        (OPERATIONS, "AddCache,local disk,changes,,,false,s", "primary-key"),
        (PAIRS, "DeleteVolumes,VolumeInUse,*", "foreign-key"),
    ],
)
def test_frictionless_and_we_find_the_same_damage_in_the_same_line(
    package: Path, file: str, line: str, kind: str
) -> None:
    number = append(package, file, line)
    assert refusal(package)[:2] == (file, number)
    assert [number, kind] in validate(package).flatten(["rowNumber", "type"])


def test_a_wrong_name_in_a_mapping_gets_the_nearest(subtests: pytest.Subtests) -> None:
    cases: list[tuple[str, str, str]] = [
        ("codes", "VolumInUse", "VolumeInUse"),
        ("operations", "DeletVolume", "DeleteVolume"),
        ("exceptions", "ThrottlingError", "ThrottlingException"),
    ]
    for names, wrong, near in cases:
        with subtests.test(names=names, wrong=wrong, near=near):
            mapping = getattr(load_catalogue(), names)
            with pytest.raises(UnknownNameError, match=f"did you mean {near}"):
                mapping[wrong]
            assert mapping.get(wrong) is None
            assert wrong not in mapping
