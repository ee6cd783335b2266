import json
import urllib.request
import boto3


def send(event, context, status, reason):
    body = json.dumps({"Status": status, "Reason": reason, "StackId": event["StackId"]})
    request = urllib.request.Request(event["ResponseURL"], data=body.encode(), method="PUT")
    urllib.request.urlopen(request)


def handler(event, context):
    sgw = boto3.client("storagegateway")
    try:
        sgw.add_cache(GatewayARN=event["Gateway"], DiskIds=event["Disks"])  #= reported rest
    except Exception as exc:
        send(event, context, "FAILED", str(exc))
        return
    send(event, context, "SUCCESS", "")
