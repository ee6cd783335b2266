"""Editions, and what is known beyond them, against readings that do not use ``data/``."""

from __future__ import annotations

import csv
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Package

from sgwlib import load_catalogue, simulate
from sgwlib.catalogue import Origin, Pair, bundled_folder
from sgwlib.errors import CarrierError, UnknownNameError
from sgwlib.simulation.api import api_model, api_operations
from tests.test_response_botocore import read
from tools.synthetic import copy_bundled

if TYPE_CHECKING:
    from sgwlib import Catalogue

PAGE = load_catalogue()
FILE = load_catalogue(edition="file-2023")
FACTS: dict[str, Any] = json.loads(
    Path(__file__).with_name("page_facts.json").read_text(encoding="utf-8")
)
# A second reading of the guides of file gateways: what they have more than the page of 2012.
AFTER = "DuplicateCertificateInfo"  # the code that stands before the new ones
MORE = {
    "FileSystemAssociationEndpointConfigurationConflict": (
        (
            "Existing File System Association endpoint configuration conflicts with specified "
            "configuration."
        ),
        ["AssociateFileSystem"],
    ),
    "FileSystemAssociationEndpointIpAddressAlreadyInUse": (
        "The specified endpoint IP address is already in use.",
        ["AssociateFileSystem"],
    ),
    "FileSystemAssociationEndpointIpAddressMissing": (
        "File System Association Endpoint IP address is missing.",
        ["AssociateFileSystem"],
    ),
    "FileSystemAssociationNotFound": (
        "The specified file system association was not found.",
        [
            "UpdateFileSystemAssociation",
            "DisassociateFileSystem",
            "DescribeFileSystemAssociations",
        ],
    ),
    "FileSystemNotFound": ("The specified file system was not found.", ["AssociateFileSystem"]),
}
REWORDED = {
    "InternalServerError": "One of the operation error code messages Operation Error Codes.",
    "UnknownOperationException": (
        "An unknown operation was specified. Valid operations are listed in Operations in "
        "Storage Gateway."
    ),
}


def expected_codes() -> dict[str, tuple[str, list[str]]]:
    """Return the codes of the file edition, in its order."""
    found: dict[str, tuple[str, list[str]]] = {}
    for name, (message, operations) in FACTS["codes"].items():
        found[name] = (message, operations)
        if name == AFTER:
            found |= MORE
    return found


def test_the_file_edition_is_what_the_guides_say_in_their_order() -> None:
    expected = expected_codes()
    read_codes = {
        code.name: (code.message, list(FILE.operations_of(code.name)))
        for code in FILE.codes.values()
    }
    assert list(read_codes.items()) == list(expected.items())
    assert list(FILE.pairs) == [(it, code) for code, (_, names) in expected.items() for it in names]
    assert {name: each.message for name, each in FILE.exceptions.items()} == {
        name: REWORDED.get(name, message) for name, (_, _, message) in FACTS["exceptions"].items()
    }


def test_editions_are_named_with_their_dates_and_counts() -> None:
    listed = {
        each.name: (each.date, each.exceptions, each.codes, each.operations, each.pairs)
        for each in PAGE.editions.values()
    }
    assert listed == {
        "2012-06-30": ("2012-06-30", 17, 36, 35, 289),
        "volume-2018": ("2018-03-13", 17, 36, 35, 289),
        "volume-2022": ("2022-01-31", 17, 36, 35, 289),
        "tape-2023": ("2023-02-03", 17, 36, 35, 289),
        "file-2021": ("2021-09-14", 17, 41, 39, 296),
        "file-2023": ("2023-02-03", 17, 41, 39, 296),
    }
    for name, each in PAGE.editions.items():
        loaded = load_catalogue(edition=name)
        counts = map(len, (loaded.exceptions, loaded.codes, loaded.operations, loaded.pairs))
        assert (*counts,) == (each.exceptions, each.codes, each.operations, each.pairs)
        assert loaded.editions == PAGE.editions
        assert all(name in loaded.editions_of[pair] for pair in loaded.pairs)


