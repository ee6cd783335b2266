import boto3
ssm = boto3.client("ssm")
def tag(name):
    try:
        ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId=name, Tags=[])
    except Exception:
        return False
    return ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)
