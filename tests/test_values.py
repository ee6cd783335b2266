"""Public results are Python values: they pickle, copy and compare; errors pickle, too."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import json
import multiprocessing
import pickle
import pkgutil
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

import sgwlib
from sgwlib import (
    Fault,
    FaultPlan,
    Sandbox,
    explain,
    load_catalogue,
    recipe,
    recording,
    review,
    simulate,
)
from sgwlib.diagnosis import Example, Kind, Scan
from sgwlib.errors import FileError, SgwError, UndocumentedPairError, UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.graph import Order, error_graph, minimum_cover, order, sharing
from sgwlib.response import ErrorResponse
from sgwlib.retries import who_retries
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
SOURCE = """
def delete(client, arn):
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.InvalidGatewayRequestException:
        return False
    return True
"""


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return one of each public value by its name."""
    catalogue = load_catalogue(write_lift(tmp_path_factory.mktemp("lift"), copies=2))
    with recording() as coverage:
        response = simulate("DeleteVolume", "VolumeInUse")
    scan = Scan(files=1)
    kind = Kind("DeleteVolume", "InvalidGatewayRequestException", "VolumeInUse")
    scan.add(kind, datetime(2026, 3, 1, 9, 59, tzinfo=UTC), Example("app.log", 0, "text"))
    graph = error_graph(load_catalogue())
    fault = Fault("DeleteVolume", "VolumeInUse", times=1)
    return {
        "Catalogue, bundled": load_catalogue(),
        "Catalogue": catalogue,
        "ErrorCode": catalogue.codes["VolumeInUse"],
        "Operation": catalogue.operations["DeleteVolume"],
        "ExceptionType": catalogue.exceptions["ThrottlingException"],
        "Statement": catalogue.codes["VolumeInUse"].cause,
        "Pair": catalogue.pairs[0],
        "Observation": next(iter(catalogue.observed.values())),
        "another edition": load_catalogue(edition="file-2023"),
        "Comparison": load_catalogue().compare(load_catalogue(edition="file-2023")),
        "FrozenDict": FrozenDict({"a": 1}),
        "ErrorResponse": response,
        "ErrorResponse, parsed": ErrorResponse.parse(400, {"a": "b"}, response.body),
        "Explanation": explain(str(response)),
        "Explanation, with fields": explain(
            "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume "
            "operation: The specified volume is already in use."
        ),
        "Retried": who_retries("ThrottlingException", 400),
        "Scan": scan,
        "Fault": fault,
        "FaultPlan": FaultPlan([fault, Fault("*", "ThrottlingException", probability=0.5)]),
        "Recipe": recipe("DeleteVolume", "VolumeInUse"),
        "Review": review(SOURCE),
        "Sandbox": Sandbox(),
        "ClientCoverage": coverage,
        "Cover": minimum_cover(graph),
        "Order": Order(*order(graph)),
        "Sharing": sharing(graph),
    }


def test_public_values_pickle_copy_and_compare(values: dict[str, Any]) -> None:
    wrong: list[str] = []
    for name, value in values.items():
        for how, again in WAYS.items():
            try:
                other = again(value)
            except Exception as error:  # noqa: BLE001 - any is a finding
                wrong.append(f"{name}: {how} raises {error!r}")
                continue
            if type(other) is not type(value) or _differ(other, value):
                wrong.append(f"{name}: {how} is not equal")
            elif type(value).__hash__ is not None and _hashed(other) != _hashed(value):
                wrong.append(f"{name}: {how} has another hash")
        if value == object() or value == name:
            wrong.append(f"{name} equals something else")
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            wrong += _asdict_problems(name, value)
    assert not wrong, "\n".join(wrong)


def _differ(one: object, other: object) -> bool:
    equal, unequal = one == other, one != other
    return unequal or not equal


def _hashed(value: object) -> object:
    try:
        return hash(value)
    except TypeError as error:
        return str(error)


def _asdict_problems(name: str, value: Any) -> Iterator[str]:
    try:
        plain = dataclasses.asdict(value)
    except Exception as error:  # noqa: BLE001 - any is a finding
        yield f"{name}: asdict raises {error!r}"
        return
    if set(plain) != {field.name for field in dataclasses.fields(value)}:
        yield f"{name}: asdict lacks fields"


def test_a_frozen_dictionary_refuses_every_change() -> None:
    value: Any = FrozenDict({"a": 1})
    changes = [
        lambda: value.__setitem__("b", 2),
        lambda: value.__delitem__("a"),
        lambda: value.__ior__({"b": 2}),
        lambda: value.update(b=2),
        lambda: value.setdefault("b", 2),
        lambda: value.pop("a"),
        value.popitem,
        value.clear,
    ]
    for change in changes:
        with pytest.raises(TypeError, match="FrozenDict cannot be changed"):
            change()
    assert value == {"a": 1}


def test_frozen_values_hash(values: dict[str, Any]) -> None:
    grow = {"Scan", "Sandbox", "FaultPlan", "ClientCoverage", "Order", "Review"}
    wrong = []
    for name, value in values.items():
        frozen = getattr(type(value), "__dataclass_params__", None)
        if name not in grow and (frozen is None or frozen.frozen):
            try:
                assert len({value, copy.deepcopy(value)}) == 1
            except TypeError as error:
                wrong.append(f"{name}: {error}")
    assert not wrong, "\n".join(wrong)


