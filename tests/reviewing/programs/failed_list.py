import boto3
from botocore.exceptions import ClientError


def delete_tapes(gateway, tapes):
    client = boto3.client("storagegateway")
    deleted, failed = [], []
    for tape in tapes:
        try:
            client.delete_tape(GatewayARN=gateway, TapeARN=tape)  #= reported rest
            deleted.append(tape)
        except ClientError:
            failed.append(tape)
    return deleted, failed
