"""A CloudFormation custom resource as a class."""
import json
import logging
from urllib.request import Request, urlopen

import boto3
from botocore.exceptions import ClientError

log = logging.getLogger()


class CustomResource:
    def __init__(self, event, context):
        self.event, self.context = event, context
        self.props = event.get("ResourceProperties", {})
        self.physical_id = event.get("PhysicalResourceId")
        self.data = {}

    def create(self): ...

    def update(self):
        return self.create()

    def delete(self): ...

    def run(self):
        method = getattr(self, self.event["RequestType"].lower())
        try:
            method()
            self.reply("SUCCESS")
        except Exception as e:
            log.exception("failed")
            self.reply("FAILED", str(e))

    def reply(self, status, reason=""):
        body = json.dumps({"Status": status, "Reason": reason, "PhysicalResourceId": self.physical_id, "Data": self.data})
        urlopen(Request(self.event["ResponseURL"], data=body.encode(), method="PUT"))


class FileShareResource(CustomResource):
    client = boto3.client("storagegateway")

    def create(self):
        answer = self.client.create_nfs_file_share(  #= reported rest
            ClientToken=self.event["RequestId"], GatewayARN=self.props["GatewayARN"], Role=self.props["Role"],
            LocationARN=self.props["LocationARN"],
        )
        self.physical_id = answer["FileShareARN"]

    def delete(self):
        try:
            self.client.delete_file_share(FileShareARN=self.physical_id)  #= handled InvalidGatewayRequestException; reported rest
        except ClientError as e:
            if e.response["Error"]["Code"] != "InvalidGatewayRequestException":
                raise
            log.info("nothing to delete")


def handler(event, context):
    FileShareResource(event, context).run()
