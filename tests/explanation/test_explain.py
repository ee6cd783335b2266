"""What an answer holds, and how it is shown."""

from __future__ import annotations

import json
import re

import pytest

from sgwlib import Explanation, explain, load_catalogue
from sgwlib.explanation import Candidate, Retried, Sign
from sgwlib.explanation.knowledge import knowledge

LINE = (
    "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume operation: "
    "The specified volume is already in use."
)
TRAIL = {
    "eventSource": "storagegateway.amazonaws.com",
    "eventName": "DeleteVolume",
    "errorCode": "InvalidGatewayRequestException",
    "errorMessage": "The specified volume was not found.",
    "requestID": "efbd972d-e0d7-4d5c-8637-3c126aa09267",
}


def shown(told: Explanation) -> tuple[str | None, ...]:
    return told.exception, told.code, told.operation


# Concluding


def test_evidence_tells_which_piece_says_what() -> None:
    told = explain(LINE)
    pieces = {sign.what: LINE[sign.start : sign.end] for sign in told.evidence}
    assert pieces == {
        "exception": "InvalidGatewayRequestException",
        "failure": "when calling the",
        "operation": "DeleteVolume",
        "message": "The specified volume is already in use.",
    }


def test_a_code_that_is_read_is_told_from_one_that_is_concluded() -> None:
    body = '{"__type":"InvalidGatewayRequestException","error":{"errorCode":"VolumeInUse"}}'
    assert (explain(LINE).code, explain(LINE).code_basis) == ("VolumeInUse", "message")
    assert (explain(body).code, explain(body).code_basis) == ("VolumeInUse", "read")


def test_a_code_that_is_read_wins_over_its_message() -> None:
    told = explain(f"{LINE}\n\nAdditional error details:\nerror: {{errorCode: VolumeNotFound}}\n")
    assert (told.code, told.code_basis) == ("VolumeNotFound", "read")
    assert told.documented is True


@pytest.mark.parametrize("retries", [0, 4])
def test_attempts_count_the_first_one_too(retries: int) -> None:
    told = explain(LINE.replace(":", f" (reached max retries: {retries}):", 1))
    assert told.attempts == retries + 1
    assert told.code == "VolumeInUse"


def test_names_outside_the_page_are_read_and_said_to_be_outside() -> None:
    line = LINE.replace("DeleteVolume", "RefreshCache").replace("volume is", "share is")
    told = explain(
        f"{line}\n\nAdditional error details:\nerror: {{errorCode: FileShareNotFound}}\n"
    )
    assert told.certain
    assert told.outside == ("FileShareNotFound", "RefreshCache")
    assert told.documented is False
    assert (told.cause, told.remedy, told.pair) == (None, None, None)
    assert "FileShareNotFound (not on the reference page)" in str(told)


def test_what_follows_comes_from_the_catalogue() -> None:
    told = explain(LINE)
    code = load_catalogue().codes["VolumeInUse"]
    assert (told.cause, told.remedy) == (code.cause, code.remedy)
    assert told.retried == Retried((), "status 400 and name are not retried")
    assert told.pair == ("DeleteVolume", "VolumeInUse")
    assert told.candidates == ()


@pytest.mark.parametrize(
    ("text", "clients", "because"),
    [
        ("ThrottlingException: Rate exceeded", 4, "whatever the status"),
        ("InternalServerError: An internal error occurred.", 4, "with status 400 it is not"),
        ('{"statusCode": 400, "__type": "InternalServerError"}', 0, "status 400"),
        ('{"statusCode": 500, "__type": "InvalidGatewayRequestException"}', 4, "status 500"),
        ("RequestExpired: too late", 2, "these retry the name"),
    ],
)
def test_who_retries_is_told_by_status_and_name(text: str, clients: int, because: str) -> None:
    retried = explain(text).retried
    assert retried is not None
    assert len(retried.clients) == clients
    assert because in retried.because


def test_candidates_are_the_codes_of_the_operation_where_only_the_exception_is_known() -> None:
    text = (
        "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume operation"
    )
    told = explain(text)
    codes = load_catalogue().codes_of("DeleteVolume")
    assert {each.code for each in told.candidates} == set(codes)
    assert {each.operation for each in told.candidates} == {"DeleteVolume"}


def test_a_message_that_is_almost_the_page_s_brings_the_like_ones_first() -> None:
    told = explain("InvalidGatewayRequestException: The specified volume vol-1 was not found.")
    assert told.code is None
    assert told.candidates[0] == Candidate(None, "VolumeNotFound", "its message is alike")


# Certainty

UNCERTAIN = [
    "GET https://storagegateway.us-east-1.amazonaws.com/\nfine\nThrottlingException: Rate exceeded",
    "ThrottlingException: Rate exceeded\nagain\nGET https://storagegateway.us-east-1.amazonaws.com/",
    "InvalidAction: The action is not valid for this web service.",
    "An error occurred (ThrottlingException) when calling the ListGateways operation: Rate exceeded.",
    "An error occurred (VolumeInUse) when calling the DeleteVolume operation: vol-1 is in use",
    "An error occurred (ThrottlingException) when calling the PutItem operation: Rate exceeded.",
    "Could not connect to the endpoint URL: https://storagegateway.us-east-1.amazonaws.com/",
    (
        "operation error Storage Gateway: ListGateways, https response error StatusCode: 0, RequestID: , "
        "request send failed, Post: dial tcp: lookup storagegateway: no such host"
    ),
    (
        "arn:aws:storagegateway:us-east-1:1:gateway/sgw-1: uploading failed\n"
        "2024-04-06T07:08:09Z ERROR ThrottlingException: Rate exceeded"
    ),
    '{"resource": "arn:aws:storagegateway:us-east-1:1:gateway/sgw-1", "error": "InternalFailure: no"}',
    '{"service": "storagegateway", "msg": "started"}\n{"error": "ThrottlingException: Rate exceeded"}',
    '{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "Rate exceeded"}',
    json.dumps(
        TRAIL | {"eventSource": "ec2.amazonaws.com", "errorCode": "Client.UnauthorizedOperation"}
    ),
]


