import logging
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def delete(arn):
    client.delete_volume(VolumeARN=arn)  #= swallowed rest


def refresh(arn):
    client.refresh_cache(FileShareARN=arn)  #= propagates rest


def main(arns):
    pick = lambda delete: delete + 1
    try:
        delete(arns[pick(0)])
    except ClientError:
        logging.warning("not deleted")


def each(refresh, arns):
    def one(arn):
        refresh(arn)

    try:
        for arn in arns:
            one(arn)
    except ClientError:
        logging.warning("not refreshed")
