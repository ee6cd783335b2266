import boto3


def tags(arn, logger=None):
    sgw = boto3.client("storagegateway")
    try:
        return {t["Key"]: t["Value"] for t in sgw.list_tags_for_resource(ResourceARN=arn)["Tags"]}  #= swallowed rest
    except Exception as e:
        if logger:
            logger.warning("no tags: %s", e)
        return {}
