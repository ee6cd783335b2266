import json, os
import boto3
from botocore.exceptions import ClientError

SHARE = os.environ["SHARE_ARN"]


def handler(event, context):
    sg = boto3.client("storagegateway", region_name=os.environ.get("AWS_REGION"))
    try:
        answer = sg.refresh_cache(FileShareARN=SHARE, Recursive=True)  #= reported rest
        return {"statusCode": 200, "body": json.dumps(answer, default=str)}
    except ClientError as e:
        return {"statusCode": 400, "body": json.dumps({"error": e.response["Error"]["Message"]})}
