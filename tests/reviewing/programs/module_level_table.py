import sys

import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def start(arn):
    return sgw.start_gateway(GatewayARN=arn)  #= translated rest


def stop(arn):
    return sgw.shutdown_gateway(GatewayARN=arn)  #= translated rest


COMMANDS = {
    "start": start,
    "stop": stop,
    "update": lambda arn: sgw.update_gateway_software_now(GatewayARN=arn),  #= translated rest
    "delete": lambda arn: sgw.delete_gateway(GatewayARN=arn),  #= translated rest
}


def main(argv):
    if len(argv) < 3 or argv[1] not in COMMANDS:
        print("usage: gw start|stop|update|delete ARN")
        return 2
    try:
        COMMANDS[argv[1]](argv[2])
    except ClientError as e:
        sys.exit(f"{argv[1]}: {e}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
