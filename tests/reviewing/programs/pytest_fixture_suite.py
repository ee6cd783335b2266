import boto3
import pytest
from botocore.exceptions import ClientError


@pytest.fixture(scope="module")
def sgw():
    return boto3.client("storagegateway", region_name="us-east-1")


@pytest.fixture
def gateway(sgw):
    arn = sgw.activate_gateway(  #= propagates rest
        ActivationKey="AAAAA-BBBBB", GatewayName="test", GatewayTimezone="GMT", GatewayRegion="us-east-1"
    )["GatewayARN"]
    yield arn
    sgw.delete_gateway(GatewayARN=arn)  #= propagates rest


def test_shutdown(sgw, gateway):
    sgw.shutdown_gateway(GatewayARN=gateway)  #= propagates rest
    state = sgw.describe_gateway_information(GatewayARN=gateway)["GatewayState"]  #= propagates rest
    assert state == "SHUTDOWN"


def test_unknown_gateway(sgw):
    with pytest.raises(ClientError) as raised:
        sgw.start_gateway(GatewayARN="arn:nowhere")  #= handled InvalidGatewayRequestException, request codes; translated rest
    assert raised.value.response["Error"]["Code"] == "InvalidGatewayRequestException"
