import boto3
from botocore.exceptions import ClientError


def delete_tapes(gateway, tapes):
    client = boto3.client("storagegateway")
    deleted = 0
    for tape in tapes:
        try:
            client.delete_tape(GatewayARN=gateway, TapeARN=tape)  #= swallowed rest
            deleted += 1
        except ClientError as e:
            print(e)
    return deleted