def test_an_edition_is_loaded_once_and_survives_pickling_as_the_same_object() -> None:
    assert load_catalogue(edition="2012-06-30") is PAGE
    assert load_catalogue(edition="file-2023") is FILE
    assert pickle.loads(pickle.dumps(FILE)) is FILE
    assert FILE != PAGE


def test_an_unknown_edition_is_refused_with_the_nearest() -> None:
    things: list[Any] = ["file-2022", "", "2012", 2012, ["file-2023"]]
    for wrong in things:
        with pytest.raises(UnknownNameError, match="unknown edition"):
            load_catalogue(edition=wrong)


def test_a_comparison_says_what_was_added_removed_and_reworded() -> None:
    there, back = PAGE.compare(FILE), FILE.compare(PAGE)
    pairs = {Pair(str(it.operation), it.name) for it in there.added if it.kind == "pair"}
    assert pairs == {(it, code) for code, (_, names) in MORE.items() for it in names}
    assert {it.name for it in there.added if it.kind == "error code"} == MORE.keys()
    assert {it.name for it in there.added if it.kind == "operation"} == {
        it for _, names in MORE.values() for it in names
    }
    assert {it.name: it.after for it in there.reworded} == REWORDED
    assert there.removed == back.added == ()
    assert {it[1:4] for it in back.removed} == {it[1:4] for it in there.added}
    assert {it.name: it.before for it in back.reworded} == REWORDED
    assert PAGE.compare(PAGE).changes == ()
    assert (
        load_catalogue(edition="volume-2022").compare(load_catalogue(edition="tape-2023")).changes
        == ()
    )
    assert len(there.to_frame()) == len(there.rows()) == len(there.changes) == 18
    assert json.loads(json.dumps(there.to_dict()))["changes"] == there.rows()


def test_a_comparison_is_written_as_csv(tmp_path: Path) -> None:
    found = PAGE.compare(FILE)
    found.to_csv(tmp_path / "changes.csv")
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]
    assert rows == found.rows()


# Today's API


def test_every_operation_of_the_api_is_known_with_what_its_model_declares() -> None:
    assert sorted(PAGE.api_operations) == list(api_operations())
    for name, known in PAGE.api_operations.items():
        declared = {shape.name for shape in api_model().operation_model(name).error_shapes}
        assert {*known.declares} == declared, name
    for catalogue in map(load_every, PAGE.editions):
        for name, operation in catalogue.operations.items():
            assert operation == PAGE.api_operations[name]


def load_every(edition: str) -> Catalogue:
    return load_catalogue(edition=edition)


def test_every_value_of_the_enumeration_is_known_as_it_is() -> None:
    values = [each.enum for each in PAGE.known_codes.values() if each.enum is not None]
    assert sorted(values) == sorted(api_model().shape_for("ErrorCode").enum)  # type: ignore[attr-defined]
    assert len(values) == 62
    assert PAGE.known_codes["LunAlreadyAllocated"].enum == "LunAlreadyAllocated "


def test_a_code_says_where_it_is_known_from() -> None:
    page, guide, api, observed = Origin
    cases = {
        "VolumeInUse": (page, guide, api),
        "GatewayNotConnected": (page, guide, api, observed),
        "UnsupportedOperationForGatewayType": (page, guide, observed),
        "FileSystemNotFound": (guide,),
        "TapeCartridgeNotFound": (api,),
        "FileShareNotFound": (observed,),
    }
    assert {name: PAGE.known_codes[name].origins for name in cases} == cases
    for code in PAGE.known_codes.values():
        assert code.origins, code.name
        assert code.family, code.name
        assert code.source, code.name
    for catalogue in (PAGE, FILE):
        assert all(
            code.family == PAGE.known_codes[name].family for name, code in catalogue.codes.items()
        )


