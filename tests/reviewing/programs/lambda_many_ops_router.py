import json
import logging
import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger()
sgw = boto3.client("storagegateway")


def respond(status, body=None):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body, default=str)}


def list_gateways(event):
    return respond(200, sgw.list_gateways()["Gateways"])  #= reported rest


def get_gateway(event):
    arn = event["pathParameters"]["arn"]
    return respond(200, sgw.describe_gateway_information(GatewayARN=arn))  #= handled GatewayNotFound; reported rest


def stop_gateway(event):
    sgw.shutdown_gateway(GatewayARN=event["pathParameters"]["arn"])  #= handled GatewayNotFound; reported rest
    return respond(202)


ROUTES = {
    ("GET", "/gateways"): list_gateways,
    ("GET", "/gateways/{arn}"): get_gateway,
    ("POST", "/gateways/{arn}/stop"): stop_gateway,
}


def handler(event, context):
    route = ROUTES.get((event["httpMethod"], event["resource"]))
    if route is None:
        return respond(404, {"message": "no such route"})
    try:
        return route(event)
    except ClientError as e:
        code = e.response.get("error", {}).get("errorCode")
        if code == "GatewayNotFound":
            return respond(404, {"message": "no such gateway"})
        logger.exception("failed")
        return respond(500, {"message": "internal error"})
