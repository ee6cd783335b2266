import boto3
rds = boto3.client("rds")
def tag(arn, tags):
    try:
        rds.add_tags_to_resource(ResourceName=arn, Tags=tags)
    except Exception:
        pass
    rds.remove_tags_from_resource(ResourceName=arn, TagKeys=["a"])
