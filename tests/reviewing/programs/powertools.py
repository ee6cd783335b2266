import boto3
from aws_lambda_powertools import Logger, Tracer

logger = Logger()
tracer = Tracer()
sgw = boto3.client("storagegateway")


@logger.inject_lambda_context
@tracer.capture_lambda_handler
def handler(event, context):
    try:
        sgw.refresh_cache(FileShareARN=event["arn"])  #= propagates rest
    except Exception:
        logger.exception("refresh failed")
        raise
