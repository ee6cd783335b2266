"""Runs any operation of any service, as command line tools do."""
import json
import sys

import boto3
from botocore.exceptions import ClientError, ParamValidationError


def invoke(service, operation, **params):
    client = boto3.client(service)
    try:
        return getattr(client, operation)(**params)
    except ParamValidationError as e:
        raise SystemExit(f"bad parameters: {e}")
    except ClientError as e:
        print(e.response["Error"]["Message"], file=sys.stderr)
        return {}


def gateways():
    return invoke("storagegateway", "list_gateways", Limit=10).get("Gateways", [])  #= swallowed rest


def start(arn):
    invoke("storagegateway", operation="start_gateway", GatewayARN=arn)  #= swallowed rest


def efs():
    return invoke("efs", "list_tags_for_resource", ResourceId="fs-1")


def volumes():
    return invoke("ec2", "delete_volume", VolumeId="vol-1")


if __name__ == "__main__":
    print(json.dumps(invoke(*sys.argv[1:3]), default=str))
