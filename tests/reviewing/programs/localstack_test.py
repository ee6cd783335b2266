import boto3
import pytest
from botocore.exceptions import ClientError


@pytest.fixture(scope="session")
def sgw():
    return boto3.client("storagegateway", endpoint_url="http://localhost:4566", region_name="us-east-1")


@pytest.fixture
def gateway(sgw):
    arn = sgw.activate_gateway(ActivationKey="A", GatewayName="t", GatewayTimezone="GMT", GatewayRegion="us-east-1")["GatewayARN"]  #= propagates rest
    yield arn
    try:
        sgw.delete_gateway(GatewayARN=arn)  #= swallowed rest
    except ClientError:
        pass


def test_list(sgw, gateway):
    assert gateway in [g["GatewayARN"] for g in sgw.list_gateways()["Gateways"]]  #= propagates rest


def test_unknown(sgw):
    with pytest.raises(sgw.exceptions.InvalidGatewayRequestException) as info:
        sgw.describe_gateway_information(GatewayARN="arn:aws:x")  #= handled InvalidGatewayRequestException, request codes; propagates rest
    assert info.value.response["Error"]["Code"] == "InvalidGatewayRequestException"


@pytest.mark.parametrize("code", ["GatewayNotFound", "InvalidParameters"])
def test_codes(sgw, code):
    try:
        sgw.delete_gateway(GatewayARN=code)  #= translated rest
    except ClientError as e:
        pytest.fail(str(e))
