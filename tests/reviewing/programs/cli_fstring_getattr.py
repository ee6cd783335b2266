import argparse
import sys
import boto3
from botocore.exceptions import ClientError


class Tool:
    def __init__(self, region):
        self.gw = boto3.client("storagegateway", region_name=region)

    def do_start(self, arn):
        self.gw.start_gateway(GatewayARN=arn)  #= translated rest

    def do_stop(self, arn):
        self.gw.shutdown_gateway(GatewayARN=arn)  #= translated rest

    def do_info(self, arn):
        try:
            print(self.gw.describe_gateway_information(GatewayARN=arn))  #= swallowed rest
        except ClientError as e:
            print(e)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["start", "stop", "info"])
    parser.add_argument("arn")
    args = parser.parse_args()
    tool = Tool(None)
    try:
        getattr(tool, f"do_{args.command}")(args.arn)
    except ClientError as e:
        sys.exit(f"{e}")


main()
