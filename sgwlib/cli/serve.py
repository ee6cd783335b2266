"""``sgw serve``: the endpoint, for a client in any language."""

from __future__ import annotations

import signal
import time
import warnings
from argparse import ArgumentTypeError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, UsageError, nonempty
from sgwlib.cli.output import Fact
from sgwlib.errors import MissingPackageError, UndocumentedPairError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from sgwlib.cli.output import Output
    from sgwlib.simulation.endpoint import Endpoint
    from sgwlib.simulation.faults import FaultPlan

__all__ = ["SERVE"]

_NAP = 3600.0  # as long as it likes: a signal ends it


def _add_arguments(parser: ArgumentParser) -> None:
    _add_plan_arguments(parser)
    _add_address_arguments(parser)
    _add_caller_arguments(parser)
    parser.add_argument(
        "--coverage",
        metavar="FILE",
        type=nonempty,
        help="at the end, write which errors were given to FILE (see: sgw coverage)",
    )
    parser.add_argument(
        "--seconds",
        metavar="NUMBER",
        type=_positive,
        help="end after so many seconds, so that no script leaves it behind",
    )


def _add_plan_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--plan", metavar="FILE", type=nonempty, help="a fault plan, TOML or JSON")
    parser.add_argument(
        "--fault",
        metavar=("OPERATION", "ERROR"),
        nargs=2,
        action="append",
        default=[],
        help="answer calls of OPERATION (or '*') with ERROR; before the plan's faults",
    )
    parser.add_argument(
        "--undocumented",
        action="store_true",
        help="even if the operation of a --fault is not documented to return the code",
    )


def _add_address_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--port", metavar="NUMBER", type=int, default=0, help="by default a free one"
    )
    parser.add_argument(
        "--host", metavar="ADDRESS", type=nonempty, default="127.0.0.1", help="where to listen"
    )
    parser.add_argument(
        "--allow-remote",
        action="store_true",
        help="needed for a host that other machines can reach",
    )
    parser.add_argument(
        "--allow-host",
        metavar="NAME",
        type=nonempty,
        action="append",
        default=[],
        help="another name than localhost under which clients may call it",
    )
    parser.add_argument(
        "--token",
        metavar="TEXT",
        type=nonempty,
        help="what control requests must bring; by default a new one",
    )


def _add_caller_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--secret",
        metavar="KEY:SECRET",
        type=_secret,
        action="append",
        help="an access key and its secret: then there are no others, and signatures are verified",
    )
    parser.add_argument(
        "--session-token",
        metavar="TEXT",
        type=nonempty,
        action="append",
        help="a session token: then there are no others",
    )
    parser.add_argument(
        "--not-subscribed",
        metavar="KEY",
        type=nonempty,
        action="append",
        default=[],
        help="an access key whose account has no subscription",
    )
    parser.add_argument(
        "--rate", metavar="NUMBER", type=_positive, help="calls a second; more are throttled"
    )


def _secret(argument: str) -> tuple[str, str]:
    key, colon, secret = argument.partition(":")
    if not (key and colon and secret):
        raise ArgumentTypeError("must be an access key, a colon and a secret key")
    return key, secret


def _positive(argument: str) -> float:
    try:
        number = float(argument)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ArgumentTypeError(f"{argument!r} is no number above 0")
    return number


def _serve(arguments: Namespace, output: Output) -> int:
    endpoint = _endpoint(arguments)
    with _recorded(arguments.coverage), _ended_by_signals(), _started(endpoint):
        output.facts(_facts(endpoint, remote=arguments.allow_remote))
        output.flush()
        with suppress(KeyboardInterrupt):  # the way to end it
            _wait(arguments.seconds)
    return 0


def _endpoint(arguments: Namespace) -> Endpoint:
    try:
        from sgwlib.simulation.endpoint import Endpoint, RemoteEndpointWarning
    except ImportError as error:
        raise MissingPackageError("serving", str(error.name), "endpoint") from None
    # It is told below, in a way that a terminal shows well.
    warnings.simplefilter("ignore", RemoteEndpointWarning)
    return Endpoint(
        _plan(arguments),
        host=arguments.host,
        port=arguments.port,
        allow_remote=arguments.allow_remote,
        allowed_hosts=arguments.allow_host,
        secrets=None if arguments.secret is None else dict(arguments.secret),
        session_tokens=arguments.session_token,
        not_subscribed=arguments.not_subscribed,
        rate=arguments.rate,
        token=arguments.token,
    )


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
        Fact("faults", "; ".join(map(str, endpoint.plan.faults)) or "none: every call succeeds"),
        Fact("boto3", f'boto3.client("storagegateway", endpoint_url="{url}")'),
        Fact("AWS CLI", f"aws storagegateway list-gateways --endpoint-url {url}"),
        Fact("JavaScript", f'new StorageGatewayClient({{ endpoint: "{url}" }})'),
        Fact("other SDKs", f"AWS_ENDPOINT_URL_STORAGE_GATEWAY={url}"),
        Fact("credentials", "any, and any region" if endpoint.open else "those of the records"),
        Fact("token", endpoint.token),
        Fact("control", f"curl -H 'Authorization: Bearer {endpoint.token}' {url}/_sgw/calls"),
        Fact("end", "Ctrl-C"),
    ]
    if remote:
        facts.append(Fact("warning", "other machines can reach it, without a password"))
    return facts


@contextmanager
def _recorded(path: str | None) -> Iterator[None]:
    """Record what is answered, and write it to a file that is known to be free from the start."""
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
def _started(endpoint: Endpoint) -> Iterator[None]:
    from sgwlib.simulation.endpoint import EndpointError

    try:
        endpoint.start()
    except EndpointError as error:
        raise UsageError(str(error).replace("allow_remote=True", "--allow-remote")) from None
    try:
        yield
    finally:
        endpoint.stop()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a polite kill end it as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _wait(seconds: float | None) -> None:
    end = None if seconds is None else time.monotonic() + seconds
    while end is None or time.monotonic() < end:
        time.sleep(_NAP if end is None else max(0.0, min(_NAP, end - time.monotonic())))


SERVE = Command(
    name="serve",
    summary="serve a simulated Storage Gateway that any SDK can be pointed at",
    description=(
        "It answers as the service does: general exceptions from their real causes, then the "
        "faults, then success. It listens on this machine alone. In a pipe, each fact is one "
        "line: its label, a tab, its text; the first is the URL."
    ),
    example="sgw serve --fault DeleteVolume VolumeInUse --seconds 2",
    add_arguments=_add_arguments,
    run=_serve,
)
