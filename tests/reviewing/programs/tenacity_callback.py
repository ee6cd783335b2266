import boto3
from tenacity import retry, stop_after_attempt


@retry(stop=stop_after_attempt(3), retry_error_callback=lambda state: None)
def refresh(arn):
    boto3.client("storagegateway").refresh_cache(FileShareARN=arn)  #= swallowed rest
