import boto3
from botocore.exceptions import ClientError


class Service:
    service = None

    def __init__(self, session, region):
        self.client = session.client(self.service, region_name=region)
        self.errors = []


class Gateways(Service):
    service = "storagegateway"

    def names(self):
        try:
            return [g["GatewayName"] for g in self.client.list_gateways()["Gateways"]]  #= reported rest
        except ClientError as error:
            self.errors.append(str(error))
            return []