def test_to_dict_gives_plain_values(values: dict[str, Any]) -> None:
    wrong = []
    for name, value in values.items():
        if not hasattr(value, "to_dict"):
            continue
        plain = value.to_dict()
        if json.loads(json.dumps(plain)) != plain:
            wrong.append(name)
        if hasattr(value, "summary") and not isinstance(value.summary, str):
            wrong.append(f"{name}.summary")
    assert not wrong


def test_a_table_that_cannot_be_written_says_why(values: dict[str, Any], tmp_path: Path) -> None:
    tables = [value for value in values.values() if hasattr(value, "to_csv")]
    assert len(tables) == 6
    for value in tables:
        value.to_csv(tmp_path / "table.csv")
        for path, why in (
            (tmp_path / "missing" / "table.csv", f"there is no folder {tmp_path / 'missing'}"),
            (tmp_path, "not a regular file"),
            (f"{tmp_path}/nul\0.csv", "not a valid path"),
        ):
            with pytest.raises(FileError, match="cannot be written") as raised:
                value.to_csv(path)
            assert str(raised.value) == f"{path} cannot be written: {why}"
            assert isinstance(raised.value, OSError)


def test_a_bundled_catalogue_stays_one_object() -> None:
    assert pickle.loads(pickle.dumps(load_catalogue())) is load_catalogue()
    assert copy.deepcopy(load_catalogue()) is load_catalogue()


# Errors


def own_exceptions() -> list[type[BaseException]]:
    """Return every exception class that a module of the library defines."""
    found: dict[str, type[BaseException]] = {}
    for module in pkgutil.walk_packages(sgwlib.__path__, "sgwlib."):
        if module.name.endswith("__main__"):
            continue
        for name, each in vars(importlib.import_module(module.name)).items():
            is_exception = inspect.isclass(each) and issubclass(each, BaseException)
            if is_exception and each.__module__.startswith("sgwlib"):
                found[f"{each.__module__}.{name}"] = each
    return [*dict.fromkeys(found.values())]


def sample(kind: type[BaseException]) -> BaseException:
    """Make an exception from plain arguments, one for each parameter that needs one."""
    if not inspect.isfunction(kind.__init__):
        # Signals of control flow keep no message, and have a __reduce__ of their own.
        plain = kind.__reduce__ is Exception.__reduce__ or issubclass(kind, SgwError)
        return kind("what was wrong") if plain else kind()
    parameters = list(inspect.signature(kind).parameters.values())
    positional = [
        _argument(each)
        for each in parameters
        if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
    ]
    named = {each.name: _argument(each) for each in parameters if each.kind is each.KEYWORD_ONLY}
    return kind(*positional, **named)


def _argument(parameter: inspect.Parameter) -> Any:
    annotation = str(parameter.annotation)
    for word, value in (
        ("Collection", ["one", "two"]),
        ("Sequence", ["one", "two"]),
        ("tuple", ("one",)),
        ("dict", {"one": 1}),
        ("ErrorResponse", simulate("DeleteVolume", "VolumeInUse")),
        ("int", 7),
        ("float", 7.5),
        ("bool", True),
    ):
        if word in annotation:
            return value
    return "text"


def test_every_exception_pickles_and_copies() -> None:
    kinds = own_exceptions()
    assert len(kinds) > 15
    wrong = []
    for kind in kinds:
        error = sample(kind)
        for again in WAYS.values():
            try:
                other = again(error)
            except Exception as problem:  # noqa: BLE001 - any is a finding
                wrong.append(f"{kind.__module__}.{kind.__name__}: {problem!r}")
                continue
            same = (type(other), str(other), other.args) == (kind, str(error), error.args)
            if not same or other.__dict__ != error.__dict__:
                wrong.append(f"{kind.__module__}.{kind.__name__}: {other!r} instead of {error!r}")
    assert not wrong, "\n".join(wrong)


def test_every_library_error_has_a_sample() -> None:
    def subclasses(kind: type[SgwError]) -> Iterator[type[SgwError]]:
        for each in kind.__subclasses__():
            yield each
            yield from subclasses(each)

    kinds = own_exceptions()
    ours = [each for each in subclasses(SgwError) if each.__module__.startswith("sgwlib")]
    assert [each for each in ours if each not in kinds] == []


def misspell(name: str) -> object:
    """Ask for an operation in another process."""
    return load_catalogue().operations[name]


def simulate_wrongly(operation: str, code: str) -> object:
    """Ask for an undocumented pair in another process."""
    return simulate(operation, code)


def test_an_error_in_a_process_pool_arrives_as_itself() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        with pytest.raises(UnknownNameError, match="did you mean DeleteVolume") as unknown:
            pool.submit(misspell, "DeletVolume").result(60)
        assert (unknown.value.kind, unknown.value.name) == ("operation", "DeletVolume")
        assert unknown.value.nearest[0] == "DeleteVolume"
        with pytest.raises(UndocumentedPairError) as undocumented:
            pool.submit(simulate_wrongly, "ListGateways", "VolumeInUse").result(60)
        assert undocumented.value.operations == ("DeleteVolume",)


def test_a_response_of_plain_headers_is_frozen_too() -> None:
    headers = {"x-amzn-RequestId": "1"}
    one = ErrorResponse(400, "Bad Request", headers, b"{}")
    assert hash(one) == hash(ErrorResponse(400, "Bad Request", dict(headers), b"{}"))
    headers["x-amzn-RequestId"] = "2"
    assert one.request_id == "1"
