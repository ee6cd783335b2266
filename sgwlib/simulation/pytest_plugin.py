"""The pytest plugin: a gateway to test against, the errors it answers, and what a run has met.

It is loaded with every pytest run on the machine where sgwlib is installed. So it loads the rest
of the library only for a test or an option that asks for it.

.. code-block:: python

    @pytest.mark.gateway_error("DeleteVolume", "VolumeInUse", times=2)
    def test_delete_is_tried_again(storage_gateway):
        delete_patiently(storage_gateway.client, ARN)
        assert len(storage_gateway.calls) == 3


    @pytest.mark.every_gateway_error("DeleteVolume")
    def test_every_error_is_logged(storage_gateway, gateway_error, caplog):
        delete_patiently(storage_gateway.client, ARN)
        assert gateway_error.error in caplog.text
"""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sgwlib.simulation.endpoint import Call, Endpoint
    from sgwlib.simulation.faults import Fault, FaultPlan

__all__ = [
    "StorageGateway",
    "gateway_error",
    "pytest_addoption",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_itemcollected",
    "pytest_runtest_makereport",
    "storage_gateway",
    "storage_gateway_faults",
]

ONE, EVERY = "gateway_error", "every_gateway_error"
_MARKERS = {
    f"{ONE}(operation, error, **settings)": (
        "the endpoint of storage_gateway answers calls of the operation with the error; the "
        "settings are those of sgwlib.simulation.faults.Fault. Of several, the one nearest to "
        "the test is asked first."
    ),
    f"{EVERY}(operation, *, general=False, **settings)": (
        "run the test once for each error code that the operation is documented to return, and "
        "with general=True for each general exception; the fixture gateway_error tells which."
    ),
}
_REGION = "us-east-1"
_KEY = "AKIAIOSFODNN7EXAMPLE"  # of AWS's own documentation: no one's
_PLAN: pytest.StashKey[FaultPlan] = pytest.StashKey()
_GATEWAY: pytest.StashKey[StorageGateway] = pytest.StashKey()


class StorageGateway(NamedTuple):
    """What the fixture ``storage_gateway`` gives.

    Parameters
    ----------
    client
        A boto3 client on the endpoint. It retries as ever, but does not wait before it does.
    endpoint
        The endpoint.
    faults
        The plan that it answers by.
    """

    client: Any  # boto3's clients have no type at runtime
    endpoint: Endpoint
    faults: FaultPlan

    @property
    def url(self) -> str:
        """Address of the endpoint, for clients of another make."""
        return self.endpoint.url

    @property
    def calls(self) -> tuple[Call, ...]:
        """What has been called and answered, attempt by attempt."""
        return tuple(self.endpoint.calls)


# Fixtures


@pytest.fixture
def storage_gateway_faults(request: pytest.FixtureRequest) -> FaultPlan:
    """Return the plan of this test: the faults of its markers; ``add`` takes more."""
    from sgwlib.errors import SgwError
    from sgwlib.simulation.faults import FaultPlan

    try:
        plan = FaultPlan(_faults_of(request.node))
    except SgwError as error:
        pytest.fail(str(error), pytrace=False)
    request.node.stash[_PLAN] = plan
    return plan


