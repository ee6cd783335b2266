import boto3
import pytest
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway", endpoint_url="http://localhost:5000")


def test_match():
    with pytest.raises(ClientError, match="gateway was not found"):
        sgw.start_gateway(GatewayARN="arn:none")  #= handled GatewayNotFound; translated rest
