import json
import boto3
from urllib3 import PoolManager

http = PoolManager()


def respond(event, context, status, data=None, reason=None):
    payload = {"Status": status, "Reason": reason or "see logs", "Data": data or {}}
    http.request("PUT", event["ResponseURL"], body=json.dumps(payload))


def handler(event, context):
    try:
        kind = event["RequestType"]
        if kind == "Delete":
            respond(event, context, "SUCCESS")
            return
        client = boto3.client("storagegateway")
        client.join_domain(GatewayARN=event["arn"], DomainName="d", UserName="u", Password="p")  #= reported rest
        respond(event, context, "SUCCESS", {"joined": True})
    except Exception:
        respond(event, context, "FAILED")
