import boto3


def safe_call(function, default=None):
    try:
        return function()
    except Exception:
        return default


def collect(session):
    client = session.client("storagegateway")
    gateways = safe_call(lambda: client.list_gateways().get("Gateways", []), [])  #= swallowed rest
    return [g["GatewayARN"] for g in gateways]