@pytest.fixture
def storage_gateway(
    request: pytest.FixtureRequest,
    storage_gateway_faults: FaultPlan,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[StorageGateway]:
    """Start an endpoint with a boto3 client on it.

    Clients that the tested code makes itself call the endpoint too: botocore, the AWS CLI and
    the SDKs take its address, a key and a region from the environment while the test runs.
    """
    from sgwlib.simulation.endpoint import Endpoint

    with Endpoint(storage_gateway_faults) as endpoint:
        _set_environment(monkeypatch, endpoint.url)
        client = _client(endpoint.url)
        gateway = StorageGateway(client, endpoint, storage_gateway_faults)
        request.node.stash[_GATEWAY] = gateway
        yield gateway
        client.close()


@pytest.fixture
def gateway_error(request: pytest.FixtureRequest) -> Fault:
    """Return the fault that the test's marker is about."""
    from sgwlib.errors import SgwError

    try:
        faults = _faults_of(request.node)
    except SgwError as error:
        pytest.fail(str(error), pytrace=False)
    if not faults:
        pytest.fail(f"gateway_error needs a marker: {ONE} or {EVERY}", pytrace=False)
    return faults[-1] if hasattr(request, "param") else faults[0]


# Hooks


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options."""
    group = parser.getgroup("sgw", "errors of the AWS Storage Gateway API (sgwlib)")
    group.addoption(
        "--sgw-coverage",
        metavar="FILE",
        nargs="?",
        const="",
        type=_report_file,
        help="report which documented pairs the run has met; with =FILE, save that as well",
    )
    group.addoption(
        "--sgw-fail-under",
        metavar="PERCENT",
        type=_percent,
        help="fail the run if fewer of the documented pairs were met",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers, and record the run if that is asked for."""
    for marker, meaning in _MARKERS.items():
        config.addinivalue_line("markers", f"{marker}: {meaning}")
    file, least = config.getoption("--sgw-coverage"), config.getoption("--sgw-fail-under")
    if file is not None or least is not None:
        from sgwlib.simulation.pytest_coverage import RunCoverage

        path = config.invocation_params.dir / file if file else None
        config.pluginmanager.register(RunCoverage(config, path, least, shown=file is not None))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for every error, and refuse wrong markers before anything runs."""
    definition = metafunc.definition
    if not _is_marked(definition):
        return
    from sgwlib.errors import SgwError

    try:
        _marked(definition)
        faults = _every(definition)
    except SgwError as error:
        pytest.fail(f"{definition.name}: {error}", pytrace=False)
    if faults:
        if ONE not in metafunc.fixturenames:
            metafunc.fixturenames.append(ONE)
        ids = [f"{fault.operation}-{fault.error}" for fault in faults]
        metafunc.parametrize(ONE, faults, ids=ids, indirect=True)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give an endpoint to a test that is marked and names no fixture of ours."""
    names = getattr(item, "fixturenames", None)
    if names is None or {"storage_gateway", "storage_gateway_faults"} & set(names):
        return
    if _is_marked(item):
        names.append("storage_gateway")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say with a failed test what was called, and why a fault did not answer."""
    report = yield
    plan = item.stash.get(_PLAN, None)
    if call.when == "call" and report.failed and plan is not None:
        gateway = item.stash.get(_GATEWAY, None)
        calls = [_line(each) for each in gateway.calls] if gateway else []
        report.sections.append(("storage gateway", "\n".join([plan.report(), *calls])))
    return report


# What they are made of


def _is_marked(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker(ONE) or item.get_closest_marker(EVERY))


def _faults_of(item: pytest.Item) -> list[Fault]:
    """Return the faults that a test's markers ask for."""
    from sgwlib.errors import FaultError

    faults = _marked(item)
    if item.get_closest_marker(EVERY):
        callspec = getattr(item, "callspec", None)
        if callspec is None or ONE not in callspec.params:
            raise FaultError(f"{EVERY} needs a test that pytest can parametrize: a function")
        faults.append(callspec.params[ONE])
    return faults


def _marked(item: pytest.Item) -> list[Fault]:
    from sgwlib.errors import FaultError

    faults = []
    for mark in item.iter_markers(ONE):
        if len(mark.args) != 2:  # noqa: PLR2004 - the pair
            raise FaultError(
                f"@pytest.mark.{ONE}: expected the names of an operation and an error, as "
                '("DeleteVolume", "VolumeInUse")'
            )
        faults.append(_fault(mark, *mark.args))
    return faults


def _every(item: pytest.Item) -> list[Fault]:
    from sgwlib.catalogue import load_catalogue
    from sgwlib.errors import FaultError, SgwError

    catalogue = load_catalogue()
    faults = []
    for mark in item.iter_markers(EVERY):
        if len(mark.args) != 1:
            raise FaultError(
                f'@pytest.mark.{EVERY}: expected the name of an operation, as ("DeleteVolume")'
            )
        try:
            errors = catalogue.codes_of(mark.args[0])
        except SgwError as error:
            raise FaultError(f"@pytest.mark.{EVERY}: {error}") from None
        if mark.kwargs.get("general"):
            errors += catalogue.general_exceptions
        faults += [_fault(mark, mark.args[0], error) for error in errors]
    return faults


def _fault(mark: pytest.Mark, operation: str, error: str) -> Fault:
    from dataclasses import fields

    from sgwlib.errors import FaultError, SgwError, UnknownNameError
    from sgwlib.simulation.faults import Fault

    settings = {name: value for name, value in mark.kwargs.items() if name != "general"}
    known = [each.name for each in fields(Fault)][2:]
    try:
        for name in settings:
            if name not in known:
                raise UnknownNameError("setting of a fault", name, known)
        return Fault(operation, error, **settings)
    except SgwError as error_:
        raise FaultError(f"@pytest.mark.{mark.name}: {error_}") from None


def _report_file(argument: str) -> str:
    """Take the name of a report (none: ""), but not the tests that stand after the option."""
    tests = "::" in argument or argument.endswith(".py")
    if tests or (argument and Path(argument).is_dir()):
        raise ArgumentTypeError(
            f"{argument} looks like tests to run; name them first, or write --sgw-coverage=FILE"
        )
    return argument


def _percent(argument: str) -> float:
    from sgwlib.coverage.client import percentage
    from sgwlib.errors import CoverageError

    try:
        return percentage(argument)
    except CoverageError as error:
        raise ArgumentTypeError(str(error)) from None


def _set_environment(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Lead clients that the tested code makes to the endpoint, whatever this machine has set."""
    # What boto3.client() has read of the environment before is not to count, and what it reads
    # now is not to stay.
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ENDPOINT_URL_STORAGE_GATEWAY": url,
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        "AWS_ACCESS_KEY_ID": _KEY,
        "AWS_SECRET_ACCESS_KEY": "simulated",
        "AWS_REGION": _REGION,
        "AWS_DEFAULT_REGION": _REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }.items():
        monkeypatch.setenv(name, value)
    # A proxy could not reach this machine's own address; the lower-case name wins where both are.
    direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, f"{direct},127.0.0.1" if direct else "127.0.0.1")


def _client(url: str) -> Any:
    """Make a client on the endpoint that need not wait before it retries."""
    from sgwlib.simulation.hooks import Layer, attach

    client = _session().client("storagegateway", endpoint_url=url)
    attach(client, Layer(lambda _: None, passes=True, retry_waits=False))
    return client


@cache
def _session() -> Any:
    """Return the session of all our clients: it reads botocore's model once, and not each time."""
    import boto3

    return boto3.Session()


def _line(call: Call) -> str:
    attempt = f", attempt {call.attempt}" if call.attempt else ""
    return f"{call.operation or 'no operation'}: {call.status} {call.outcome}{attempt}"
