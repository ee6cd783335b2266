import boto3

client = boto3.client("storagegateway")


def quietly(method, **arguments):
    try:
        return method(**arguments)
    except client.exceptions.ClientError as error:
        print("failed:", error)


def run(arn):
    quietly(client.shutdown_gateway, GatewayARN=arn)  #= swallowed rest
