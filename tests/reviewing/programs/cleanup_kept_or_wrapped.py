import logging
from functools import partial
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def stop(arn):
    client.shutdown_gateway(GatewayARN=arn)  #= swallowed rest


def delete(arn):
    client.delete_volume(VolumeARN=arn)  #= swallowed rest


class Worker:
    def __init__(self, arn):
        self.cleanup = partial(stop, arn)

    def close(self):
        try:
            self.cleanup()
        except ClientError:
            logging.warning("not stopped")


def cleaning(arn):
    def decorate(function):
        def wrapper(*given):
            try:
                delete(arn)
            except ClientError:
                logging.warning("not deleted")
            return function(*given)

        return wrapper

    return decorate
