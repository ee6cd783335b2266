import json
import boto3

sgw = boto3.client("storagegateway")


def list_all(_):
    return sgw.list_gateways()["Gateways"]  #= reported rest


def describe(event):
    return sgw.describe_gateway_information(GatewayARN=event["arn"])  #= reported rest


ROUTES = {"list": list_all, "describe": describe}


def handler(event, context):
    route = ROUTES.get(event.get("path"))
    if not route:
        return {"statusCode": 404}
    try:
        return {"statusCode": 200, "body": json.dumps(route(event), default=str)}
    except Exception as e:
        return {"statusCode": 500, "body": json.dumps({"message": str(e)})}
