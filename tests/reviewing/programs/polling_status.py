import time
import boto3

client = boto3.client("storagegateway")


def wait_available(arn):
    while True:
        status = client.describe_nfs_file_shares(FileShareARNList=[arn])["NFSFileShareInfoList"][0]["FileShareStatus"]  #= propagates rest
        if status == "AVAILABLE":
            return
        time.sleep(10)
