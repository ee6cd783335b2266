import boto3
import cfnresponse


def handler(event, context):
    client = boto3.client("storagegateway")
    try:
        client.delete_gateway(GatewayARN=event["PhysicalResourceId"])  #= swallowed rest
    except Exception as e:
        print("ignored:", e)
    cfnresponse.send(event, context, cfnresponse.SUCCESS, {})
