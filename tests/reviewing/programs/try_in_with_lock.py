import threading
import boto3

LOCK = threading.Lock()
CACHE = {}


def state(arn):
    sgw = boto3.client("storagegateway")
    with LOCK:
        if arn in CACHE:
            return CACHE[arn]
        try:
            CACHE[arn] = sgw.describe_gateway_information(GatewayARN=arn)["GatewayState"]  #= handled InternalServerError; swallowed rest
        except sgw.exceptions.InternalServerError:
            CACHE[arn] = None
        except Exception:
            CACHE[arn] = None
        return CACHE[arn]
