import sys
import boto3
from botocore.exceptions import ClientError

had_errors = False
sgw = boto3.client("storagegateway")


def warn(text):
    global had_errors
    had_errors = True
    print(f"WARNING: {text}", file=sys.stderr)


def stop(arn):
    try:
        sgw.shutdown_gateway(GatewayARN=arn)  #= reported rest
    except ClientError as e:
        warn(f"{arn}: {e}")


def main():
    for arn in sys.argv[1:]:
        stop(arn)
    if had_errors:
        sys.exit(1)


main()
