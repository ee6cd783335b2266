"""What is known beyond the page is what today's models of all AWS services say."""

from __future__ import annotations

from functools import cache

import pytest
from botocore.loaders import Loader
from frictionless import Package

from sgwlib import load_catalogue
from sgwlib.catalogue import bundled_folder
from sgwlib.diagnosis.knowledge import knowledge, normalized
from sgwlib.simulation.api import api_model, api_operations

CATALOGUE = load_catalogue()
KNOWN = knowledge(CATALOGUE)
OURS = "storagegateway"


@cache
def elsewhere() -> tuple[set[str], set[str]]:
    """Return the operations and the exceptions of all other services."""
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False
    )
    operations: set[str] = set()
    exceptions: set[str] = set()
    for service in loader.list_available_services("service-2"):
        if service != OURS:
            model = loader.load_service_model(service, "service-2")
            operations.update(model["operations"])
            exceptions.update(
                name for name, shape in model["shapes"].items() if shape.get("exception")
            )
    return operations, exceptions


def test_the_package_is_valid() -> None:
    report = Package(str(bundled_folder() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


@pytest.mark.heavy
def test_every_operation_of_today_is_known_and_whether_its_name_is_ours_alone() -> None:
    operations, _ = elsewhere()
    assert KNOWN.operations == {name: name in operations for name in api_operations()}
    assert set(CATALOGUE.operations) <= set(KNOWN.operations)


@pytest.mark.heavy
def test_an_exception_is_ours_alone_if_no_other_service_has_it() -> None:
    _, exceptions = elsewhere()
    ours = {name for name, shared in KNOWN.exceptions.items() if not shared}
    assert ours == {"InvalidGatewayRequestException"}
    assert not ours & exceptions
    assert set(CATALOGUE.exceptions) <= set(KNOWN.exceptions)


def test_every_code_of_today_is_known() -> None:
    today = {name.strip() for name in api_model().shape_for("ErrorCode").metadata["enum"]}
    assert all(name in KNOWN.codes for name in (*today, *CATALOGUE.codes, "FileShareNotFound"))
    assert set(CATALOGUE.codes) <= set(KNOWN.codes)


@pytest.mark.heavy
def test_a_code_is_ours_alone_only_if_no_other_service_has_an_exception_of_that_name() -> None:
    _, exceptions = elsewhere()
    stems = {name.removesuffix("Exception").removesuffix("Fault") for name in exceptions}
    alone = {name for name, shared in KNOWN.codes.items() if not shared}
    assert not alone & (stems | exceptions)
    assert "GatewayNotConnected" in alone
    assert not alone & {"InternalError", "NotSupported", "VolumeInUse", "InvalidParameters"}


def test_messages_lead_back_to_their_names() -> None:
    for code in CATALOGUE.codes.values():
        assert KNOWN.code_messages[normalized(code.message)] == code.name
    for words, operation in KNOWN.terraform.items():
        assert operation in KNOWN.operations, words
    for live in KNOWN.live_messages.values():
        assert set(live.operations) <= set(KNOWN.operations)
        assert live.code is None or live.code in KNOWN.codes


def test_a_beginning_of_a_longer_name_is_known_as_one() -> None:
    assert "SnapshotInProgress" in KNOWN.beginnings
    assert "CreateSnapshot" in KNOWN.beginnings
    assert "NotSupported" not in KNOWN.beginnings
