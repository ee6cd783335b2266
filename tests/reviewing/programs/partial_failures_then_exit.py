import argparse
import collections
import sys
import boto3
from botocore.exceptions import ClientError


def delete_all(sgw, gateway, tapes):
    by_code = collections.defaultdict(list)
    for tape in tapes:
        try:
            sgw.delete_tape(GatewayARN=gateway, TapeARN=tape)  #= reported rest
        except ClientError as e:
            by_code[e.response["Error"]["Code"]].append(tape)
    return by_code


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gateway")
    parser.add_argument("tapes", nargs="+")
    args = parser.parse_args()
    failed = delete_all(boto3.client("storagegateway"), args.gateway, args.tapes)
    for code, tapes in sorted(failed.items()):
        print(f"{code}: {len(tapes)}", file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
