"""The pytest plugin: an endpoint to test against, markers for its errors, the coverage of a run.

pytest loads this module in every run on a machine where sgwlib is installed. So the module loads
the rest of the library only for a test or an option that needs it.
"""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sgwlib  # its names are loaded when they are used

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from sgwlib.simulation.endpoint import Call, Endpoint
    from sgwlib.simulation.faults import Fault, FaultPlan
    from sgwlib.simulation.sandbox import Sandbox

ONE, EVERY = "gateway_error", "every_gateway_error"
_FORMS = {
    ONE: '("DeleteVolume", "VolumeInUse") or (operation="DeleteVolume", error="VolumeInUse")',
    EVERY: '("DeleteVolume") or (operation="DeleteVolume")',
}
MARKERS = {
    f"{ONE}(operation, error, *, strict=False, **settings)": (
        "the endpoint of storage_gateway answers calls to the operation with the error. Write "
        f"{_FORMS[ONE]}. The settings are those of sgwlib.Fault, such as times=2. Instead, you "
        "can give a Fault, a list of Faults or a FaultPlan. If a test has several markers, the "
        "closest one applies first. With strict=True, a fault that answers no call fails the test."
    ),
    f"{EVERY}(operation, *, general=False, strict=False, **settings)": (
        "run the test once for each error code that the operation is documented to return, and "
        f"with general=True for each general exception. Write {_FORMS[EVERY]}. The fixture "
        "gateway_error returns the fault of the run."
    ),
}
_REGION = "us-east-1"
_KEY = "AKIAIOSFODNN7EXAMPLE"  # from AWS's own documentation
_SECRET = "simulated"  # noqa: S105 - no secret
_FAULTS: pytest.StashKey[FaultPlan | StorageGateway] = pytest.StashKey()
"""The faults that a test may meet: of a plan alone, or of an endpoint."""


class StorageGateway:
    """What the fixture ``storage_gateway`` gives to a test.

    ``client`` is a boto3 client on ``endpoint``, a :class:`sgwlib.Endpoint`. It retries as often
    as usual, but never waits before a retry. Each test gets a new client, whose quota of retries
    is full.
    """

    def __init__(self, client: Any, endpoint: Endpoint) -> None:
        self.client = client
        self.endpoint = endpoint
        self._plans = [endpoint.plan]

    @property
    def faults(self) -> FaultPlan:
        """The plan of the endpoint. You can set a fault, a list of faults or another plan."""
        return self.endpoint.plan

    @faults.setter
    def faults(self, faults: Fault | Iterable[Fault] | FaultPlan) -> None:
        self.endpoint.plan = faults
        self._plans.append(self.endpoint.plan)

    @property
    def url(self) -> str:
        """Address of the endpoint, for other clients."""
        return self.endpoint.url

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls and their outcomes, one for each attempt."""
        return self.endpoint.calls

    def check_met(self) -> None:
        """Raise UnmetFaultError if a fault answered no call, also of a plan that was replaced."""
        for plan in [*self._plans, self.faults]:
            plan.check_met()

    def report(self) -> str:
        """Return why the faults did not answer, and a line for each call."""
        return "\n".join([self.faults.report(), *map(_line, self.calls)])


# Fixtures


@pytest.fixture
def storage_gateway_faults(request: pytest.FixtureRequest) -> FaultPlan:
    """Return the plan of this test: the faults of its markers.

    Call its method ``add`` for more faults. Override this fixture to give all tests of a module
    or folder the same faults: return a Fault, a list of Faults or a FaultPlan. The faults of a
    test's markers are then asked first.
    """
    with _failing():
        plan = _plan_of(request.node)
    request.node.stash[_FAULTS] = plan
    return plan


@pytest.fixture
def storage_gateway(
    request: pytest.FixtureRequest,
    storage_gateway_faults: Fault | Iterable[Fault] | FaultPlan,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[StorageGateway]:
    """Start an endpoint with a boto3 client on it, which never waits before a retry.

    The client retries as often as botocore does by default, whatever AWS_RETRY_MODE and
    AWS_MAX_ATTEMPTS are. Clients that the tested code makes call the endpoint too,
    because botocore, the AWS CLI and the SDKs read its address, a key and a region from the
    environment. Those clients wait as usual.
    """
    from sgwlib.extras import needed_by

    with _failing():
        with needed_by("The fixture storage_gateway"):
            import boto3  # noqa: F401 - tried here, so that the error names the fixture

            from sgwlib.simulation.boto import answered_client
            from sgwlib.simulation.endpoint import Endpoint
            from sgwlib.simulation.hooks import Layer
        endpoint = Endpoint(_chosen(request.node, storage_gateway_faults))
    with endpoint:
        _set_environment(monkeypatch, endpoint.url)
        without_waits = Layer(lambda *_: None, passes=True, retry_waits=False)
        client = answered_client(
            without_waits,
            endpoint_url=endpoint.url,
            region_name=_REGION,
            aws_access_key_id=_KEY,
            aws_secret_access_key=_SECRET,
        )
        request.node.stash[_FAULTS] = gateway = StorageGateway(client, endpoint)
        yield gateway
        client.close()


@pytest.fixture
def storage_gateway_sandbox(storage_gateway: StorageGateway) -> Sandbox:
    """Return a new sandbox that answers, after the faults, the calls to the endpoint of the test.

    So `storage_gateway.client` calls it, and clients that the tested code makes call it, too.
    """
    storage_gateway.endpoint.sandbox = sandbox = sgwlib.Sandbox(_REGION)
    return sandbox


@pytest.fixture
def gateway_error(request: pytest.FixtureRequest) -> Fault:
    """Return the fault of the test's marker."""
    with _failing():
        faults = _plan_of(request.node).faults
    if not faults:
        pytest.fail(f"gateway_error needs a marker: {ONE} or {EVERY}", pytrace=False)
    return faults[-1] if hasattr(request, "param") else faults[0]


