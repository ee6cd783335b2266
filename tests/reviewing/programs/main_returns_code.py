import sys
import boto3
from botocore.exceptions import ClientError


def audit():
    client = boto3.client("storagegateway")
    return client.list_file_shares()["FileShareInfoList"]  #= translated rest


def main():
    shares = audit()
    print(shares)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ClientError as error:
        print(error)
        sys.exit(2)
