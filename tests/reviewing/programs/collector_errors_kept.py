import boto3
from botocore.exceptions import ClientError


def inventory(region):
    sgw = boto3.client("storagegateway", region_name=region)
    result = {"gateways": [], "errors": []}
    try:
        for page in sgw.get_paginator("list_gateways").paginate():  #= reported rest
            for gateway in page.get("Gateways", []):
                result["gateways"].append(gateway["GatewayARN"])
    except ClientError as error:
        result["errors"].append(f"{region}: {error}")
    return result
