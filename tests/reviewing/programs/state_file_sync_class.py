import json
import pathlib
import sys
import time

import boto3
import botocore


class Synchroniser:
    MAX_FAILURES = 3

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.state = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.client = boto3.client("storagegateway")
        self.failures = 0

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.path.write_text(json.dumps(self.state))

    def sync(self, arn):
        try:
            self.state[arn] = self.client.describe_gateway_information(GatewayARN=arn)["GatewayState"]  #= reported rest
        except botocore.exceptions.ClientError as e:
            self.failures += 1
            self.state[arn] = "ERROR"
            if self.failures > self.MAX_FAILURES:
                raise

    def rename(self, arn, name):
        self.client.update_gateway_information(GatewayARN=arn, GatewayName=name)  #= translated rest


def main(path, arns):
    with Synchroniser(path) as synchroniser:
        for arn in arns:
            synchroniser.sync(arn)
        try:
            synchroniser.rename(arns[0], "first")
        except botocore.exceptions.ClientError as e:
            sys.exit("rename: %s" % e)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
