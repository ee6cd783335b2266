import boto3
from botocore.exceptions import ClientError


class Gateways:
    def __init__(self, client):
        self._client = client

    def reboot(self, arn):
        self._client.shutdown_gateway(GatewayARN=arn)  #= handled GatewayNotConnected; translated rest
        self._client.start_gateway(GatewayARN=arn)  #= handled GatewayNotConnected; translated rest

    def name(self, arn):
        return self._client.describe_gateway_information(GatewayARN=arn)["GatewayName"]  #= swallowed rest


class Maintenance:
    def __init__(self, gateways):
        self.gateways = gateways

    def night(self, arn):
        try:
            self.gateways.reboot(arn)
        except ClientError as e:
            if e.response.get("error", {}).get("errorCode") == "GatewayNotConnected":
                print("offline")
                return
            raise RuntimeError("no maintenance") from e

    def label(self, arn):
        try:
            return self.gateways.name(arn)
        except ClientError:
            return None


def main(arn):
    job = Maintenance(Gateways(boto3.client("storagegateway")))
    job.night(arn)
    print(job.label(arn))
