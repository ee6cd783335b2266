import json
import os
import boto3
from botocore.exceptions import ClientError

events = boto3.client("events")
sgw = boto3.client("storagegateway")
cloudwatch = boto3.client("cloudwatch")


def emit(kind, detail):
    events.put_events(Entries=[{"Source": "sgw", "DetailType": kind, "Detail": json.dumps(detail)}])


def handler(event, context):
    for record in event["Records"]:
        body = json.loads(record["body"])
        try:
            sgw.refresh_cache(FileShareARN=os.environ["SHARE"], FolderList=[body["folder"]])  #= swallowed rest
        except ClientError as error:
            emit("RefreshFailed", {"folder": body["folder"], "error": str(error)})
            cloudwatch.put_metric_data(Namespace="sgw", MetricData=[{"MetricName": "Failures", "Value": 1}])
            continue
        emit("Refreshed", {"folder": body["folder"]})
