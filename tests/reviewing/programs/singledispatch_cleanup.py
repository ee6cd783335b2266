import functools
import logging
from dataclasses import dataclass

import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger(__name__)
sgw = boto3.client("storagegateway")


@dataclass(frozen=True)
class Tape:
    arn: str
    gateway: str


@dataclass(frozen=True)
class Share:
    arn: str


@functools.singledispatch
def destroy(resource):
    raise TypeError(type(resource))


@destroy.register
def _(resource: Tape):
    sgw.delete_tape(GatewayARN=resource.gateway, TapeARN=resource.arn)  #= reported rest


@destroy.register
def _(resource: Share):
    sgw.delete_file_share(FileShareARN=resource.arn)  #= reported rest


def destroy_all(resources):
    left = []
    for resource in resources:
        try:
            destroy(resource)
        except ClientError:
            logger.exception("cannot destroy %s", resource)
            left.append(resource)
    return left
