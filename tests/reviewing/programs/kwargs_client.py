import boto3


def stop(arn, **kwargs):
    client = kwargs.get("client") or boto3.client("storagegateway")
    try:
        client.shutdown_gateway(GatewayARN=arn)  #= reported rest
    except Exception as exc:
        return exc
