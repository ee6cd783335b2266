import os
import boto3

client = boto3.client("storagegateway")


def refresh(arn):
    try:
        client.refresh_cache(FileShareARN=arn)  #= unknown rest
    except Exception as e:
        print(e)
        if os.environ.get("FAIL_FAST") == "1":
            raise
