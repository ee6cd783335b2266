import argparse
import sys
import boto3
from botocore.exceptions import ClientError


def cmd_list(args):
    client = boto3.client("storagegateway", region_name=args.region)
    for g in client.list_gateways()["Gateways"]:  #= reported rest
        print(g["GatewayARN"])
    return 0


def cmd_delete(args):
    client = boto3.client("storagegateway", region_name=args.region)
    client.delete_gateway(GatewayARN=args.arn)  #= handled GatewayNotFound; reported rest
    return 0


def build_parser():
    parser = argparse.ArgumentParser(prog="sgw")
    parser.add_argument("--region")
    commands = parser.add_subparsers(dest="command", required=True)
    lister = commands.add_parser("list")
    lister.set_defaults(func=cmd_list)
    deleter = commands.add_parser("delete")
    deleter.add_argument("arn")
    deleter.set_defaults(func=cmd_delete)
    return parser


def main(argv=None):
    args = build_parser().parse_args(argv)
    try:
        return args.func(args)
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") == "GatewayNotFound":
            return 0
        print(e, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
