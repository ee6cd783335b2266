import time
import types

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


class Gateway:
    try:
        import fast
    except ImportError:

        def delete(self, arn):
            client.delete_volume(VolumeARN=arn)  #= swallowed rest

    def run(self, arn):
        try:
            self.delete(arn)
        except ClientError:
            pass


def reset(self, arn):
    client.reset_cache(GatewayARN=arn)  #= swallowed rest


setattr(Gateway, "reset", reset)


def reset_all(arns):
    gateway = Gateway()
    for arn in arns:
        try:
            gateway.reset(arn)
        except ClientError:
            continue


def start(arn, mode, strict):
    for attempt in range(6):
        try:
            return client.start_gateway(GatewayARN=arn)  #= unknown rest
        except ClientError:
            if mode is strict:
                raise
            time.sleep(1)
    raise RuntimeError("no")


def stop(arn, parsers):
    try:
        client.shutdown_gateway(GatewayARN=arn)  #= translated rest
    except ClientError as error:
        parsers["stop"].error(str(error))


def describe(arn, **kw):
    try:
        return client.describe_cache(GatewayARN=arn)  #= propagates rest
    except ClientError:
        print("{other}".format(**dict(kw)))
        raise
