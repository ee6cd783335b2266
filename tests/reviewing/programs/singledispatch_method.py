import functools
import logging
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


class Cleaner:
    @functools.singledispatchmethod
    def close(self, thing):
        raise TypeError(thing)

    @close.register
    def _(self, thing: str):
        client.delete_volume(VolumeARN=thing)  #= swallowed rest


def main(arn):
    cleaner = Cleaner()
    try:
        cleaner.close(arn)
    except ClientError:
        logging.warning("not closed")
