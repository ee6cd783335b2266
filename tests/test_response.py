from __future__ import annotations

import dataclasses
import json
import uuid
from http import client
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import ErrorResponse, load_catalogue, simulate
from sgwlib.errors import (
    CarrierError,
    ResponseError,
    UndocumentedPairError,
    UnknownNameError,
)

CATALOGUE = load_catalogue()
CARRIERS = ("InternalServerError", "InvalidGatewayRequestException")
SAMPLE = (
    b'{"__type": "InvalidGatewayRequestException",'
    b' "message": "The specified volume was not found.",'
    b' "error": {"errorCode": "VolumeNotFound"}}'
)
UNDOCUMENTED = [
    (operation, code)
    for operation in CATALOGUE.operations
    for code in CATALOGUE.codes
    if (operation, code) not in set(CATALOGUE.pairs)
]


# What a simulated response is


def test_a_code_comes_with_the_status_of_its_carrier(subtests: pytest.Subtests) -> None:
    for carrier in CARRIERS:
        with subtests.test(carrier=carrier):
            for operation, code in CATALOGUE.pairs:
                response = simulate(operation, code, exception=carrier)
                assert response.status_code == {CARRIERS[0]: 500, CARRIERS[1]: 400}[carrier]
                assert response.json() == {
                    "__type": carrier,
                    "message": CATALOGUE.codes[code].message,
                    "error": {"errorCode": code},
                }


def test_by_default_only_internal_errors_are_the_server_s_fault() -> None:
    for operation, code in CATALOGUE.pairs:
        expected = 500 if code in {"InternalError", "GatewayInternalError"} else 400
        assert simulate(operation, code).status_code == expected


def test_a_general_exception_comes_alone_from_any_operation(subtests: pytest.Subtests) -> None:
    for name in CATALOGUE.general_exceptions:
        with subtests.test(name=name):
            kind = CATALOGUE.exceptions[name]
            for operation in CATALOGUE.operations:
                response = simulate(operation, name)
                assert (response.status_code, response.reason) == (kind.status, kind.reason)
                assert list(response.json()) == ["__type", "message"]
                assert response.json()["__type"] == response.exception == name
                assert response.code is None


def test_a_general_exception_may_name_itself_as_the_exception() -> None:
    response = simulate("AddCache", "ThrottlingException", exception="ThrottlingException")
    assert response.exception == "ThrottlingException"


def test_attributes_say_what_the_body_says() -> None:
    response = simulate("DeleteVolume", "VolumeInUse")
    assert response.operation == "DeleteVolume"
    assert (response.exception, response.code) == ("InvalidGatewayRequestException", "VolumeInUse")
    assert response.message == "The specified volume is already in use."
    assert json.loads(response.body) == response.json()


def test_every_response_has_a_uuid_of_its_own() -> None:
    ids = [simulate("DeleteVolume", "VolumeInUse").request_id for _ in range(50)]
    found = {uuid.UUID(each) for each in ids if each}
    assert len(found) == 50
    assert {(each.version, each.variant) for each in found} == {(4, uuid.RFC_4122)}
    assert ids == [str(uuid.UUID(each)) for each in ids]


def test_the_raw_view_is_http_that_a_client_reads() -> None:
    class Socket:
        def makefile(self, _mode: str) -> BytesIO:
            return BytesIO(simulate("ListGateways", "InternalError").raw)

    response = client.HTTPResponse(Socket())  # type: ignore[arg-type]
    response.begin()
    assert (response.status, response.reason) == (500, "Internal Server Error")
    assert response.getheader("content-type") == "application/x-amz-json-1.1"
    body = response.read()
    assert len(body) == int(response.getheader("content-length", "0"))
    assert json.loads(body)["error"] == {"errorCode": "InternalError"}


def test_the_text_is_the_raw_view_for_people() -> None:
    response = simulate("ListGateways", "InternalError")
    first, *_, empty, body = str(response).split("\n")
    assert (first, empty, body) == (
        "HTTP/1.1 500 Internal Server Error",
        "",
        response.body.decode(),
    )


