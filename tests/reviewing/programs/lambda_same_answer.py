import json
import boto3

gateway = boto3.client("storagegateway")


def handler(event, context):
    try:
        gateway.refresh_cache(FileShareARN=event["FileShareARN"])  #= swallowed rest
    except Exception as exc:
        print("refresh cache failed")
        print(str(exc))
    return {"statusCode": 200}
