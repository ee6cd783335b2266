"""The clauses are run: what is shown to be copied, has to work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sgwlib import inject, load_catalogue
from sgwlib.ui.detail import describe
from sgwlib.ui.detail.client import clause_of_code, clause_of_exception
from sgwlib.ui.model import ExplorerModel
from tests.gateways import gateway
from tests.ui.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CATALOGUE = load_catalogue()
CARRIERS = CATALOGUE.carriers


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    made = gateway(retries={"total_max_attempts": 1})
    yield made
    made.close()


def caught(client: Any, clause: str, operation: str, error: str, carrier: str | None) -> bool:
    """Return whether a clause, as it is copied, catches an error; what it raises is raised."""
    program = f"try:\n    client._make_api_call({operation!r}, {{}})\n{clause}\n    seen = error"
    names: dict[str, Any] = {"client": client}
    with inject(client, operation, error, exception=carrier, undocumented=True):
        try:
            exec(program, names)
        except ClientError:
            return False
    assert isinstance(names["seen"], ClientError)
    return True


def another(error: str) -> str:
    names = list(CATALOGUE.codes if error in CATALOGUE.codes else CATALOGUE.general_exceptions)
    return names[names.index(error) - 1]


def shown(operation: str = "", code: str = "", exception: str = "", *, error: str = "") -> str:
    """Return the clause that stands in a description."""
    model = ExplorerModel()
    model.select(operation, code, exception)
    model.error = error
    html = describe(model)
    start = html.index(">", html.index('data-copied="clause"')) + 1
    [text] = Reader(html[start : html.index("</pre>", start)]).texts or [""]
    return text


def check_clauses(client: Any, pairs: Iterable[tuple[str, str]]) -> None:
    for operation, code in pairs:
        clause = shown(operation, code)
        for carrier in CARRIERS:
            assert caught(client, clause, operation, code, carrier), (operation, code)
            assert not caught(client, clause, operation, another(code), carrier)
        assert not caught(client, clause, operation, "ThrottlingException", None)


def test_a_pair_s_clause_catches_it_from_either_carrier_and_nothing_else(client: Any) -> None:
    one_of_each_code = {code: (operation, code) for operation, code in CATALOGUE.pairs}
    check_clauses(client, one_of_each_code.values())


@pytest.mark.heavy
def test_every_pair_s_clause_catches_it_from_either_carrier_and_nothing_else(client: Any) -> None:
    check_clauses(client, CATALOGUE.pairs)


def test_a_general_exception_s_clause_catches_it_and_nothing_else(client: Any) -> None:
    for name in CATALOGUE.general_exceptions:
        clause = shown(exception=name)
        assert caught(client, clause, "ListGateways", name, None)
        for other in (*CATALOGUE.general_exceptions, "InternalError", "InvalidParameters"):
            assert caught(client, clause, "ListGateways", other, None) is (other == name), name


def test_a_carrier_s_clause_catches_all_its_codes(client: Any) -> None:
    for carrier in CARRIERS:
        clause = shown(exception=carrier)
        for code in CATALOGUE.codes:
            for sent in CARRIERS:
                assert caught(client, clause, "ListGateways", code, sent) is (sent == carrier)


def test_a_code_selected_with_its_carrier_is_caught_in_that_alone(client: Any) -> None:
    for carrier in CARRIERS:
        clause = shown("DeleteVolume", "VolumeInUse", carrier)
        for sent in CARRIERS:
            assert caught(client, clause, "DeleteVolume", "VolumeInUse", sent) is (sent == carrier)


def test_what_is_chosen_to_be_simulated_is_what_is_caught(client: Any) -> None:
    for selection, error in (
        (("DeleteVolume",), "VolumeInUse"),
        (("DeleteVolume",), "ThrottlingException"),
        (("DeleteVolume", "VolumeNotFound"), "VolumeInUse"),
        (("", "", "InternalServerError"), "VolumeInUse"),
        (("", "", "ThrottlingException"), "MissingAction"),
    ):
        clause = shown(*selection, error=error)
        carrier = "InternalServerError" if "InternalServerError" in selection else None
        assert caught(client, clause, "DeleteVolume", error, carrier)
        assert not caught(client, clause, "DeleteVolume", another(error), None)


def test_an_error_without_a_code_is_raised_again(client: Any) -> None:
    clause = clause_of_code("VolumeInUse", CARRIERS)
    names: dict[str, Any] = {"client": client}
    error_class = client.exceptions.InternalServerError
    raising = error_class({"Error": {"Code": "InternalServerError"}}, "DeleteVolume")
    names["raising"] = raising
    with pytest.raises(error_class):
        exec(f"try:\n    raise raising\n{clause}\n    pass", names)
    exec(
        f"try:\n    raise raising\n{clause_of_exception('InternalServerError', carries_code=True)}",
        names,
    )
    assert names["code"] is None
