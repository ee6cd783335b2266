import json
import logging
import urllib.request
import boto3

log = logging.getLogger()


class Handler:
    def __init__(self, event, context):
        self.event = event
        self.context = context
        self.props = event["ResourceProperties"]
        self.sgw = boto3.client("storagegateway")

    def handle_create(self):
        return self.sgw.create_tape_pool(PoolName=self.props["Name"], StorageClass="GLACIER")["PoolARN"]  #= reported rest

    def handle_delete(self):
        try:
            self.sgw.delete_tape_pool(PoolARN=self.event["PhysicalResourceId"])  #= handled InvalidGatewayRequestException; reported rest
        except self.sgw.exceptions.InvalidGatewayRequestException:
            log.info("gone")
        return self.event["PhysicalResourceId"]

    def handle_update(self):
        return self.event["PhysicalResourceId"]

    def respond(self, status, ident, reason=""):
        body = json.dumps({"Status": status, "PhysicalResourceId": ident, "Reason": reason, **{k: self.event[k] for k in ("StackId", "RequestId", "LogicalResourceId")}})
        urllib.request.urlopen(urllib.request.Request(self.event["ResponseURL"], data=body.encode(), method="PUT"))

    def run(self):
        try:
            ident = getattr(self, "handle_" + self.event["RequestType"].lower())()
            self.respond("SUCCESS", ident)
        except Exception as e:
            log.exception("failed")
            self.respond("FAILED", self.event.get("PhysicalResourceId", "none"), str(e))


def handler(event, context):
    Handler(event, context).run()
