import boto3
dms = boto3.client("dms")
def tags(arn):
    try:
        dms.add_tags_to_resource(ResourceArn=arn, Tags=[])
        return dms.list_tags_for_resource(ResourceArn=arn)
    except Exception:
        pass