def test_a_response_cannot_be_changed() -> None:
    response: Any = simulate("DeleteVolume", "VolumeInUse")
    with pytest.raises(dataclasses.FrozenInstanceError):
        response.status_code = 200
    with pytest.raises(TypeError):
        response.headers["Content-Type"] = "text/html"
    response.json()["__type"] = "Other"
    assert response.json()["__type"] == "InvalidGatewayRequestException"


def test_another_catalogue_decides_what_is_documented(tmp_path: Any) -> None:
    from tools.synthetic import write_lift

    other = load_catalogue(write_lift(tmp_path, copies=2))
    operation, code = other.pairs[-1]
    assert simulate(operation, code, catalogue=other).code == code
    with pytest.raises(UnknownNameError):
        simulate(operation, code)


# What cannot be simulated


def test_an_unknown_name_is_answered_with_the_nearest(subtests: pytest.Subtests) -> None:
    cases: list[tuple[str, str, str | None, str, str]] = [
        ("DeleteVolumes", "VolumeInUse", None, "operation", "DeleteVolume"),
        ("DeleteVolume", "VolumeInUsed", None, "error code or exception", "VolumeInUse"),
        ("DeleteVolume", "Throttling", None, "error code or exception", "ThrottlingException"),
        ("DeleteVolume", "VolumeInUse", "InternalServerErr", "exception", "InternalServerError"),
        ("DeleteVolume", "MissingAction", "InternalServerErr", "exception", "InternalServerError"),
    ]
    for operation, error, exception, kind, near in cases:
        with subtests.test(
            operation=operation, error=error, exception=exception, kind=kind, near=near
        ):
            with pytest.raises(UnknownNameError) as caught:
                simulate(operation, error, exception=exception)
            assert caught.value.kind == kind
            assert caught.value.nearest[0] == near


def test_an_empty_exception_is_an_unknown_one(subtests: pytest.Subtests) -> None:
    errors: list[str] = ["VolumeInUse", "MissingAction"]
    for error in errors:
        with (
            subtests.test(error=error),
            pytest.raises(UnknownNameError, match="unknown exception ''"),
        ):
            simulate("DeleteVolume", error, exception="")


def test_an_unknown_error_is_unknown_even_as_an_undocumented_one(subtests: pytest.Subtests) -> None:
    names: list[str] = ["", "volume in use", "Ünbekannt", "x" * 1000]
    for name in names:
        with subtests.test(name=name):
            for undocumented in (False, True):
                with pytest.raises(UnknownNameError):
                    simulate("DeleteVolume", name, undocumented=undocumented)


def test_an_undocumented_pair_needs_a_word() -> None:
    assert len(UNDOCUMENTED) == 35 * 36 - 289
    for operation, code in UNDOCUMENTED:
        with pytest.raises(UndocumentedPairError) as caught:
            simulate(operation, code)
        assert set(caught.value.codes) <= set(CATALOGUE.codes_of(operation))
        assert set(caught.value.operations) <= set(CATALOGUE.operations_of(code))
        assert caught.value.codes
        assert caught.value.operations
        response = simulate(operation, code, undocumented=True)
        assert (response.operation, response.code) == (operation, code)


def test_an_undocumented_pair_names_the_nearest_documented_ones() -> None:
    with pytest.raises(UndocumentedPairError) as caught:
        simulate("DeleteGateway", "VolumeInUse")
    assert caught.value.operations == ("DeleteVolume",)
    with pytest.raises(UndocumentedPairError) as caught:
        simulate("DeleteVolume", "VolumeNotReady")
    assert caught.value.codes[0] == "VolumeNotFound"


def test_the_word_is_harmless_for_a_documented_pair() -> None:
    response = simulate("DeleteVolume", "VolumeInUse", undocumented=True)
    assert response.json() == simulate("DeleteVolume", "VolumeInUse").json()


