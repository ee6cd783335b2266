import boto3
fsx = boto3.client("fsx")
def tags(arn):
    try:
        return fsx.list_tags_for_resource(ResourceARN=arn)["Tags"]
    except Exception:
        return []
