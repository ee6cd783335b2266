"""What real clients make of our responses: botocore's own model and parser, for every error."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import boto3
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.config import Config
from botocore.parsers import create_parser

from sgwlib import ErrorResponse, load_catalogue, simulate

if TYPE_CHECKING:
    from botocore.model import ServiceModel

CATALOGUE = load_catalogue()


@cache
def model() -> ServiceModel:
    return botocore.session.get_session().get_service_model("storagegateway")


def read(response: ErrorResponse) -> dict[str, Any]:
    """Read a response as botocore's endpoint does: first the error, then its modelled fields."""
    operation = model().operation_model(str(response.operation))
    parser: Any = create_parser("json")  # untyped: the stubs have no operation without output
    wire = {
        "status_code": response.status_code,
        "headers": HeadersDict(response.headers),  # as a real answer has: names in any case
        "body": response.body,
        "context": {"operation_name": operation.name},
    }
    parsed: dict[str, Any] = dict(parser.parse(wire, operation.output_shape))
    shape = model().shape_for_error_code(parsed["Error"]["Code"])
    if shape is not None:
        parsed |= parser.parse(wire, shape)
    return parsed


def check(response: ErrorResponse, *, modelled: bool) -> None:
    parsed = read(response)
    assert parsed["Error"] == {"Code": response.exception, "Message": response.message}
    assert parsed["ResponseMetadata"]["HTTPStatusCode"] == response.status_code
    assert parsed["ResponseMetadata"]["RequestId"] == response.request_id
    assert parsed.get("error") == ({"errorCode": response.code} if modelled else None)


def test_the_model_has_every_operation_of_the_catalogue() -> None:
    assert len(CATALOGUE.operations) == 35
    assert set(CATALOGUE.operations) <= set(model().operation_names)


def test_both_carriers_are_modelled_for_every_operation(subtests: pytest.Subtests) -> None:
    for carrier in CATALOGUE.carriers:
        with subtests.test(carrier=carrier):
            for name in CATALOGUE.operations:
                modelled = [shape.name for shape in model().operation_model(name).error_shapes]
                assert carrier in modelled


def test_only_two_codes_of_the_page_are_missing_from_the_model() -> None:
    known = set(model().shape_for("ErrorCode").enum)  # type: ignore[attr-defined]
    assert set(CATALOGUE.codes) - known == {
        "SnapshotInProgressException",
        "UnsupportedOperationForGatewayType",
    }


def test_botocore_reads_every_pair_with_either_carrier() -> None:
    responses = [
        simulate(operation, code, exception=carrier)
        for operation, code in CATALOGUE.pairs
        for carrier in CATALOGUE.carriers
    ]
    assert len(responses) == 578
    for response in responses:
        check(response, modelled=True)


def test_botocore_reads_every_general_exception_from_every_operation() -> None:
    responses = [
        simulate(operation, name)
        for operation in CATALOGUE.operations
        for name in CATALOGUE.general_exceptions
    ]
    assert len(responses) == 525
    for response in responses:
        check(response, modelled=False)


def test_a_real_client_raises_what_we_simulate() -> None:

    simulated = simulate("DeleteVolume", "VolumeInUse")

    def answer(request: Any, **_: Any) -> AWSResponse:
        headers: Any = HeadersDict(simulated.headers)
        response: Any = AWSResponse(request.url, simulated.status_code, headers, None)
        response._content = simulated.body
        return cast("AWSResponse", response)

    gateway = boto3.client(
        "storagegateway",
        region_name="us-east-1",
        aws_access_key_id="none",
        aws_secret_access_key="none",
        config=Config(parameter_validation=False),
    )
    gateway.meta.events.register("before-send.storage-gateway.DeleteVolume", answer)
    with pytest.raises(gateway.exceptions.InvalidGatewayRequestException) as caught:
        gateway.delete_volume(VolumeARN="any")
    assert str(caught.value) == (
        "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume "
        "operation: The specified volume is already in use."
    )
    assert caught.value.response["error"] == {"errorCode": "VolumeInUse"}
