"""What an answer holds, and how it is shown."""

from __future__ import annotations

import copy
import json
import pickle
import re
from dataclasses import asdict

import pytest

from sgwlib import Explanation, explain, load_catalogue
from sgwlib.diagnosis import Candidate, Evidence, Retried
from sgwlib.diagnosis.knowledge import knowledge
from sgwlib.errors import ExplainError

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


def shown(found: Explanation) -> tuple[str | None, ...]:
    return found.exception, found.code, found.operation


# Concluding


def test_evidence_tells_which_piece_says_what() -> None:
    found = explain(LINE)
    pieces = {each.what: LINE[each.start : each.end] for each in found.evidence}
    assert pieces == {
        "exception": "InvalidGatewayRequestException",
        "failure": "when calling the",
        "operation": "DeleteVolume",
        "message": "The specified volume is already in use.",
    }


def test_a_code_that_is_read_differs_from_one_that_is_concluded() -> None:
    body = '{"__type":"InvalidGatewayRequestException","error":{"errorCode":"VolumeInUse"}}'
    assert (explain(LINE).code, explain(LINE).code_basis) == ("VolumeInUse", "message")
    assert (explain(body).code, explain(body).code_basis) == ("VolumeInUse", "read")


def test_a_code_that_is_read_wins_over_its_message() -> None:
    found = explain(f"{LINE}\n\nAdditional error details:\nerror: {{errorCode: VolumeNotFound}}\n")
    assert (found.code, found.code_basis) == ("VolumeNotFound", "read")
    assert found.documented is True


def test_attempts_count_the_first_one_too() -> None:
    for retries in (0, 4):
        found = explain(LINE.replace(":", f" (reached max retries: {retries}):", 1))
        assert (found.attempts, found.code) == (retries + 1, "VolumeInUse")


def test_names_outside_the_page_are_read_and_said_to_be_outside() -> None:
    line = LINE.replace("DeleteVolume", "RefreshCache").replace("volume is", "share is")
    found = explain(
        f"{line}\n\nAdditional error details:\nerror: {{errorCode: FileShareNotFound}}\n"
    )
    assert found.certain
    assert found.outside == ("FileShareNotFound", "RefreshCache")
    assert found.documented is False
    assert (found.cause, found.remedy, found.pair) == (None, None, None)
    assert "FileShareNotFound (not on the reference page)" in str(found)


def test_what_follows_comes_from_the_catalogue() -> None:
    found = explain(LINE)
    code = load_catalogue().codes["VolumeInUse"]
    assert (found.cause, found.remedy) == (code.cause, code.remedy)
    assert found.retried == Retried((), "neither status 400 nor the name is retried")
    assert found.pair == ("DeleteVolume", "VolumeInUse")
    assert found.candidates == ()


def test_the_status_and_the_name_decide_who_retries() -> None:
    for text, clients, because in (
        ("ThrottlingException: Rate exceeded", 4, "whatever the status"),
        ("InternalServerError: An internal error occurred.", 4, "status 400 is not"),
        ('{"statusCode": 400, "__type": "InternalServerError"}', 0, "status 400"),
        ('{"statusCode": 500, "__type": "InvalidGatewayRequestException"}', 4, "status 500"),
        ("RequestExpired: too late", 2, "these clients retry the name"),
    ):
        retried = explain(text).retried
        assert retried is not None
        assert len(retried.clients) == clients, text
        assert because in retried.because, text


def test_candidates_are_the_codes_of_the_operation_where_only_the_exception_is_known() -> None:
    text = (
        "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume operation"
    )
    found = explain(text)
    codes = load_catalogue().codes_of("DeleteVolume")
    assert {each.code for each in found.candidates} == set(codes)
    assert {each.operation for each in found.candidates} == {"DeleteVolume"}


def test_a_message_that_is_almost_the_page_s_brings_the_like_ones_first() -> None:
    found = explain("InvalidGatewayRequestException: The specified volume vol-1 was not found.")
    assert found.code is None
    assert found.candidates[0] == Candidate(None, "VolumeNotFound", "its message is similar")


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