def test_a_general_exception_carries_no_code(subtests: pytest.Subtests) -> None:
    for general in CATALOGUE.general_exceptions:
        with (
            subtests.test(general=general),
            pytest.raises(CarrierError, match=" or ".join(CARRIERS)),
        ):
            simulate("DeleteVolume", "VolumeInUse", exception=general)


def test_a_carrier_is_no_error_by_itself(subtests: pytest.Subtests) -> None:
    for carrier in CARRIERS:
        with (
            subtests.test(carrier=carrier),
            pytest.raises(CarrierError, match="pass the code as the error"),
        ):
            simulate("DeleteVolume", carrier)


def test_nothing_else_carries_a_general_exception(subtests: pytest.Subtests) -> None:
    others: list[str] = [*CARRIERS, "MissingAction"]
    for other in others:
        with (
            subtests.test(other=other),
            pytest.raises(CarrierError, match="comes without an error code"),
        ):
            simulate("DeleteVolume", "ThrottlingException", exception=other)


# Reading back


def test_what_is_simulated_reads_back_equal() -> None:
    errors = [(*pair, carrier) for pair in CATALOGUE.pairs for carrier in CARRIERS]
    alone = [(each, name) for each in CATALOGUE.operations for name in CATALOGUE.general_exceptions]
    responses = [simulate(each, code, exception=carrier) for each, code, carrier in errors]
    responses += [simulate(each, name) for each, name in alone]
    assert len(responses) == 578 + 525
    for response in responses:
        sent = (response.status_code, response.headers, response.body)
        assert ErrorResponse.parse(*sent, operation=response.operation) == response


def test_a_body_is_read_as_leniently_as_sdks_do(subtests: pytest.Subtests) -> None:
    cases: list[tuple[bytes | str, dict[str, str], str | None, str | None]] = [
        (SAMPLE, {}, CARRIERS[1], "VolumeNotFound"),
        (SAMPLE.decode(), {}, CARRIERS[1], "VolumeNotFound"),
        (b"\xef\xbb\xbf" + SAMPLE, {}, CARRIERS[1], "VolumeNotFound"),
        (SAMPLE.replace(b"Inv", b"aws.storage#Inv", 1), {}, CARRIERS[1], "VolumeNotFound"),
        (b'{"__type": "a#B:http://c/d#e"}', {}, "B", None),
        (b'{"__type": "InvalidSignatureException"}', {}, "InvalidSignatureException", None),
        (
            b'{"__type": "A", "error": {"errorCode": "FileShareNotFound"}}',
            {},
            "A",
            "FileShareNotFound",
        ),
        (b'{"__type": "A", "error": {"errorCode": "B", "errorDetails": "s"}}', {}, "A", "B"),
        (b'{"__type": "A", "error": {"errorCode": "B", "errorDetails": {"s": "t"}}}', {}, "A", "B"),
        (b'{"__type": "A", "error": {"errorCode": "B", "errorDetails": null}}', {}, "A", "B"),
        (b'{"__type": "A", "error": {}}', {}, "A", None),
        (b'{"__type": "A", "error": null}', {}, "A", None),
        (b'{"__type": "A", "error": "B"}', {}, "A", None),
        (b'{"__type": "A", "error": {"errorCode": 7}}', {}, "A", None),
        (b'{"error": {"errorCode": "B"}}', {}, None, "B"),
        (b'{"code": "A", "error": {"errorCode": "B"}}', {}, None, "B"),
        (b'{"error": {"errorCode": "B"}}', {"x-amzn-ErrorType": "A"}, "A", "B"),
        (b"{}", {"X-AMZN-ERRORTYPE": "A:http://b/"}, "A", None),
        (b'{"__type": "A"}', {"x-amzn-ErrorType": "B"}, "A", None),
        (b'{"__type": "#", "error": {"errorCode": "B"}}', {}, None, "B"),
    ]
    for body, headers, exception, code in cases:
        with subtests.test(body=body, headers=headers, exception=exception, code=code):
            response = ErrorResponse.parse(400, headers, body)
            assert (response.exception, response.code) == (exception, code)
            assert response.headers == headers


