import logging
import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger()


def lambda_handler(event, context):
    client = boto3.client("storagegateway")
    refreshed = []
    for share in event.get("shares", []):
        try:
            client.refresh_cache(FileShareARN=share, FolderList=["/"], Recursive=True)  #= swallowed rest
            refreshed.append(share)
        except ClientError as error:
            logger.exception("refresh of %s failed", share)
            continue
    return {"refreshed": refreshed}
