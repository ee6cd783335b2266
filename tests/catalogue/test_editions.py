"""Editions, and what is known beyond them, against readings that do not use ``data/``."""

from __future__ import annotations

import copy
import csv
import json
import pickle
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Package

from sgwlib import load_catalogue, simulate
from sgwlib.catalogue import Origin, Pair, bundled_folder
from sgwlib.errors import CarrierError, CatalogueError, SgwError, UnknownNameError
from sgwlib.simulation.api import api_model, api_operations
from tests.test_response_botocore import read
from tools.drift import differences
from tools.page import Page, page_of
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
    assert copy.deepcopy(FILE) is FILE
    assert FILE != PAGE
    mine = load_catalogue(bundled_folder(), edition="file-2023")
    assert pickle.loads(pickle.dumps(mine)) == mine == FILE


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


def test_only_catalogues_are_compared() -> None:
    things: list[Any] = ["file-2023", None, 5]
    for thing in things:
        with pytest.raises(SgwError, match="expected a catalogue, such as load_catalogue"):
            PAGE.compare(thing)


def test_a_name_of_another_edition_is_said_to_be_one() -> None:
    with pytest.raises(UnknownNameError, match="an error code of file-2021 and file-2023, not of"):
        PAGE.codes["FileSystemNotFound"]
    with pytest.raises(UnknownNameError, match="an operation known from elsewhere, on no edition"):
        PAGE.codes_of("RefreshCache")
    for mapping, wrong, right in (
        (PAGE.api_operations, "RefreshCash", "RefreshCache"),
        (PAGE.known_codes, "FileShareNotFond", "FileShareNotFound"),
        (PAGE.health_log, "S3AccesDenied", "S3AccessDenied"),
        (PAGE.editions, "file-2032", "file-2023"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            mapping[wrong]
        assert caught.value.nearest[0] == right


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


def test_gateway_types_are_stated_where_the_model_limits_an_operation() -> None:
    """Most sentences are like "This operation is only supported in the tape gateway type."."""
    limited = set()
    for name in api_operations():
        text = re.sub("<[^>]+>", "", api_model().operation_model(name).documentation)
        if (
            re.search(r"supported (in|for|only)|only supported", text)
            and "of all types" not in text
        ):
            limited.add(name)
    # In other words: "for FSx File Gateways", "Shuts down a Tape Gateway or Volume Gateway".
    limited |= {"AssociateFileSystem", "ShutdownGateway"}
    assert {name for name, each in PAGE.api_operations.items() if each.gateway_types} == limited


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
            # ServiceUnavailable is an exception of the page, too: there the carrier tells.
            carrier = PAGE.known_codes[code].carrier.text if code in PAGE.exceptions else None
            response = simulate(name, code, exception=carrier, undocumented=True)
            assert (response.operation, response.code) == (name, code)
    parsed = read(simulate("RefreshCache", "FileShareNotFound", undocumented=True))
    assert parsed["error"] == {"errorCode": "FileShareNotFound"}


def test_statements_that_were_observed_say_so_in_the_origins() -> None:
    for code in PAGE.known_codes.values():
        statements = (code.carrier, code.cause, code.remedy)
        if any(each is not None and each.evidence == "observed" for each in statements):
            assert Origin.OBSERVED in code.origins, code.name


def test_a_third_exception_carries_a_code_where_the_model_declares_it() -> None:
    declaring = [
        name
        for name, each in PAGE.api_operations.items()
        if "ServiceUnavailableError" in each.declares
    ]
    assert declaring == ["CreateSnapshot", "CreateSnapshotFromVolumeRecoveryPoint"]
    response = simulate("CreateSnapshot", "VolumeNotFound", exception="ServiceUnavailableError")
    assert read(response)["error"] == {"errorCode": "VolumeNotFound"}


def test_what_is_observed_is_of_known_names_and_has_a_public_place() -> None:
    for pair, seen in PAGE.observations.items():
        assert pair.operation in PAGE.api_operations
        assert pair.code in PAGE.known_codes
        assert Origin.OBSERVED in PAGE.known_codes[pair.code].origins
        assert seen.source.startswith("https://")
    assert ("UpdateSMBFileShare", "OutdatedGateway") in PAGE.observations
    assert ("UpdateSMBFileShare", "OutdatedGateway") not in PAGE.observed


def test_the_health_log_is_no_part_of_the_api() -> None:
    assert Counter(each.kind for each in PAGE.health_log.values()) == {
        "error": 12,
        "notification": 4,
    }
    assert PAGE.health_log["S3AccessDenied"].gateway_types == ("s3-file",)
    assert not [name for name in PAGE.health_log if PAGE.kind_of(name)]


def test_terraform_s_words_lead_to_operations() -> None:
    assert len(PAGE.terraform) == 56
    assert PAGE.terraform["creating Storage Gateway {} File System Association"] == (
        "AssociateFileSystem"
    )
    assert {*PAGE.terraform.values()} <= PAGE.api_operations.keys()


# Another edition


def insert(folder: Path, file: str, before: str, line: str) -> None:
    """Add a line to a table, before the first one that begins so, or at the end."""
    path = folder / f"{file}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [place for place, each in enumerate(lines) if before and each.startswith(before)]
    lines.insert(starts[0] if starts else len(lines), line)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def test_an_edition_is_added_as_the_readme_of_the_data_says(tmp_path: Path) -> None:
    """Add one that lacks a pair, has a new code and operation, and rewords a message."""
    folder = copy_bundled(tmp_path / "data")
    insert(folder, "editions", "", "file-2030,file,A guide,2030-01-02,https://example.org/page")
    said = "Age,inferred,wording,None,inferred,wording"
    insert(
        *(folder, "error_codes", "DiskAlreadyAllocated,"),
        "VolumeTooOld,The specified volume is too old.,file-2030,volume,"
        f"InvalidGatewayRequestException,inferred,wording,{said},,false,false,the guide of 2030",
    )
    insert(
        *(folder, "operations", ""),
        "RenewVolume,volume,changes,,InternalServerError,false,the guide of 2030",
    )
    pairs = folder / "operation_error_codes.csv"
    text = pairs.read_text(encoding="utf-8")
    before = " ".join(PAGE.editions)
    lacking = text.replace("DeleteVolume,VolumeInUse,*\n", f"DeleteVolume,VolumeInUse,{before}\n")
    pairs.write_text(lacking, encoding="utf-8")
    for operation in ("RenewVolume", "DeleteVolume"):
        first_of_next = "AddCache,DiskAlreadyAllocated,"
        insert(
            folder, "operation_error_codes", first_of_next, f"{operation},VolumeTooOld,file-2030"
        )
    insert(folder, "rewordings", "", "VolumeNotFound,file-2030,No such volume.")
    assert Package(str(folder / "datapackage.json")).validate().valid
    first, added = load_catalogue(folder), load_catalogue(folder, edition="file-2030")
    assert (first.pairs, first.operations) == (PAGE.pairs, PAGE.operations)
    assert added.editions["file-2030"].pairs == len(added.pairs) == 290
    changes = [str(each) for each in first.compare(added).changes]
    assert changes == [
        "added error code VolumeTooOld",
        (
            "reworded error code VolumeNotFound: 'The specified volume was not found.' became "
            "'No such volume.'"
        ),
        "added operation RenewVolume",
        "removed pair DeleteVolume VolumeInUse",
        "added pair RenewVolume VolumeTooOld",
        "added pair DeleteVolume VolumeTooOld",
    ]
    # The last step: the page itself, from another reading, does not differ.
    codes: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, (message, operations) in FACTS["codes"].items():
        if name == "DiskAlreadyAllocated":
            codes["VolumeTooOld"] = (
                "The specified volume is too old.",
                ("RenewVolume", "DeleteVolume"),
            )
        kept = () if name == "VolumeInUse" else tuple(operations)
        codes[name] = ("No such volume." if name == "VolumeNotFound" else message, kept)
    exceptions = {
        name: (
            status,
            reason,
            message.replace(" .", "."),
        )  # a page is compared without stray blanks
        for name, (status, reason, message) in FACTS["exceptions"].items()
    }
    assert differences(page_of(added), Page(exceptions, codes)) == []


def test_a_slip_in_a_table_of_what_is_beyond_is_named(tmp_path: Path) -> None:
    cases = [
        ("rewordings", "VolumeNotFond,file-2023,No.", "'VolumeNotFond' is no exception and no"),
        ("rewordings", "InternalServerError,file-2023,Other.", "words InternalServerError twice"),
        ("operations", "Odd,volume,reads,,NoSuchException,false,s", "'NoSuchException' is not in"),
        ("messages", "Odd.,NoSuchCode,AddCache,s", "'NoSuchCode' is not in the table error-codes"),
        ("messages", "Odd.,,NoSuchOperation,s", "'NoSuchOperation' is not in the table operations"),
    ]
    for place, (file, line, reason) in enumerate(cases):
        folder = copy_bundled(tmp_path / str(place))
        insert(folder, file, "", line)
        with pytest.raises(CatalogueError, match=reason) as caught:
            load_catalogue(folder)
        assert caught.value.file == f"{file}.csv"
        assert caught.value.line


def test_what_is_beyond_the_editions_may_be_nothing(tmp_path: Path) -> None:
    folder = copy_bundled(tmp_path)
    for name in ("rewordings", "observed_pairs", "messages", "health_log", "terraform"):
        header = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        (folder / f"{name}.csv").write_text(f"{header}\n", encoding="utf-8")
    loaded = load_catalogue(folder)
    assert loaded.pairs == PAGE.pairs
    assert (loaded.observed, loaded.live_messages, loaded.terraform) == ({}, (), {})


def test_the_default_edition_is_the_one_that_the_package_names() -> None:
    described = json.loads((bundled_folder() / "datapackage.json").read_text(encoding="utf-8"))
    assert described["edition"] == PAGE.edition == "2012-06-30"
