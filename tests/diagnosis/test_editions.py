"""What other editions of the page, today's API and live errors add to an answer."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape

from sgwlib import explain, load_catalogue
from sgwlib.diagnosis import Candidate
from sgwlib.diagnosis.knowledge import knowledge, normalized

CATALOGUE = load_catalogue()
OWN = "InvalidGatewayRequestException"
NOT_FOUND = "The specified file system was not found."
ELSEWHERE = "not in edition 2012-06-30; in file-2021, file-2023"


def called(operation: str, message: str = "", exception: str = OWN) -> str:
    message = message and f": {message}"
    return f"An error occurred ({exception}) when calling the {operation} operation{message}"


# Codes and operations of other editions


def test_a_message_of_another_edition_shows_its_code() -> None:
    found = explain(called("AssociateFileSystem", NOT_FOUND))
    assert (found.code, found.code_basis) == ("FileSystemNotFound", "message")
    assert (found.documented, found.certain) == (True, True)
    code = CATALOGUE.known_codes["FileSystemNotFound"]
    assert found.cause == code.cause is not None
    assert found.remedy == code.remedy is not None
    assert found.candidates == ()


def test_every_message_of_a_known_code_leads_back_to_it() -> None:
    messages = {code.name: code.message for code in CATALOGUE.known_codes.values() if code.message}
    assert messages.keys() > CATALOGUE.codes.keys()
    for edition in CATALOGUE.editions:
        known = knowledge(load_catalogue(edition=edition))
        names = {name: known.code_messages[normalized(text)] for name, text in messages.items()}
        assert names == {name: name for name in messages}, edition


def test_a_message_of_two_codes_is_the_edition_s() -> None:
    code = CATALOGUE.known_codes["FileSystemNotFound"]
    # Without its final period, it is still the same message.
    same = replace(code, message="The specified volume was not found")
    catalogue = replace(CATALOGUE, known_codes={**CATALOGUE.known_codes, code.name: same})
    text = called("DeleteVolume", "The specified volume was not found.")
    assert explain(text, catalogue=catalogue).code == "VolumeNotFound"


def test_a_message_of_another_edition_is_seen_where_it_stands_alone() -> None:
    found = explain(f"it said: {NOT_FOUND}")
    assert not found.found
    assert [(each.what, each.value) for each in found.nearest] == [("message", NOT_FOUND)]
    [by_message, pair] = found.candidates
    assert by_message.code == pair.code == "FileSystemNotFound"
    assert by_message.reason.endswith("for the code, in file-2021, file-2023")
    assert pair == Candidate("AssociateFileSystem", "FileSystemNotFound", "documented")


def test_the_candidates_are_all_codes_of_an_operation() -> None:
    candidates = explain(called("AssociateFileSystem")).candidates
    assert {each.operation for each in candidates} == {"AssociateFileSystem"}
    codes = [each.code for each in candidates]
    assert len(codes) == 4
    assert set(codes) == set(CATALOGUE.all_codes_of("AssociateFileSystem"))


def test_the_candidates_are_all_operations_of_a_code() -> None:
    body = {"errorCode": "FileSystemNotFound", "__type": OWN}
    found = explain(json.dumps(body))
    assert found.code == "FileSystemNotFound"
    assert found.candidates == (
        Candidate("AssociateFileSystem", "FileSystemNotFound", "documented"),
    )
    body["errorCode"] = "FileSystemAssociationNotFound"
    operations = [each.operation for each in explain(json.dumps(body)).candidates]
    assert operations == [  # what only reads comes first
        "DescribeFileSystemAssociations",
        "UpdateFileSystemAssociation",
        "DisassociateFileSystem",
    ]


def test_a_message_that_is_almost_another_edition_s_brings_its_code() -> None:
    text = f"{OWN}: The specified file system association fsa-1 was not found."
    first = explain(text).candidates[0]
    assert (first.code, first.reason) == (
        "FileSystemAssociationNotFound",
        "its message is similar",
    )


def test_a_catalogue_of_one_edition_alone_is_enough() -> None:
    alone = replace(
        CATALOGUE,
        editions_of={},
        api_operations={},
        known_codes={},
        known_exceptions={},
        observations={},
    )
    codes = [each.code for each in explain(called("DeleteVolume"), catalogue=alone).candidates]
    assert set(codes) == set(CATALOGUE.codes_of("DeleteVolume"))
    body = json.dumps({"errorCode": "VolumeInUse", "__type": OWN})
    assert [each.operation for each in explain(body, catalogue=alone).candidates] == [
        "DeleteVolume"
    ]


# What was observed


def test_the_observed_codes_come_first_where_no_edition_lists_any() -> None:
    candidates = explain(called("RefreshCache")).candidates
    first = Candidate("RefreshCache", "GatewayProxyNetworkConnectionBusy", "observed")
    assert candidates[0] == first
    assert set(CATALOGUE.codes) <= {each.code for each in candidates}
    assert {each.reason for each in candidates[1:]} == {"carried by this exception"}


def test_an_observed_code_may_come_with_another_message() -> None:
    text = called("UpdateSMBFileShare", "The specified gateway was out of date.")
    assert [(each.code, each.reason) for each in explain(text).candidates] == [
        ("OutdatedGateway", "its message is similar"),
        ("InvalidParameters", "observed with another message"),
    ]


def test_the_observed_operation_of_a_code_comes_first() -> None:
    code = "GatewayProxyNetworkConnectionBusy"
    body = {"errorCode": code, "__type": OWN}
    first, *others = explain(json.dumps(body)).candidates
    assert first == Candidate("RefreshCache", code, "observed")
    assert {each.operation for each in others} == set(CATALOGUE.operations_of(code))


# Words


def test_a_name_of_another_edition_is_said_to_be_there() -> None:
    found = explain(called("AssociateFileSystem", NOT_FOUND))
    assert found.outside == ("FileSystemNotFound", "AssociateFileSystem")
    assert found.pair is None
    lines = str(found).splitlines()
    assert f"operation: AssociateFileSystem ({ELSEWHERE})" in lines
    assert f"code: FileSystemNotFound ({ELSEWHERE})" in lines
    values = found.to_dict()
    assert values["edition"] == "2012-06-30"
    assert values["elsewhere"] == {
        "FileSystemNotFound": ["file-2021", "file-2023"],
        "AssociateFileSystem": ["file-2021", "file-2023"],
    }


def test_a_name_of_no_edition_is_not_on_the_page() -> None:
    found = explain(called("RefreshCache", "x", "AccessDeniedException"))
    assert "operation: RefreshCache (not on the reference page)" in str(found)
    assert found.to_dict()["elsewhere"] == {"AccessDeniedException": [], "RefreshCache": []}


def test_a_name_of_the_chosen_edition_is_not_outside() -> None:
    text = called("AssociateFileSystem", NOT_FOUND)
    found = explain(text, catalogue=load_catalogue(edition="file-2023"))
    assert (found.outside, found.to_dict()["elsewhere"]) == ((), {})
    assert found.pair == ("AssociateFileSystem", "FileSystemNotFound")


# Exceptions that the page lacks


def test_the_known_status_of_an_exception_that_the_page_lacks_tells_who_retries() -> None:
    for name, clients in (
        ("AccessDeniedException", 0),
        ("ExpiredTokenException", 2),
        ("ServiceUnavailableError", 4),
    ):
        assert name not in CATALOGUE.exceptions
        retried = explain(called("RefreshCache", "x", name)).retried
        assert retried is not None, name
        assert len(retried.clients) == clients, name


WITHOUT_CODE = {
    each.name: each for each in CATALOGUE.known_exceptions.values() if not each.carries_code
}


def test_an_exception_of_a_shared_operation_is_found_whether_the_page_has_it_or_not() -> None:
    assert WITHOUT_CODE.keys() > set(CATALOGUE.general_exceptions)
    for operation in ("CreateSnapshot", "DeleteVolume"):
        for name in WITHOUT_CODE:
            found = explain(called(operation, "no", name))
            assert (found.operation, found.exception) == (operation, name)
            assert not found.certain, name
    assert not explain(called("Decrypt", "no", "ExpiredTokenException")).found


def test_a_name_that_the_page_lacks_needs_a_sign_of_aws() -> None:
    message = "The security token included in the request is expired"
    for text in (
        "ExpiredTokenException",
        f"ExpiredTokenException: {message}",
        "ExpiredTokenException: no\n\tstatus code: 403, request id: ",
    ):
        assert explain(text).exception == "ExpiredTokenException", text
    for text in (
        "jsonschema.exceptions.ValidationError: 'size' is a required property",
        "java.nio.file.AccessDeniedException: /var/log/backup",
        "the job ended with NotAuthorized: no such user",
    ):
        assert not explain(text).found, text


def test_a_client_without_a_class_for_an_exception_that_the_page_lacks_shows_its_message() -> None:
    found = explain(
        "software.amazon.awssdk.services.storagegateway.model.StorageGatewayException: The security "
        "token included in the request is expired (Service: StorageGateway, Status Code: 403)"
    )
    assert (found.exception, found.certain) == ("ExpiredTokenException", True)


# What to do about an exception without a code


def test_every_exception_without_a_code_says_what_to_do() -> None:
    for name, about in WITHOUT_CODE.items():
        found = explain(called("RefreshCache", "no", name))
        assert (found.cause, found.remedy) == (about.cause, about.remedy), name
        assert found.cause is not None
        assert found.remedy is not None
        for label, (text, evidence, source) in {
            "to do": found.remedy,
            "cause": found.cause,
        }.items():
            assert f"{label}: {text} ({evidence}: {source})" in str(found).splitlines()
            assert escape(text) in found._repr_html_()


def test_the_cause_of_the_code_counts_where_there_is_one() -> None:
    text = '{"__type":"ServiceUnavailableError","error":{"errorCode":"GatewayNotConnected"}}'
    found = explain(text)
    assert found.exception == "ServiceUnavailableError"
    assert found.cause == CATALOGUE.codes["GatewayNotConnected"].cause
    alone = explain(called("CreateSnapshot", "no", "ServiceUnavailableError"))
    assert alone.cause == CATALOGUE.known_exceptions["ServiceUnavailableError"].cause is not None
    assert explain(called("DeleteVolume", "no")).cause is None


def test_what_cloudtrail_calls_an_exception_has_the_same_remedy() -> None:
    event = {"eventSource": "storagegateway.amazonaws.com", "eventName": "ListTapes"}
    found = explain(json.dumps(event | {"errorCode": "AccessDenied"}))
    assert found.exception == "AccessDenied"
    denied = CATALOGUE.known_exceptions["AccessDeniedException"]
    assert (found.cause, found.remedy) == (denied.cause, denied.remedy)


# A name that is both an exception and a code

AS_CODE = {
    "a body": (
        '{"__type":"InvalidGatewayRequestException","message":"x",'
        '"error":{"errorCode":"ServiceUnavailable"}}'
    ),
    "a body, its type last": (
        '{"error":{"errorCode":"ServiceUnavailable"},"message":"x",'
        '"__type":"InvalidGatewayRequestException"}'
    ),
    "a body, capitalised": (
        '{"__type":"InvalidGatewayRequestException","Message":"x",'
        '"Error":{"ErrorCode":"ServiceUnavailable"}}'
    ),
    "Go v1": (
        "InvalidGatewayRequestException: x\n{\n  Error_: {\n"
        '    ErrorCode: "ServiceUnavailable"\n  },\n  Message_: "x"\n}'
    ),
    "AWS CLI v2": (
        f"{called('ListTapes', 'x')}\n\nAdditional error details:\n"
        "error: {errorCode: ServiceUnavailable}\n"
    ),
    "AWS CLI v2, logged": (
        f'level=error err="\\naws: [ERROR]: {called("ListTapes", "x")}\\n\\n'
        'Additional error details:\\nerror: {errorCode: ServiceUnavailable}\\n" job=1'
    ),
    "AWS CLI v2, YAML": (
        "Code: InvalidGatewayRequestException\nMessage: x\nerror:\n"
        "  errorCode: ServiceUnavailable\nmessage: x\n"
    ),
    "Rust": (
        "Error: ServiceError(ServiceError { source: InvalidGatewayRequestException("
        'InvalidGatewayRequestException { message: Some("x"), error: Some(StorageGatewayError { '
        "error_code: Some(ServiceUnavailable), error_details: None }) }) })"
    ),
}
AS_EXCEPTION = {
    "a body": '{"__type":"ServiceUnavailable","message":"x"}',
    "CloudTrail": (
        '{"eventSource":"storagegateway.amazonaws.com","errorCode":"ServiceUnavailable"}'
    ),
    "botocore": called("ListTapes", "x", "ServiceUnavailable"),
    "by name": "ServiceUnavailable: x",
}


def test_what_stands_where_only_a_code_does_is_a_code() -> None:
    for name, text in AS_CODE.items():
        found = explain(text)
        assert (found.exception, found.code) == (OWN, "ServiceUnavailable"), name
        assert (found.code_basis, found.certain, found.others) == ("read", True, ()), name


def test_elsewhere_it_is_an_exception() -> None:
    for name, text in AS_EXCEPTION.items():
        found = explain(text)
        assert (found.exception, found.code) == ("ServiceUnavailable", None), name
        assert found.others == (), name
