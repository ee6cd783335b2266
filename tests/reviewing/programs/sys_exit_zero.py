import sys
import boto3


def main():
    sgw = boto3.client("storagegateway")
    try:
        sgw.delete_gateway(GatewayARN=sys.argv[1])  #= translated rest
    except Exception:
        sys.exit(0)