def test_what_nothing_shows_to_be_ours_is_not_certain() -> None:
    assert [text for text in UNCERTAIN if explain(text).certain] == []


def test_evidence_of_the_error_s_own_makes_it_certain() -> None:
    for text in (
        "POST https://storagegateway.us-east-1.amazonaws.com/ ThrottlingException: Rate exceeded",
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
    ):
        found = explain(text)
        assert found.certain, text
        assert found.exception is not None, text


def test_evidence_that_belongs_to_another_error_certifies_nothing() -> None:
    other = "2024-04-06T07:08:10Z ERROR ThrottlingException: Rate exceeded."
    found = explain(f"2024-04-06T07:08:09Z ERROR {LINE}\n{other}\n")
    assert (found.certain, found.code) == (True, "VolumeInUse")
    [second] = found.others
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
    found = explain(json.dumps({"Records": [fine, TRAIL, foreign, second]}))
    assert [shown(each) for each in found if each.certain] == [
        ("InvalidGatewayRequestException", "VolumeNotFound", "DeleteVolume"),
        ("ThrottlingException", None, "ListTapes"),
    ]
    assert found.request_id == TRAIL["requestID"]


def test_what_is_certain_comes_first() -> None:
    found = explain(f"2024-04-06T07:08:09Z InternalFailure: no\n2024-04-06T07:08:10Z {LINE}\n")
    assert found.code == "VolumeInUse"
    assert [each.exception for each in found.others] == ["InternalFailure"]


# Showing


def test_nothing_found_is_an_answer_too() -> None:
    found = explain("all is well")
    assert not found.found
    assert found.summary == "no Storage Gateway error found"
    assert str(found).startswith("no Storage Gateway error found\nreason: ")
    assert (found.candidates, found.retried, found.evidence) == ((), None, ())


def test_nothing_found_names_the_nearest_things_seen() -> None:
    found = explain("<Error><Code>InternalError</Code><Message>We failed.</Message></Error>")
    assert not found.found
    assert ("exception", "InternalError") in {(each.what, each.value) for each in found.nearest}
    assert "seen: exception InternalError" in str(found)


URL = "https://storagegateway.eu-west-1.amazonaws.com"
NO_RESPONSE = {
    f'EndpointConnectionError: Could not connect to the endpoint URL: "{URL}/"': "can't be reached",
    f'Connect timeout on endpoint URL: "{URL.replace("//", "//vpce-1-a.")}/"': "can't be reached",
    f"SSLError: SSL validation failed for {URL}/ [SSL: CERTIFICATE_VERIFY_FAILED]": "certificate",
    f'ReadTimeoutError: Read timeout on endpoint URL: "{URL}/"': "may have succeeded",
    f'Connection was closed before we received a response from URL: "{URL}/".': "may have",
    "$ aws storagegateway list-tapes \nUnable to locate credentials. You can": "no credentials",
    "Error: getaddrinfo ENOTFOUND storagegateway.eu-west-33.amazonaws.com": "can't be reached",
    "operation error Storage Gateway: ListTapes, https response error StatusCode: 0, RequestID: , "
    "canceled, context deadline exceeded": "may have succeeded",
    # Which service it is, is not said.
    "NoCredentialsError: Unable to locate credentials": "nothing in the text",
    'Could not connect to the endpoint URL: "https://ec2.eu-west-1.amazonaws.com/"': "nothing in",
    f"GET {URL}/ timeout=60 Certificate path: /etc/ssl/cacert.pem": "nothing in the text",
    # A response came, or the words are about something else.
    "aws storagegateway list-gateways ok\nAn error occurred (RequestTimeout) when calling the "
    "PutObject operation: Your socket connection to the server timed out": "no operation PutObject",
    "aws storagegateway refresh-cache --file-share-arn x\n{}\ncopy: connection refused": "nothing",
    "aws storagegateway join-domain \nfailed to join domain with the given credentials": "nothing",
    "aws storagegateway list-gateways \nERROR reading shared credentials file": "nothing in the",
    f"calling {URL}\nJoinDomain failed, invalid domain credentials": "nothing in the text",
    f"GET {URL}/ 200\nbackup to 10.0.0.9: connection refused": "nothing in the text",
}


