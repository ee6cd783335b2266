import json
import boto3
from botocore.exceptions import ClientError


def handler(event, context):
    sgw = boto3.client("storagegateway")
    try:
        body = sgw.describe_gateway_information(GatewayARN=event["arn"])  #= reported rest
        status = 200
    except ClientError as e:
        status = e.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        body = {"message": e.response["Error"]["Message"]}
    return {"statusCode": status, "body": json.dumps(body, default=str)}


def always(event, context):
    sgw = boto3.client("storagegateway")
    result = {"refreshed": []}
    for share in event["shares"]:
        try:
            sgw.refresh_cache(FileShareARN=share)  #= swallowed rest
            result["refreshed"].append(share)
        except ClientError as e:
            print(json.dumps(e.response, default=str))
    return {"statusCode": 200, "body": json.dumps(result)}