@pytest.mark.parametrize("text", UNCERTAIN)
def test_what_nothing_shows_to_be_ours_is_not_certain(text: str) -> None:
    assert not explain(text).certain


@pytest.mark.parametrize(
    "text",
    [
        "An error occurred (ThrottlingException) when calling the ListTapes operation: Rate exceeded.",
        (
            "An error occurred (AccessDeniedException) when calling the ListGateways operation: User: u is "
            "not authorized to perform: storagegateway:ListGateways on resource: *"
        ),
        (
            "Error: error reading Storage Gateway Gateway (arn): ThrottlingException: Rate exceeded.\n\t"
            "status code: 400, request id: efbd972d-e0d7-4d5c-8637-3c126aa09267"
        ),
        '{"__type": "com.amazonaws.storagegateway.v20130630#ThrottlingException"}',
        json.dumps(TRAIL | {"errorCode": "ThrottlingException"}),
        '{"__type":"InternalServerError","error":{"errorCode":"GatewayInternalError"}}',
    ],
)
def test_a_sign_of_the_error_s_own_makes_it_certain(text: str) -> None:
    told = explain(text)
    assert told.certain
    assert told.exception is not None


def test_a_sign_that_belongs_to_another_error_certifies_nothing() -> None:
    other = "2024-04-06T07:08:10Z ERROR ThrottlingException: Rate exceeded."
    told = explain(f"2024-04-06T07:08:09Z ERROR {LINE}\n{other}\n")
    assert (told.certain, told.code) == (True, "VolumeInUse")
    [second] = told.others
    assert (second.exception, second.certain) == ("ThrottlingException", False)


# Several errors


def test_each_record_of_cloudtrail_is_an_error_of_its_own() -> None:
    second = TRAIL | {
        "eventName": "ListTapes",
        "errorCode": "ThrottlingException",
        "errorMessage": "Rate exceeded",
        "requestID": "00000000-d0d7-4d5c-8637-3c126aa09267",
    }
    fine = {"eventSource": "storagegateway.amazonaws.com", "eventName": "ListGateways"}
    foreign = TRAIL | {"eventSource": "ec2.amazonaws.com"}  # even with the same id
    told = explain(json.dumps({"Records": [fine, TRAIL, foreign, second]}))
    assert [shown(each) for each in told if each.certain] == [
        ("InvalidGatewayRequestException", "VolumeNotFound", "DeleteVolume"),
        ("ThrottlingException", None, "ListTapes"),
    ]
    assert told.request_id == TRAIL["requestID"]


def test_what_is_certain_comes_first() -> None:
    told = explain(f"2024-04-06T07:08:09Z InternalFailure: no\n2024-04-06T07:08:10Z {LINE}\n")
    assert told.code == "VolumeInUse"
    assert [each.exception for each in told.others] == ["InternalFailure"]


# Showing


def test_nothing_found_is_an_answer_too() -> None:
    told = explain("all is well")
    assert not told.found
    assert told.summary == "no Storage Gateway error found"
    assert str(told).startswith("no Storage Gateway error found\nreason: ")
    assert (told.candidates, told.retried, told.evidence) == ((), None, ())


def test_nothing_found_names_the_nearest_things_seen() -> None:
    told = explain("<Error><Code>InternalError</Code><Message>We failed.</Message></Error>")
    assert not told.found
    assert ("exception", "InternalError") in {(sign.what, sign.value) for sign in told.nearest}
    assert "seen: exception InternalError" in str(told)


@pytest.mark.parametrize(
    "text",
    ["Error: VolumeInUse", "VolumeInUse", "The specified volume was not found.\n\n\nVolumeInUse"],
)
def test_the_reason_tells_of_a_name_that_is_seen_alone(text: str) -> None:
    told = explain(text)
    assert not told.found
    assert told.reason == (
        "Storage Gateway has an error code VolumeInUse (sgw show VolumeInUse tells of it), but "
        "nothing shows that this is it"
    )


def test_the_reason_sends_to_no_page_that_there_is_not() -> None:
    catalogue = load_catalogue()
    beyond = sorted(set(knowledge(catalogue).codes) - set(catalogue.codes))
    told = [explain(f"Error: {name}") for name in beyond]
    assert any("Storage Gateway has an error code" in each.reason for each in told)
    assert not any("sgw show" in each.reason for each in told)


def test_all_of_it_is_json() -> None:
    told = json.loads(json.dumps(explain(LINE).to_dict()))
    assert (told["code"], told["documented"], told["found"]) == ("VolumeInUse", True, True)
    assert told["remedy"]["evidence"] == "documented"
    assert told["evidence"][0] == Sign(
        "exception", "InvalidGatewayRequestException", 19, 49, "botocore"
    )._asdict() | {"what": told["evidence"][0]["what"]}


def test_a_notebook_shows_the_text_with_its_evidence_marked() -> None:
    html = explain(f"<b>{LINE}")._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    marked = re.findall(r"<mark[^>]*>([^<]*)</mark>", html)
    assert marked == [
        "InvalidGatewayRequestException",
        "when calling the",
        "DeleteVolume",
        "The specified volume is already in use.",
    ]


def test_bytes_are_taken_in_what_windows_writes_too() -> None:
    assert explain(LINE.encode()).code == "VolumeInUse"
    assert explain(LINE.encode("utf-16")).code == "VolumeInUse"
    assert explain(b"\xff" + LINE.encode()).code == "VolumeInUse"