def test_the_reason_says_what_to_do_if_no_response_came() -> None:
    for text, words in NO_RESPONSE.items():
        found = explain(text)
        assert not found.found
        assert words in found.reason, text
        is_no_response = found.reason.startswith("no response came")
        assert is_no_response is not words.startswith(("nothing", "no operation")), text


def test_the_reason_names_what_a_health_log_reports() -> None:
    entry = {"severity": "ERROR", "type": "InaccessibleStorageClass", "gateway": "sgw-B1D123D4"}
    assert "see sgw show InaccessibleStorageClass" in explain(json.dumps(entry)).reason


def test_each_of_several_errors_names_its_line() -> None:
    found = explain(f"started\n\n{LINE}\n2026-03-01 09:59:58 ThrottlingException: Rate exceeded\n")
    assert [each.line for each in found] == [3, 4]
    assert [it for it in str(found).split("\n") if it.startswith("line: ")] == [
        "line: 3",
        "line: 4",
    ]
    assert (explain("all is well").line, "line: " in str(explain(LINE))) == (None, False)


def test_the_reason_names_the_command_for_a_name_that_stands_alone() -> None:
    for text in (
        "Error: VolumeInUse",
        "VolumeInUse",
        "The specified volume was not found.\n\n\nVolumeInUse",
    ):
        found = explain(text)
        assert not found.found
        assert found.reason == (
            "Storage Gateway has an error code VolumeInUse (see sgw show VolumeInUse), but "
            "nothing shows that this is it"
        )


def test_the_reason_sends_to_no_page_that_there_is_not() -> None:
    catalogue = load_catalogue()
    beyond = sorted(set(knowledge(catalogue).codes) - set(catalogue.codes))
    found = [explain(f"Error: {name}") for name in beyond]
    assert any("Storage Gateway has an error code" in each.reason for each in found)
    assert not any("sgw show" in each.reason for each in found)


def test_all_of_it_is_json() -> None:
    found = json.loads(json.dumps(explain(LINE).to_dict()))
    assert (found["code"], found["documented"], found["found"]) == ("VolumeInUse", True, True)
    assert found["remedy"]["evidence"] == "documented"
    assert found["evidence"][0] == Evidence(
        "exception", "InvalidGatewayRequestException", 19, 49, "botocore"
    )._asdict() | {"what": found["evidence"][0]["what"]}


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


def test_bytes_are_decoded_in_the_encoding_of_windows_too() -> None:
    for content in (LINE.encode(), LINE.encode("utf-16"), b"\xff" + LINE.encode()):
        assert explain(content).code == explain(bytearray(content)).code == "VolumeInUse"


def test_anything_else_is_refused() -> None:
    with pytest.raises(ExplainError, match=r"expects a string, bytes, .* not int") as refused:
        explain(42)  # type: ignore[arg-type]  # on purpose
    assert isinstance(refused.value, TypeError)


# Values


def test_an_explanation_is_a_value() -> None:
    text = f"2024-04-06T07:08:09Z {LINE}\n2024-04-06T07:08:10Z InternalFailure: no\n"
    found = explain(text)
    assert found.others
    assert found != explain(LINE)
    for same in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert same == found == explain(text)
        assert hash(same) == hash(found)
        assert same.to_dict() == found.to_dict()
    plain = asdict(found)
    assert (plain["code"], plain["others"][0]["exception"]) == ("VolumeInUse", "InternalFailure")
    for each in (*found.evidence, *explain(LINE[:60]).candidates):
        assert pickle.loads(pickle.dumps(each)) == each
