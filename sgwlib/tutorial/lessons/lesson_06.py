"""Incident drills: real public incidents to read, to diagnose and to decide upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.explanation.api import explain
from sgwlib.response import build_response
from sgwlib.simulation.faults import Fault
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.incidents import load_incidents
from sgwlib.tutorial.kinds import Case, Handler, Names, OneName, Program, Scene, Table, YesNo
from sgwlib.tutorial.kinds.expecting import all_of, calls, raises, returns
from sgwlib.tutorial.running import failure
from sgwlib.tutorial.wording import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.explanation.api import Explanation
    from sgwlib.tutorial.kinds import Attempt

__all__ = ["EXERCISES", "PASSING"]

PASSING: Final = ("GatewayNotConnected", "GatewayProxyNetworkConnectionBusy", "VolumeNotReady")
"""Codes of what may pass by itself, for the last exercise."""

_GATEWAY: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B"
_LIMIT: Final = "DescribeBandwidthRateLimit"
_STRANGERS: Final = ("activation", "bucket", "offline", "transit", "two gateways")


def _told(incident: str) -> Explanation:
    return explain(load_incidents()[incident].text)


def _code(incident: str) -> Callable[[Catalogue], list[str]]:
    return lambda _: [_told(incident).code or ""]


def _message(catalogue: Catalogue, code: str) -> str:
    return f"the message of that code is “{catalogue.codes[code].message}”"


def _names_a_code(incident: str) -> bool:
    return _told(incident).code is not None


def _both_years(_: Catalogue) -> list[str]:
    found = [_told(incident).code for incident in ("bandwidth", "bandwidth again")]
    return [code for code in found if code]


def _documented_or_not(catalogue: Catalogue) -> str:
    known = {code: catalogue.documents(_LIMIT, code) for code in _both_years(catalogue)}
    said = [f"`{code}` is {'' if yes else 'un'}documented" for code, yes in known.items()]
    return f"For `{_LIMIT}`, {' and '.join(said)}. A handler had better know both."


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
        yield Part(Mark.WRONG, f"it returned {shown(done.value)}; I expected the limit, a number.")


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
    told = explain(text)
    if not told.certain:
        return "not ours"
    retried = told.retried is not None and bool(told.retried.clients)
    return "wait" if retried or told.code in PASSING else "look"


def _texts(catalogue: Catalogue) -> Iterator[Case]:
    for incident in load_incidents().values():
        yield Case(incident.incident, (incident.text,), _decision(incident.text))
    for code in catalogue.codes:
        text = _printed(catalogue.operations_of(code)[0], code)
        yield Case(f"a boto3 log with {code}", (text,), _decision(text))


def _printed(operation: str, code: str) -> str:
    from sgwlib.simulation.boto import raised_by_boto3

    return str(raised_by_boto3(build_response(operation, code)))


def _all_certain(_: Catalogue) -> dict[str, Any]:
    return dict.fromkeys(_STRANGERS, True)


def _found(_: Catalogue) -> dict[str, Any]:
    """Return what one gets who looks for a word in the text."""
    return {name: "Gateway" in load_incidents()[name].text for name in _STRANGERS}


EXERCISES: Final = (
    Exercise(
        name="06-1",
        question="Which error code does the text of “offline” name?",
        kind=OneName("error code", _code("offline"), _message),
        hints=(
            "The text is what Go prints: the names of the members are a little different there.",
            "Look for “ErrorCode”, within “Error_”.",
            "`sgwlib.explain(text).code` reads it.",
        ),
        learned=lambda catalogue: f"Remedy: {catalogue.codes['GatewayNotConnected'].remedy.text}",
        mistakes=(
            Mistake(
                lambda _: "InvalidGatewayRequestException",
                "That is the exception. The code stands deeper in the text.",
            ),
            Mistake(
                lambda _: "DescribeGatewayInformation",
                "That is the operation, which Terraform paraphrases.",
            ),
        ),
    ),
    Exercise(
        name="06-2",
        question="The text of “small tape” names no error code. Which one is it?",
        kind=OneName("error code", _code("small tape"), _message),
        hints=(
            "Each code has a message of its own on the page. You know the message.",
            "Look for the code whose `message` it is, among `catalogue.codes.values()`.",
            "`sgwlib.explain(text)` concludes it from the message, and says so.",
        ),
        learned=lambda catalogue: (
            "It cannot pass by itself: 10 GiB stay too small. "
            f"{catalogue.codes['InvalidParameters'].remedy.text}"
        ),
        mistakes=(
            Mistake(
                lambda _: "ValidationException",
                "That is an exception, for what breaks the form of the request. The text has "
                "another one.",
            ),
            Mistake(lambda _: "DiskSizeNotGigAligned", "Does the message speak of alignment?"),
        ),
    ),
    Exercise(
        name="06-3",
        question="Does the text of “two gateways” say which operation error code it was?",
        kind=YesNo(
            lambda _: _names_a_code("two gateways"),
            lambda _: (
                "what Java calls `errorCode` is the exception, "
                f"`{_told('two gateways').exception}`, and the message is none of the page."
            ),
        ),
        hints=(
            "What does Java call `errorCode`? Compare it with the names of the catalogue.",
            'Is the name after `errorCode=` in `catalogue.codes`, or in "catalogue.exceptions"?',
            "`sgwlib.explain(text).code` is the code, or None.",
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
                "That is what stands there. Is it an error code? Answer True or False.",
            ),
        ),
    ),
    Exercise(
        name="06-4",
        question=(
            "Which two error codes say, in “bandwidth” and in “bandwidth again”, that there is no "
            "such limit?"
        ),
        kind=Names("error code", _both_years, lambda _, code: f"neither text has `{code}`."),
        hints=(
            "One text has it where Go prints it, the other one in a piece of JSON.",
            "Explain both: `sgwlib.explain(text).code`.",
            'The incidents are `incidents["bandwidth"]` and `incidents["bandwidth again"]`.',
        ),
        learned=_documented_or_not,
        mistakes=(
            Mistake(
                lambda catalogue: _both_years(catalogue)[:1],
                "That is one of them. The service said something else later.",
            ),
            Mistake(
                lambda _: ["InvalidGatewayRequestException"],
                "That is the exception, the same in both.",
            ),
        ),
    ),
    Exercise(
        name="06-5",
        question="Which of these five texts are certainly of Storage Gateway?",
        kind=Table(
            lambda _: {name: _told(name).certain for name in _STRANGERS},
            of="incident",
            to="answer",
        ),
        hints=(
            "Look for a name that only Storage Gateway has. InternalError is in many services.",
            "`sgwlib.explain(text)` says whether it is certain, and why.",
            "`{name: sgwlib.explain(incidents[name].text).certain for name in names}`.",
        ),
        learned=lambda _: (
            "A time-out on the way to the appliance, an error of S3, one of EC2: each would have "
            "cost you an hour with the wrong team."
        ),
        mistakes=(
            Mistake(_all_certain, "Not each of them. Whose is an error in XML with a bucket?"),
            Mistake(
                _found,
                "The word Gateway is not enough: “transit” speaks of transit gateways, of EC2.",
            ),
        ),
    ),
    Exercise(
        name="06-6",
        question=(
            "Write `upload_limit(client, arn)`, which returns the upload limit, or None if the "
            "gateway's type has no such limit, whichever way the service says so; it raises every "
            "other error."
        ),
        kind=Handler("upload_limit(client, arn)", _limits),
        hints=(
            "Compare error codes: two of them mean that this gateway has no such limit.",
            'A set holds both: `code in {"NotSupported", ...}`. The other one is in “bandwidth”.',
            "In the `except`: `if code_of(error) not in NONE: raise`, and then `return None`.",
        ),
        learned=lambda _: (
            "The repair in the thread knew a message more. A year later the service spoke "
            "otherwise, and a second repair was needed."
        ),
    ),
    Exercise(
        name="06-7",
        question=(
            "Write `state(client, arn)`, which asks for the gateway's information and returns "
            '"running", or "offline" if it is not connected, or "gone" if it is not found; it '
            "raises every other error."
        ),
        kind=Handler("state(client, arn)", _readings),
        hints=(
            "The call is `client.describe_gateway_information(GatewayARN=arn)`.",
            "A dictionary can hold which code means which state.",
            'Its `.get(code)` is None for all others: then `raise`. Beware of "no code at all".',
        ),
        learned=lambda _: (
            "Now a gateway that is switched off is a state that you can show, and no failure of "
            "your program."
        ),
    ),
    Exercise(
        name="06-8",
        question=(
            'Write `triage(text)`, which returns "not ours" where the error is not certainly of '
            'Storage Gateway; else "wait" if some client repeats it by itself or its code is in '
            '`PASSING`; else "look".'
        ),
        kind=Program("triage(text)", _texts),
        hints=(
            "Begin with `told = sgwlib.explain(text)`, and ask it three things, one by one.",
            "`told.certain`, `told.retried` and `told.code`. `told.retried` may be None.",
            '`if told.retried and told.retried.clients: return "wait"` is the one in the middle.',
        ),
        learned=lambda catalogue: (
            f"It was right for {len(list(_texts(catalogue)))} texts. That is the first line of "
            "support, in five lines of Python."
        ),
    ),
)
