import argparse
import json
import sys
import boto3
import botocore.exceptions


def do_bandwidth(args):
    out = args.client.describe_bandwidth_rate_limit(GatewayARN=args.gateway)  #= reported rest
    print(json.dumps(out, indent=2))
    return 0


def do_limit(args):
    args.client.update_bandwidth_rate_limit(  #= reported rest
        GatewayARN=args.gateway,
        AverageUploadRateLimitInBitsPerSec=args.up,
    )
    return 0


def do_unlimit(args):
    try:
        args.client.delete_bandwidth_rate_limit(GatewayARN=args.gateway, BandwidthType="ALL")  #= reported rest
    except botocore.exceptions.ClientError as e:
        print("nothing to delete", e, file=sys.stderr)
        return 4
    return 0


def main():
    parser = argparse.ArgumentParser()
    subs = parser.add_subparsers()
    for name, func in (("show", do_bandwidth), ("limit", do_limit), ("unlimit", do_unlimit)):
        sub = subs.add_parser(name)
        sub.add_argument("gateway")
        sub.add_argument("--up", type=int, default=102400)
        sub.set_defaults(func=func)
    args = parser.parse_args()
    args.client = boto3.client("storagegateway")
    try:
        return args.func(args)
    except botocore.exceptions.ClientError as e:
        print(f"AWS: {e}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
