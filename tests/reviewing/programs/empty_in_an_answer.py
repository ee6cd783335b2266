import boto3
from botocore.exceptions import ClientError
from rest_framework.response import Response

from inventory.records import GatewayRecord, snake_case

client = boto3.client("storagegateway")


def gateways_view(request):
    gateways = []
    try:
        gateways = client.list_gateways()["Gateways"]  #= swallowed rest
    except ClientError as error:
        print(error)
    return Response(gateways)


def record(gateway):
    try:
        tags = client.list_tags_for_resource(ResourceARN=gateway)["Tags"]  #= swallowed rest
    except ClientError:
        tags = []
    return GatewayRecord(arn=gateway, tags=tags)


def facts(gateway):
    found = {}
    try:
        found["shares"] = client.list_file_shares(GatewayARN=gateway)["FileShareInfoList"]  #= swallowed rest
    except ClientError:
        found["shares"] = []
    return snake_case(found)


def settings(gateway):
    try:
        smb = client.describe_smb_settings(GatewayARN=gateway)  #= swallowed rest
    except ClientError:
        smb = None
    return snake_case(smb)
