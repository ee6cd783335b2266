import logging
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


class Gateway:
    def __init__(self, arn):
        client.start_gateway(GatewayARN=arn)  #= swallowed rest


class Report:
    def __init__(self):
        self.errors = []


class Job:
    def __init__(self):
        self.report = Report()

    def run(self, arn):
        try:
            client.delete_volume(VolumeARN=arn)  #= reported rest
        except ClientError as e:
            self.report.errors.append(str(e))


def main(arn):
    try:
        Gateway(arn)
    except ClientError:
        logging.warning("not started")
