import boto3
from botocore.exceptions import ClientError


def report(arn):
    sgw = boto3.client("storagegateway")
    text = ""
    try:
        info = sgw.describe_gateway_information(GatewayARN=arn)  #= reported rest
        text += f"name: {info['GatewayName']}\n"
    except ClientError as e:
        text += f"error: {e.response['Error']['Message']}\n"
    try:
        text += f"cache: {sgw.describe_cache(GatewayARN=arn)['CacheUsedPercentage']}\n"  #= swallowed rest
    except ClientError:
        pass
    try:
        disks = sgw.list_local_disks(GatewayARN=arn)["Disks"]  #= reported rest
    except ClientError:
        text += "no disks\n"
    else:
        text += f"disks: {len(disks)}\n"
    return text
