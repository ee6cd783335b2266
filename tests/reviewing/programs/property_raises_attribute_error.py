import boto3
from botocore.exceptions import ClientError


class Gateway:
    def __init__(self, arn):
        self.arn = arn
        self.client = boto3.client("storagegateway")

    @property
    def info(self):
        try:
            return self.client.describe_gateway_information(GatewayARN=self.arn)  #= translated rest
        except ClientError as error:
            raise AttributeError("no information") from error

    @property
    def name(self):
        return self.info["GatewayName"]
