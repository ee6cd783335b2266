import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def show(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except ClientError as e:
        display(e)
        raise


def job(arn):
    try:
        client.delete_tape(GatewayARN=arn, TapeARN=arn)  #= reported rest
    except ClientError as e:
        spark.sql("insert into failures")
        return str(e)


def leave(arn):
    try:
        client.start_gateway(GatewayARN=arn)  #= translated rest
    except ClientError as e:
        dbutils.notebook.exit(str(e))
