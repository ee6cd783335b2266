import time
from botocore.exceptions import ClientError


def connected(client: "StorageGatewayClient", arn: str, attempts: int = 10) -> bool:
    for _ in range(attempts):
        try:
            client.describe_gateway_information(GatewayARN=arn)  #= handled GatewayNotConnected; propagates rest
            return True
        except ClientError as error:
            code = error.response.get("error", {}).get("errorCode")
            if code != "GatewayNotConnected":
                raise
            time.sleep(5)
    return False
