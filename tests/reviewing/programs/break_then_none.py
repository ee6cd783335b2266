import boto3
from botocore.exceptions import ClientError


def find(name):
    sgw = boto3.client("storagegateway")
    marker = None
    while True:
        try:
            page = sgw.list_gateways(**({"Marker": marker} if marker else {}))  #= swallowed rest
        except ClientError as e:
            print(e)
            break
        for g in page["Gateways"]:
            if g["GatewayName"] == name:
                return g["GatewayARN"]
        marker = page.get("Marker")
        if not marker:
            break
    return None
