"""``sgw serve``: an endpoint for clients in any language."""

from __future__ import annotations

import logging
import math
import signal
import warnings
from argparse import ArgumentTypeError
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from sgwlib.cli.command import Command, UsageError, nonempty
from sgwlib.cli.output import Fact
from sgwlib.errors import UndocumentedPairError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator

    from sgwlib.cli.output import Output
    from sgwlib.simulation.endpoint import Endpoint
    from sgwlib.simulation.faults import FaultPlan
    from sgwlib.simulation.sandbox import Event, Sandbox

_NAP = 1.0  # Windows delivers no signal during a longer wait
_LABEL = 13


def _add_arguments(parser: ArgumentParser) -> None:
    def option(name: str, metavar: str, meaning: str, **settings: Any) -> None:
        parser.add_argument(name, metavar=metavar, help=meaning, **{"type": nonempty, **settings})

    def several(name: str, metavar: str, meaning: str, **settings: Any) -> None:
        option(name, metavar, meaning, action="append", **settings)

    # The plan.
    option("--plan", "FILE", "a fault plan in TOML or JSON")
    parser.add_argument(
        "--fault",
        metavar=("OPERATION", "ERROR"),
        nargs=2,
        action="append",
        default=[],
        help="answer calls of OPERATION (or '*') with ERROR, before the faults of the plan",
    )
    parser.add_argument(
        "--undocumented",
        action="store_true",
        help="allow a --fault whose operation is not documented to return the code",
    )
    # The state.
    parser.add_argument(
        "--sandbox",
        metavar="FILE",
        nargs="?",
        const="",
        help="answer from the state of a sandbox, after the faults; with FILE, keep it there",
    )
    # The address.
    option("--port", "NUMBER", "port; by default a free one", type=int, default=0)
    option(
        "--host",
        "ADDRESS",
        "address to listen on; by default this machine alone",
        default="127.0.0.1",
    )
    parser.add_argument(
        "--allow-remote",
        action="store_true",
        help="allow a --host that other machines can reach",
    )
    several(
        "--allow-host", "NAME", "a name, in addition to localhost, under which clients may call it"
    )
    option("--token", "TEXT", "the token for control requests; by default a new one")
    # The callers.
    several(
        "--secret",
        "KEY:SECRET",
        "accept only this access key, and verify its signatures",
        type=_secret,
    )
    several("--session-token", "TEXT", "accept only this session token")
    several("--not-subscribed", "KEY", "an access key whose account has no subscription")
    option("--rate", "NUMBER", "throttle more than NUMBER calls a second", type=float)
    # The end.
    option(
        "--coverage",
        "FILE",
        "at the end, write to FILE which errors clients met (see: sgw coverage)",
    )
    option(
        "--seconds",
        "NUMBER",
        "stop after this many seconds, so that no script leaves it running",
        type=_positive,
    )


def _positive(argument: str) -> float:
    try:
        number = float(argument)
    except ValueError:
        number = 0.0
    if not 0 < number < math.inf:
        raise ArgumentTypeError(f"{argument!r} is not a number above 0")
    return number


def _secret(argument: str) -> tuple[str, str]:
    key, colon, secret = argument.partition(":")
    if not (key and colon and secret):
        raise ArgumentTypeError("expected an access key, a colon and a secret key")
    return key, secret


def _serve(arguments: Namespace, output: Output) -> int:
    from sgwlib.simulation.endpoint import EndpointError

    endpoint = _endpoint(arguments)
    try:
        # The signals are outermost: a second Ctrl-C must not lose the report of coverage.
        with (
            _end_on_signals() as signals,
            _coverage_written(arguments.coverage),
            _kept(endpoint.sandbox, arguments.sandbox) as save,
            endpoint,
        ):
            _write(_facts(endpoint, remote=arguments.allow_remote), output)
            _wait(signals, arguments.seconds, save)
    except EndpointError as error:
        raise UsageError(str(error).replace("allow_remote=True", "--allow-remote")) from None
    return 0


def _write(facts: list[Fact], output: Output) -> None:
    if output.terminal:
        # Each fact on one line, however long, because people copy them.
        for fact in facts:
            output.raw(f"{fact.label:<{_LABEL}}{fact.text}".encode())
    else:
        output.facts(facts)
    output.flush()


def _endpoint(arguments: Namespace) -> Endpoint:
    from sgwlib.simulation.endpoint import Endpoint, RemoteEndpointWarning

    # asyncio logs each connection that it cannot accept. A pipe full of that would block it.
    logging.getLogger("asyncio").addHandler(logging.NullHandler())
    # `_facts` has this warning, in a form that suits a terminal.
    warnings.simplefilter("ignore", RemoteEndpointWarning)
    return Endpoint(
        _plan(arguments),
        sandbox=_sandbox(arguments.sandbox),
        host=arguments.host,
        port=arguments.port,
        allow_remote=arguments.allow_remote,
        allowed_hosts=arguments.allow_host or (),
        secrets=None if arguments.secret is None else dict(arguments.secret),
        session_tokens=arguments.session_token,
        not_subscribed=arguments.not_subscribed or (),
        rate=arguments.rate,
        token=arguments.token,
    )


