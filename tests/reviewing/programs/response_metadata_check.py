import boto3
from botocore.exceptions import ClientError


class Gw:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    def ok(self, arn):
        response = self.client.start_gateway(GatewayARN=arn)  #= propagates rest
        return response["ResponseMetadata"]["HTTPStatusCode"] == 200

    def delete(self, arn):
        try:
            response = self.client.delete_gateway(GatewayARN=arn)  #= reported rest
        except ClientError as e:
            response = e.response
        return response["ResponseMetadata"]["HTTPStatusCode"] == 200

    def code(self, arn):
        try:
            self.client.describe_gateway_information(GatewayARN=arn)  #= reported rest
        except ClientError as e:
            return e.response["ResponseMetadata"]["HTTPStatusCode"]
        return 200
