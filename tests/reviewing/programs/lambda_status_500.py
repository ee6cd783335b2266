import json
import logging
import boto3

logger = logging.getLogger()
client = boto3.client("storagegateway")


def lambda_handler(event, context):
    try:
        client.refresh_cache(FileShareARN=event["share"], FolderList=["/"])  #= reported rest
    except Exception as error:
        logger.error("refresh failed: %s", error)
        return {"statusCode": 500, "body": json.dumps("refresh failed")}
    return {"statusCode": 200, "body": json.dumps("ok")}
