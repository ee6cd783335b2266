import logging

from aws_util.aio import async_client
from aws_util.errors import wrap_aws_error

import boto3

logger = logging.getLogger("DeleteVolume")
gateway = boto3.client("storagegateway")


async def activate_gateway(*, activation_key, gateway_name, region_name=None):
    client = async_client("storagegateway", region_name)
    try:
        resp = await client.call("ActivateGateway", ActivationKey=activation_key, GatewayName=gateway_name)  #= translated rest
    except RuntimeError:
        raise
    except Exception as exc:
        raise wrap_aws_error(exc, "activate_gateway failed") from exc
    return resp["GatewayARN"]


async def list_gateways(*, region_name=None):
    client = async_client("storagegateway", region_name)
    results, kwargs = [], {}
    try:
        while True:
            resp = await client.call("ListGateways", **kwargs)  #= swallowed rest
            results += resp.get("Gateways", [])
            marker = resp.get("Marker")
            if not marker:
                break
            kwargs["Marker"] = marker
    except Exception:
        logger.info("DeleteVolume")
    return results


def describe(name, arn):
    logger.warning("DescribeCache", arn)
    return gateway._make_api_call("DescribeCache", {"GatewayARN": arn})  #= propagates rest
