import enum
import json
import boto3
from botocore.exceptions import ClientError


class Action(str, enum.Enum):
    START = "start"
    STOP = "stop"
    DELETE = "delete"


class Controller:
    def __init__(self, client):
        self._client = client
        self._handlers = {
            Action.START: self._start,
            Action.STOP: self._stop,
            Action.DELETE: lambda arn: self._client.delete_gateway(GatewayARN=arn),  #= reported rest
        }

    def _start(self, arn):
        self._client.start_gateway(GatewayARN=arn)  #= reported rest

    def _stop(self, arn):
        try:
            self._client.shutdown_gateway(GatewayARN=arn)  #= handled GatewayNotConnected; reported rest
        except ClientError as e:
            if e.response.get("error", {}).get("errorCode") == "GatewayNotConnected":
                return
            raise

    def handle(self, action, arn):
        handler = self._handlers[Action(action)]
        try:
            handler(arn)
        except ClientError as e:
            return {"statusCode": 502, "body": json.dumps({"message": e.response["Error"]["Message"]})}
        return {"statusCode": 202, "body": "{}"}


controller = Controller(boto3.client("storagegateway"))


def lambda_handler(event, context):
    return controller.handle(event["pathParameters"]["action"], event["pathParameters"]["arn"])
