import logging

try:
    import boto3
    import botocore
    HAS_BOTO = True
except ImportError:
    HAS_BOTO = False

log = logging.getLogger(__name__)


def __virtual__():
    return HAS_BOTO


def _get_conn(region=None, key=None, keyid=None, profile=None):
    return boto3.client("storagegateway", region_name=region, aws_access_key_id=keyid, aws_secret_access_key=key)


def gateway_exists(name, region=None, key=None, keyid=None, profile=None):
    conn = _get_conn(region=region, key=key, keyid=keyid, profile=profile)
    try:
        gateways = conn.list_gateways()["Gateways"]  #= reported rest
        return {"exists": any(g["GatewayName"] == name for g in gateways)}
    except botocore.exceptions.ClientError as e:
        return {"error": __utils__["boto3.get_error"](e)}


def delete_gateway(arn, region=None, key=None, keyid=None, profile=None):
    conn = _get_conn(region=region, key=key, keyid=keyid, profile=profile)
    try:
        conn.delete_gateway(GatewayARN=arn)  #= reported rest
        return {"deleted": True}
    except botocore.exceptions.ClientError as e:
        return {"deleted": False, "error": __utils__["boto3.get_error"](e)}
