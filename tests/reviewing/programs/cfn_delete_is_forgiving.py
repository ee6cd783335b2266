import boto3
import cfnresponse
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def on_delete(arn):
    try:
        sgw.delete_gateway(GatewayARN=arn)  #= handled GatewayNotFound; reported rest
    except ClientError as error:
        if error.response.get("error", {}).get("errorCode") == "GatewayNotFound":
            return
        raise


def handler(event, context):
    try:
        if event["RequestType"] == "Delete":
            on_delete(event["PhysicalResourceId"])
        cfnresponse.send(event, context, cfnresponse.SUCCESS, {})
    except Exception as error:
        cfnresponse.send(event, context, cfnresponse.FAILED, {"Reason": str(error)})
