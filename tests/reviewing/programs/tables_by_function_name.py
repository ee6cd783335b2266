import sys

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def stop(event):
    return client.shutdown_gateway(GatewayARN=event["gateway"])["GatewayARN"]  #= translated rest


def start(event):
    return client.start_gateway(GatewayARN=event["gateway"])["GatewayARN"]  #= translated rest


def detach(arn):
    client.detach_volume(VolumeARN=arn)  #= reported rest


def delete(arn):
    client.delete_volume(VolumeARN=arn)  #= handled VolumeNotFound; reported rest


ACTIONS = {each.__name__: each for each in (stop, start)}
COMMANDS = {"detach": detach, "delete": delete}
CODES = {"VolumeNotFound": 3}


def handler(event, context):
    action = ACTIONS.get(event["action"])
    try:
        return {"result": action(event)}
    except ClientError as error:
        raise RuntimeError(str(error)) from error


def main(arguments):
    if arguments[0] not in COMMANDS:
        return 2
    try:
        COMMANDS[arguments[0]](arguments[1])
    except ClientError as error:
        print(error)
        return CODES.get(error.response.get("error", {}).get("errorCode"), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
