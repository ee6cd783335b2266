from typing import Optional
from mypy_boto3_storagegateway import StorageGatewayClient


def timezone(client: Optional[StorageGatewayClient], arn: str) -> Optional[str]:
    try:
        return client.describe_gateway_information(GatewayARN=arn)["GatewayTimezone"]  #= handled InvalidGatewayRequestException; swallowed rest
    except client.exceptions.InvalidGatewayRequestException:
        return None
    except Exception:
        return None
