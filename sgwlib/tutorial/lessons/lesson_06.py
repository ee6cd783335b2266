"""Exercises of lesson 06: public incidents to read, diagnose and decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.diagnosis.explanation import explain
from sgwlib.response import build_response
from sgwlib.running import failure
from sgwlib.simulation.faults import Fault
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part, shown
from sgwlib.tutorial.incidents import load_incidents
from sgwlib.tutorial.kinds import Case, Handler, Names, OneName, Program, Scene, Table, YesNo
from sgwlib.tutorial.kinds.handlers import all_of, calls, raises, returns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.diagnosis.explanation import Explanation
    from sgwlib.tutorial.kinds import Attempt


PASSING: Final = ("GatewayNotConnected", "GatewayProxyNetworkConnectionBusy", "VolumeNotReady")
"""Codes of errors that may pass by themselves, for the last exercise."""

_GATEWAY: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B"
_LIMIT: Final = "DescribeBandwidthRateLimit"
_STRANGERS: Final = ("activation", "bucket", "offline", "transit", "two gateways")


def _explained(incident: str) -> Explanation:
    return explain(load_incidents()[incident].text)


def _code(incident: str) -> Callable[[Catalogue], list[str]]:
    return lambda _: [_explained(incident).code or ""]


def _message(catalogue: Catalogue, code: str) -> str:
    return f"the message of that code is “{catalogue.codes[code].message}”"


def _both_years(_: Catalogue) -> list[str]:
    found = [_explained(incident).code for incident in ("bandwidth", "bandwidth again")]
    return [code for code in found if code]


def _documented_or_not(catalogue: Catalogue) -> str:
    known = {code: catalogue.documents(_LIMIT, code) for code in _both_years(catalogue)}
    said = [f"`{code}` is {'' if yes else 'un'}documented" for code, yes in known.items()]
    return f"For `{_LIMIT}`, {' and '.join(said)}. Let a handler know both."


def _limits(_: Catalogue) -> Iterator[Scene]:
    arn = (_GATEWAY,)
    once = calls(_LIMIT, 1)
    yield Scene("A volume gateway", (), _has_a_limit, arn)
    for code in ("UnsupportedOperationForGatewayType", "NotSupported"):
        fault = Fault(_LIMIT, code, undocumented=True)
        yield Scene(f"The answer is `{code}`", (fault,), all_of(returns(None), once), arn)
    for error in ("GatewayNotConnected", "ThrottlingException"):
        yield Scene(f"The answer is `{error}`", (Fault(_LIMIT, error),), raises(error), arn)


def _has_a_limit(attempt: Attempt) -> Iterator[Part]:
    done = attempt.run
    if done.error is not None:
        yield Part(Mark.WRONG, failure(done))
    elif isinstance(done.value, int) and not isinstance(done.value, bool):
        yield Part(Mark.RIGHT, f"it returned {shown(done.value)}.")
    else:
        yield Part(Mark.WRONG, f"it returned {shown(done.value)}, expected the limit, a number.")


def _readings(_: Catalogue) -> Iterator[Scene]:
    arn = (_GATEWAY,)
    operation = "DescribeGatewayInformation"
    yield Scene("A gateway that runs", (), returns("running"), arn)
    for error, say in {
        "GatewayNotConnected": returns("offline"),
        "GatewayNotFound": returns("gone"),
        "NotSupported": raises("NotSupported"),
        "UnrecognizedClientException": raises("UnrecognizedClientException"),
    }.items():
        yield Scene(f"The answer is `{error}`", (Fault(operation, error),), say, arn)


def _decision(text: str) -> str:
    found = explain(text)
    if not found.certain:
        return "not ours"
    retried = found.retried is not None and bool(found.retried.clients)
    return "wait" if retried or found.code in PASSING else "look"


def _texts(catalogue: Catalogue) -> Iterator[Case]:
    from sgwlib.simulation.boto import raised_by_boto3

    for incident in load_incidents().values():
        yield Case(incident.incident, (incident.text,), _decision(incident.text))
    for code in catalogue.codes:
        text = str(raised_by_boto3(build_response(catalogue.operations_of(code)[0], code)))
        yield Case(f"a boto3 log with {code}", (text,), _decision(text))


EXERCISES: Final = (
    Exercise(
        name="06-1",
        kind=OneName("error code", _code("offline"), _message),
        learned=lambda catalogue: f"Remedy: {catalogue.codes['GatewayNotConnected'].remedy.text}",
        mistakes=(
            Mistake(
                lambda _: "InvalidGatewayRequestException",
                "That is the exception. The code is deeper in the text.",
            ),
            Mistake(
                lambda _: "DescribeGatewayInformation",
                "That is the operation, which Terraform paraphrases.",
            ),
        ),
    ),
    Exercise(
        name="06-2",
        kind=OneName("error code", _code("small tape"), _message),
        learned=lambda catalogue: (
            "It won't pass by itself: 10 GiB is always too small. "
            f"{catalogue.codes['InvalidParameters'].remedy.text}"
        ),
        mistakes=(
            Mistake(
                lambda _: "ValidationException",
                "That is an exception for an invalid request. The text has another one.",
            ),
            Mistake(lambda _: "DiskSizeNotGigAligned", "Does the message mention alignment?"),
        ),
    ),
    Exercise(
        name="06-3",
        kind=YesNo(
            lambda _: _explained("two gateways").code is not None,
            lambda _: (
                "what Java calls `errorCode` is the exception, "
                f"`{_explained('two gateways').exception}`, and the message isn't on the page."
            ),
        ),
        learned=lambda _: (
            "The same word means different things to different clients. So a search for errorCode "
            "in your logs finds both."
        ),
        mistakes=(
            Mistake(
                lambda _: True,
                "The word is there. But is the name after it an error code?",
            ),
            Mistake(
                lambda _: "InvalidGatewayRequestException",
                "That is the name in the text. Is it an error code? Answer True or False.",
            ),
        ),
    ),
    Exercise(
        name="06-4",
        kind=Names("error code", _both_years, lambda _, code: f"neither text has `{code}`."),
        learned=_documented_or_not,
        mistakes=(
            Mistake(
                lambda catalogue: _both_years(catalogue)[:1],
                "That is one of them. The service returned another one later.",
            ),
            Mistake(
                lambda _: ["InvalidGatewayRequestException"],
                "That is the exception, the same in both.",
            ),
        ),
    ),
    Exercise(
        name="06-5",
        kind=Table(
            lambda _: {name: _explained(name).certain for name in _STRANGERS},
            of="incident",
            to="answer",
        ),
        learned=lambda _: (
            "A time-out on the way to the appliance, an error of S3, one of EC2: each would have "
            "cost you an hour with the wrong team."
        ),
        mistakes=(
            Mistake(
                lambda _: dict.fromkeys(_STRANGERS, True),
                "Not all of them. Which service returns XML with a bucket?",
            ),
            Mistake(
                lambda _: {name: "Gateway" in load_incidents()[name].text for name in _STRANGERS},
                "The word Gateway isn't enough: “transit” is about transit gateways of EC2.",
            ),
        ),
    ),
    Exercise(
        name="06-6",
        kind=Handler("upload_limit(client, arn)", _limits),
        learned=lambda _: (
            "The fix in the thread compared one more message. A year later the service changed its "
            "message, and a second fix was needed."
        ),
    ),
    Exercise(
        name="06-7",
        kind=Handler("state(client, arn)", _readings),
        learned=lambda _: (
            "Now your program can show that a gateway is switched off, instead of failing."
        ),
    ),
    Exercise(
        name="06-8",
        kind=Program("triage(text)", _texts),
        learned=lambda catalogue: (
            f"It was right for {len(list(_texts(catalogue)))} texts. That is the first line of "
            "support, in five lines of Python."
        ),
    ),
)
