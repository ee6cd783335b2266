import sys
import boto3

client = boto3.client("storagegateway")


def start(arn):
    client.start_gateway(GatewayARN=arn)  #= translated rest


def stop(arn):
    client.shutdown_gateway(GatewayARN=arn)  #= translated rest


ACTIONS = {"start": start, "stop": stop}


def main(argv):
    action = ACTIONS[argv[1]]
    try:
        action(argv[2])
    except Exception as error:
        sys.exit(str(error))
