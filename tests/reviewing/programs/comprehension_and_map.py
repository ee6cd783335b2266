from functools import partial, reduce
import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def state(arn, default="UNKNOWN"):
    try:
        return sgw.describe_gateway_information(GatewayARN=arn)["GatewayState"]  #= reported rest
    except ClientError:
        return default


def states(arns):
    return {arn: state(arn) for arn in arns}


def used(arn):
    try:
        return sgw.describe_upload_buffer(GatewayARN=arn)["UploadBufferUsedInBytes"]  #= swallowed rest
    except ClientError:
        return 0


def total(arns):
    return reduce(lambda a, b: a + b, map(used, arns), 0)


def tagged(arns):
    one = partial(sgw.list_tags_for_resource, Limit=50)  #= propagates rest
    return [one(ResourceARN=arn)["Tags"] for arn in arns]
