import argparse
import boto3
from botocore.exceptions import ClientError


def cmd_list(args):
    client = boto3.client("storagegateway")
    for tape in client.list_tapes()["TapeInfos"]:  #= reported rest
        print(tape)
    return 0


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    listing = commands.add_parser("list")
    listing.set_defaults(func=cmd_list)
    args = parser.parse_args()
    try:
        return args.func(args)
    except ClientError as error:
        print(error)
        return 1
