import argparse
import logging
import sys

import boto3
from botocore.exceptions import ClientError


class Subcommand:
    name = ""

    def __init__(self, subparsers):
        self.parser = subparsers.add_parser(self.name)
        self.parser.set_defaults(func=self.run)
        self.configure()

    def configure(self):
        pass

    def run(self, args):
        raise NotImplementedError


class ListTapes(Subcommand):
    name = "tapes"

    def run(self, args):
        client = boto3.client("storagegateway", region_name=args.region)
        for page in client.get_paginator("list_tapes").paginate():  #= reported rest
            for tape in page["TapeInfos"]:
                print(tape["TapeBarcode"])
        return 0


class Eject(Subcommand):
    name = "eject"

    def configure(self):
        self.parser.add_argument("tape")

    def run(self, args):
        client = boto3.client("storagegateway", region_name=args.region)
        try:
            client.retrieve_tape_archive(TapeARN=args.tape, GatewayARN="g")  #= swallowed rest
        except ClientError as e:
            logging.error("not retrieved: %s", e)
        return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--region", default="eu-west-1")
    subparsers = parser.add_subparsers(required=True)
    for command in (ListTapes, Eject):
        command(subparsers)
    args = parser.parse_args()
    try:
        return args.func(args)
    except ClientError as e:
        logging.error("%s", e)
        return 1


if __name__ == "__main__":
    sys.exit(main())
