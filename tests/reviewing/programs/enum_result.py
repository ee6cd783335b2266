import enum
import boto3


class State(enum.Enum):
    OK = 1
    FAILED = 2


def stop(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.shutdown_gateway(GatewayARN=arn)  #= reported rest
    except Exception:
        return State.FAILED
    return State.OK
