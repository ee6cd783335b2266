import boto3

sgw = boto3.client("storagegateway")


def remove(arn):
    sgw.delete_tape(GatewayARN="g", TapeARN=arn)  #= unknown rest


def careful(arn):
    try:
        remove(arn)
    except Exception as error:
        raise RuntimeError(arn) from error


def careless(arn):
    try:
        remove(arn)
    except Exception:
        pass
