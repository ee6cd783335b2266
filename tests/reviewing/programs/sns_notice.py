import boto3

sgw = boto3.client("storagegateway")
sns = boto3.client("sns")


def handler(event, context):
    try:
        sgw.refresh_cache(FileShareARN=event["arn"])  #= swallowed rest
    except Exception as e:
        sns.publish(TopicArn="t", Message=f"refresh failed: {e}")