def test_every_operation_answers_with_each_exception_that_it_declares() -> None:
    for name, operation in PAGE.api_operations.items():
        for exception in operation.declares:
            response = simulate(name, exception, undocumented=True)
            parsed = read(response)
            assert parsed["Error"]["Code"] == exception
            assert response.code is None
        if not PAGE.all_codes_of(name):
            assert simulate(name, "InvalidGatewayRequestException").status_code == 400
        else:
            with pytest.raises(CarrierError, match="pass the code as the error"):
                simulate(name, "InvalidGatewayRequestException")


def test_every_known_code_can_come_from_every_operation() -> None:
    for name in PAGE.api_operations:
        for code in PAGE.known_codes:
            if PAGE.kind_of(code) == "error code":
                response = simulate(name, code, undocumented=True)
                assert (response.operation, response.code) == (name, code)
    parsed = read(simulate("RefreshCache", "FileShareNotFound", undocumented=True))
    assert parsed["error"] == {"errorCode": "FileShareNotFound"}


def test_what_is_observed_is_of_known_names_and_has_a_public_place() -> None:
    for pair, seen in PAGE.observations.items():
        assert pair.operation in PAGE.api_operations
        assert pair.code in PAGE.known_codes
        assert Origin.OBSERVED in PAGE.known_codes[pair.code].origins
        assert seen.source.startswith("https://")
    assert ("UpdateSMBFileShare", "OutdatedGateway") in PAGE.observations
    assert ("UpdateSMBFileShare", "OutdatedGateway") not in PAGE.observed


def test_the_health_log_is_no_part_of_the_api() -> None:
    assert len(PAGE.health_log) >= 12
    assert PAGE.health_log["S3AccessDenied"].gateway_types == ("s3-file",)
    assert not [name for name in PAGE.health_log if PAGE.kind_of(name)]


def test_terraform_s_words_lead_to_operations() -> None:
    assert len(PAGE.terraform) >= 25
    assert {*PAGE.terraform.values()} <= PAGE.api_operations.keys()


# Another edition


def test_an_edition_is_added_as_the_readme_of_the_data_says(tmp_path: Path) -> None:
    """Add one that lacks a pair, has a new code and rewords a message."""
    folder = copy_bundled(tmp_path / "data")
    lines = {
        name: (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        for name in ("editions", "error_codes", "operation_error_codes", "rewordings")
    }
    lines["editions"].append("file-2030,file,A guide,2030-01-02,https://example.org/page")
    lines["error_codes"].append(
        "VolumeTooOld,The specified volume is too old.,file-2030,volume,"
        "InvalidGatewayRequestException,inferred,wording,Age,inferred,wording,None,inferred,"
        "wording,,false,false,the guide of 2030"
    )
    pairs = lines["operation_error_codes"]
    before = " ".join(PAGE.editions)
    pairs[pairs.index("DeleteVolume,VolumeInUse,*")] = f"DeleteVolume,VolumeInUse,{before}"
    pairs.append("DeleteVolume,VolumeTooOld,file-2030")
    lines["rewordings"].append("VolumeNotFound,file-2030,No such volume.")
    for name, content in lines.items():
        (folder / f"{name}.csv").write_text("\n".join([*content, ""]), encoding="utf-8")
    assert Package(str(folder / "datapackage.json")).validate().valid
    first, added = load_catalogue(folder), load_catalogue(folder, edition="file-2030")
    assert first.pairs == PAGE.pairs
    assert added.editions["file-2030"].pairs == len(added.pairs) == 289
    changes = [str(each) for each in first.compare(added).changes]
    assert changes == [
        "added error code VolumeTooOld",
        (
            "reworded error code VolumeNotFound: 'The specified volume was not found.' became "
            "'No such volume.'"
        ),
        "removed pair DeleteVolume VolumeInUse",
        "added pair DeleteVolume VolumeTooOld",
    ]


def test_the_default_edition_is_the_one_that_the_package_names() -> None:
    described = json.loads((bundled_folder() / "datapackage.json").read_text(encoding="utf-8"))
    assert described["edition"] == PAGE.edition == "2012-06-30"
