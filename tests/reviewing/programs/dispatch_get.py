import boto3
from botocore.exceptions import ClientError


def add(client, arn):
    client.add_tags_to_resource(ResourceARN=arn, Tags=[])  #= reported rest


def remove(client, arn):
    client.remove_tags_from_resource(ResourceARN=arn, TagKeys=[])  #= reported rest


HANDLERS = {"add": add, "remove": remove}


def run(event, context):
    sgw = boto3.client("storagegateway")
    handler = HANDLERS.get(event["action"])
    if handler is None:
        return {"status": 404}
    try:
        handler(sgw, event["arn"])
    except ClientError as e:
        return {"status": 502, "reason": e.response["Error"]["Code"]}
    return {"status": 200}