def _sandbox(file: str | None) -> Sandbox | None:
    """Return the sandbox of a file. A new one has an appliance that can be activated."""
    if file is None:
        return None
    from sgwlib.simulation.sandbox import Sandbox

    if file and Path(file).exists():
        return Sandbox.load(file)
    sandbox = Sandbox()
    sandbox.appliance()
    return sandbox


@contextmanager
def _kept(sandbox: Sandbox | None, file: str | None) -> Iterator[Callable[[], None]]:
    """Keep the state of a sandbox in a file: now, whenever the result is called, and at the end."""
    if sandbox is None or not file:
        yield lambda: None
        return
    saved: list[Event] = []

    def save() -> None:
        last = [*sandbox.events[-1:]]
        if last != saved or not Path(file).exists():
            sandbox.save(file)
            saved[:] = last

    save()
    try:
        yield save
    finally:
        save()


def _plan(arguments: Namespace) -> FaultPlan:
    from sgwlib.simulation.faults import Fault, FaultPlan
    from sgwlib.simulation.plans import load_plan

    plan = load_plan(arguments.plan) if arguments.plan else FaultPlan()
    try:
        faults = [
            Fault(operation, error, undocumented=arguments.undocumented)
            for operation, error in arguments.fault
        ]
    except UndocumentedPairError as error:
        raise UsageError(str(error).replace("undocumented=True", "--undocumented")) from None
    return FaultPlan([*faults, *plan.faults], plan.seed)


def _facts(endpoint: Endpoint, *, remote: bool) -> list[Fact]:
    url = endpoint.url
    facts = [
        Fact("url", url),
        Fact("faults", "; ".join(map(str, endpoint.plan.faults)) or "none; every call succeeds"),
        Fact("boto3", f'boto3.client("storagegateway", endpoint_url="{url}")'),
        Fact("AWS CLI", f"aws storagegateway list-gateways --endpoint-url {url}"),
        Fact("JavaScript", f'new StorageGatewayClient({{ endpoint: "{url}" }})'),
        Fact("other SDKs", f"AWS_ENDPOINT_URL_STORAGE_GATEWAY={url}"),
        Fact("credentials", "set any, and any region" if endpoint.open else "only those given"),
        Fact("token", endpoint.token),
        Fact("control", f"curl -H 'Authorization: Bearer {endpoint.token}' {url}/_sgw/calls"),
        Fact("stop", "Ctrl-C"),
    ]
    if endpoint.sandbox is not None:
        appliances = endpoint.sandbox.appliances.values()
        keys = [f"{each.kind}: {each.activation_key}" for each in appliances if not each.activated]
        facts[1] = Fact("faults", facts[1].text.replace("every call succeeds", "the state answers"))
        facts.insert(2, Fact("sandbox", repr(endpoint.sandbox).strip("<>")))
        facts.insert(3, Fact("activation", "; ".join(keys) or "none; ask for one at /_sgw/sandbox"))
    if remote:
        facts.append(Fact("warning", "other machines can reach it without a password"))
    return facts


@contextmanager
def _coverage_written(path: str | None) -> Iterator[None]:
    """Record what clients meet, and write it to a file that is checked at the start."""
    if path is None:
        yield
        return
    from sgwlib.coverage import recording, save_coverage
    from sgwlib.coverage.files import check_replaceable

    check_replaceable(path)
    with recording() as coverage:
        yield
    save_coverage(coverage, path)


@contextmanager
def _end_on_signals() -> Iterator[SimpleQueue[None]]:
    """Return a queue into which Ctrl-C and SIGTERM put something, as often as they come.

    It is no `threading.Event`: a signal that arrives while the event holds its lock would wait for
    that lock forever, and each further signal would wait on top of it. A simple queue may be
    filled at any moment.
    """
    signals: SimpleQueue[None] = SimpleQueue()
    handlers = {
        each: signal.signal(each, lambda *_: signals.put(None))
        for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield signals
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)


def _wait(
    signals: SimpleQueue[None], seconds: float | None, each_second: Callable[[], None]
) -> None:
    last = math.inf if seconds is None else monotonic() + seconds
    while (left := last - monotonic()) > 0:
        with suppress(Empty):
            signals.get(timeout=min(_NAP, left))
            break
        each_second()


SERVE = Command(
    name="serve",
    summary="serve a simulated Storage Gateway for any SDK",
    description=(
        "It answers as the service does: a general exception from its real cause, then a fault, "
        "then success, or what follows from the state of a sandbox. It listens on this machine "
        "alone. In a pipe, each line is a label, a tab and a text; the first line is the URL."
    ),
    example="sgw serve --fault DeleteVolume VolumeInUse --seconds 2",
    add_arguments=_add_arguments,
    run=_serve,
    formats=False,
    data=False,
)