# Hooks


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("sgw", "errors of the AWS Storage Gateway API (sgwlib)")
    group.addoption(
        "--sgw-coverage",
        metavar="FILE",
        nargs="?",
        const="",
        type=_report_file,
        help="show which documented pairs the run has met; with =FILE, save the report too",
    )
    group.addoption(
        "--sgw-fail-under",
        metavar="PERCENT",
        type=float,
        help="fail the run if it has met fewer of the documented pairs",
    )
    strict = "fail a test if one of its faults answered no call"
    group.addoption("--sgw-strict", action="store_true", help=strict)
    parser.addini("sgw_strict", f"{strict}, as --sgw-strict does", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and record the run if an option asks for it."""
    for marker, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{marker}: {meaning}")
    file, least = config.getoption("--sgw-coverage"), config.getoption("--sgw-fail-under")
    if file is not None or least is not None:
        from sgwlib.simulation.pytest_coverage import RunCoverage

        path = config.invocation_params.dir / file if file else None
        config.pluginmanager.register(RunCoverage(config, path, least, shown=file is not None))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for every error, and refuse wrong markers before any test runs."""
    definition = metafunc.definition
    if not _is_marked(definition):
        return
    with _failing(f"{definition.name}: "):
        _marked(definition)
        _is_strict(definition)
        faults = _every(definition)
    if faults:
        if ONE not in metafunc.fixturenames:
            metafunc.fixturenames.append(ONE)
        ids = [f"{fault.operation}-{fault.error}" for fault in faults]
        metafunc.parametrize(ONE, faults, ids=ids, indirect=True)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give an endpoint to a test that is marked and names none of our fixtures."""
    names = getattr(item, "fixturenames", None)
    if names is None or {"storage_gateway", "storage_gateway_faults"} & set(names):
        return
    if _is_marked(item):
        names.append("storage_gateway")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a strict test if one of its faults answered no call."""
    yield  # raises if the test failed or was skipped
    faults = item.stash.get(_FAULTS, None)
    if faults is not None:
        with _failing():
            if _is_strict(item):
                faults.check_met()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the calls, and why faults did not answer, to the report of a failed test."""
    report = yield
    faults = item.stash.get(_FAULTS, None)
    if call.when == "call" and report.failed and faults is not None:
        report.sections.append(("storage gateway", faults.report()))
    return report


# Plans of tests and faults of markers


@contextmanager
def _failing(prefix: str = "") -> Iterator[None]:
    """Fail with the message of an error of the library, without a traceback."""
    try:
        yield
    except sgwlib.SgwError as error:
        raise pytest.fail.Exception(f"{prefix}{error}", pytrace=False) from None


@contextmanager
def _naming(what: pytest.Mark | str) -> Iterator[None]:
    """Name the marker or fixture in an error."""
    name = what if isinstance(what, str) else f"@pytest.mark.{what.name}"
    try:
        yield
    except sgwlib.SgwError as error:
        raise sgwlib.SgwError(f"{name}: {error}") from None


def _is_marked(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker(ONE) or item.get_closest_marker(EVERY))


def _is_strict(item: pytest.Item) -> bool:
    """Return ``strict`` of the nearest marker that sets it, else that of the run."""
    marks = [each for each in item.iter_markers() if each.name in _FORMS]
    given = [_flag(each, "strict") for each in marks if "strict" in each.kwargs]
    if given:
        return given[0]
    return bool(item.config.getoption("--sgw-strict") or item.config.getini("sgw_strict"))


def _flag(mark: pytest.Mark, name: str) -> bool:
    value = mark.kwargs.get(name, False)
    if not isinstance(value, bool):
        with _naming(mark):
            raise sgwlib.SgwError(f"{name} is {value!r}; expected True or False")
    return value


def _plan_of(item: pytest.Item) -> FaultPlan:
    """Return a new plan with the faults of a test's markers."""
    plan = _marked(item)
    if item.get_closest_marker(EVERY):
        callspec = getattr(item, "callspec", None)
        if callspec is None or ONE not in callspec.params:
            raise sgwlib.SgwError(f"{EVERY} needs a test that pytest can parametrize: a function")
        plan.add(callspec.params[ONE])
    return plan


def _chosen(item: pytest.Item, given: Fault | Iterable[Fault] | FaultPlan) -> FaultPlan:
    """Return the plan of a test, from what its fixture storage_gateway_faults returned."""
    from sgwlib.simulation.faults import as_plan

    with _naming("the fixture storage_gateway_faults"):
        plan = as_plan(given)
    if _FAULTS not in item.stash:  # overridden, so the faults of the markers are not in it
        marked = _plan_of(item)
        if marked.faults:
            seed = plan.seed if marked.seed is None else marked.seed
            plan = sgwlib.FaultPlan([*marked.faults, *plan.faults], seed)
    return plan


def _marked(item: pytest.Item) -> FaultPlan:
    """Return a new plan with the faults of the markers gateway_error, the nearest first."""
    plans = [_faults_of(mark) for mark in item.iter_markers(ONE)]
    seed = next((plan.seed for plan in plans if plan.seed is not None), None)
    return sgwlib.FaultPlan([fault for plan in plans for fault in plan.faults], seed)


def _faults_of(mark: pytest.Mark) -> FaultPlan:
    """Return what one marker gateway_error gives, as a plan."""
    from sgwlib.simulation.faults import plan_from

    with _naming(mark):
        given = _bound(mark)
        if isinstance(given["operation"], Iterator):  # several tests may read the marker
            raise sgwlib.SgwError("expected a list of Faults, not a generator")
        return plan_from(given.pop("operation"), given.pop("error", None), **given)


def _every(item: pytest.Item) -> list[Fault]:
    """Return the fault of each run that the markers every_gateway_error ask for."""
    faults = []
    for mark in item.iter_markers(EVERY):
        general = _flag(mark, "general")
        with _naming(mark):
            settings = _bound(mark)
            errors = _errors_of(settings["operation"], general=general)
            faults += [sgwlib.Fault.from_dict({**settings, "error": error}) for error in errors]
    return faults


def _errors_of(operation: object, *, general: bool) -> tuple[str, ...]:
    """Return the codes that an operation is documented to return, and the general exceptions."""
    if not isinstance(operation, str):
        raise sgwlib.SgwError(f"operation is {operation!r}; expected a name")
    catalogue = sgwlib.load_catalogue()
    if operation in catalogue.operations or operation not in catalogue.api_operations:
        errors = tuple(catalogue.codes_of(operation))
    else:
        errors = catalogue.all_codes_of(operation)
    if general:
        errors += catalogue.general_exceptions
    if not errors:
        raise sgwlib.SgwError(
            f"{operation} is not documented to return an error code. Add general=True to run "
            "the test for each general exception"
        )
    return errors


def _bound(mark: pytest.Mark) -> dict[str, Any]:
    """Return the arguments of a marker by name, without those that are no settings of a fault."""
    named = {name: value for name, value in mark.kwargs.items() if name != "strict"}
    try:
        if mark.name == ONE:
            return _settings(*mark.args, **named)
        named.pop("general", None)
        # Each run has an error of its own. Another one is a TypeError.
        return _settings(*mark.args, error=None, **named)  # type: ignore[misc]
    except TypeError:
        what = "an operation and an error" if mark.name == ONE else "an operation"
        raise sgwlib.SgwError(f"expected {what}, such as {_FORMS[mark.name]}") from None


def _settings(operation: object, error: object = None, **others: object) -> dict[str, Any]:
    return {"operation": operation, "error": error, **others}


# Options and the environment


def _report_file(argument: str) -> str:
    """Return the name of the report, or "" for none. Refuse tests that follow the option."""
    tests = "::" in argument or argument.endswith(".py")
    if tests or (argument and Path(argument).is_dir()):
        raise ArgumentTypeError(
            f"{argument} looks like tests to run. Name the tests first, or write "
            "--sgw-coverage=FILE"
        )
    return argument


def _set_environment(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Let the clients that the tested code makes call the endpoint."""
    # The default session keeps what it has read from the environment.
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ENDPOINT_URL_STORAGE_GATEWAY": url,
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        "AWS_ACCESS_KEY_ID": _KEY,
        "AWS_SECRET_ACCESS_KEY": _SECRET,
        "AWS_REGION": _REGION,
        "AWS_DEFAULT_REGION": _REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }.items():
        monkeypatch.setenv(name, value)
    # A proxy could not reach this machine's own address. The lower-case name takes precedence.
    direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, f"{direct},127.0.0.1" if direct else "127.0.0.1")


def _line(call: Call) -> str:
    attempt = f", attempt {call.attempt}" if call.attempt else ""
    return f"{call.operation or 'no operation'}: {call.status} {call.outcome}{attempt}"