def test_a_message_is_read_in_either_case(subtests: pytest.Subtests) -> None:
    keys: list[str] = ["message", "Message"]
    for key in keys:
        with subtests.test(key=key):
            body = json.dumps({"__type": "A", key: "Text."})
            assert ErrorResponse.parse(400, {}, body).message == "Text."
            assert ErrorResponse.parse(400, {}, '{"__type": "A"}').message is None


def test_what_is_no_error_response_is_refused(subtests: pytest.Subtests) -> None:
    cases: list[tuple[int, bytes | str, str]] = [
        (200, SAMPLE, "status 200 is not an error; expected 400 to 599"),
        (399, SAMPLE, "status 399"),
        (600, SAMPLE, "status 600"),
        (-1, SAMPLE, "status -1"),
        (500, b"", "not JSON"),
        (503, b"<html>Service Unavailable</html>", "not JSON"),
        (400, SAMPLE[:-1], "not JSON"),
        (400, b"\xff\xfe\xfd", "not JSON"),
        (400, b"[" * 100_000, "not JSON"),
        (400, b"[]", "not a JSON object but list"),
        (400, b'"text"', "not a JSON object but str"),
        (400, b"null", "not a JSON object"),
        (400, b"{}", "names no exception"),
        (400, b'{"message": "Text."}', "names no exception"),
        (400, b'{"__type": ""}', "names no exception"),
        (400, b'{"__type": "#"}', "names no exception"),
        (400, b'{"__type": ["A"]}', "names no exception"),
        (400, "\ud800", "not JSON"),
    ]
    for status, body, reason in cases:
        with (
            subtests.test(status=status, body=body, reason=reason),
            pytest.raises(ResponseError, match=reason),
        ):
            ErrorResponse.parse(status, {}, body)


def test_a_status_without_a_name_has_an_empty_reason() -> None:
    response = ErrorResponse.parse(599, {}, SAMPLE)
    assert response.reason == ""
    assert response.raw.startswith(b"HTTP/1.1 599\r\n")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["__type", "message", "Message", "error", "errorCode", "code"]), inner
        )
    ),
    max_leaves=8,
)
any_header = st.dictionaries(st.text() | st.just("x-amzn-ErrorType"), st.text())


@given(
    status=st.integers(390, 610) | st.integers(),
    headers=any_header,
    body=st.binary() | st.text() | values.map(json.dumps) | values.map(json.dumps).map(str.encode),
)
def test_parsing_gives_a_named_error_or_a_response_error(
    status: int, headers: dict[str, str], body: bytes | str
) -> None:
    try:
        response = ErrorResponse.parse(status, headers, body)
    except ResponseError:
        return
    assert 400 <= status <= 599
    assert response.exception or response.code
    assert response.headers == headers
    assert ErrorResponse.parse(status, headers, response.body) == response


@given(body=values.map(json.dumps))
def test_parsing_text_and_its_bytes_is_the_same(body: str) -> None:
    def read(given_body: str | bytes) -> object:
        try:
            return ErrorResponse.parse(400, {}, given_body)
        except ResponseError as error:
            return str(error)

    assert read(body) == read(body.encode())


def test_values_of_a_wrong_type_are_refused() -> None:
    wrong: Any = ["DeleteVolume"]
    with pytest.raises(UnknownNameError, match="unknown operation"):
        simulate(wrong, "VolumeInUse")
    with pytest.raises(UnknownNameError, match="unknown error code or exception"):
        simulate("DeleteVolume", wrong)
    with pytest.raises(UnknownNameError, match="unknown exception"):
        simulate("DeleteVolume", "ThrottlingException", exception=wrong)
    with pytest.raises(ResponseError, match="message is 5; expected a string"):
        simulate("DeleteVolume", "VolumeInUse", message=5)  # type: ignore[arg-type]
