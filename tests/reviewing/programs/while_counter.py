import time
import boto3


def disks(gateway, retries=3):
    sgw = boto3.client("storagegateway")
    tries = 0
    while True:
        try:
            return sgw.list_local_disks(GatewayARN=gateway)["Disks"]  #= translated rest
        except Exception as exc:
            tries += 1
            if tries > retries:
                raise RuntimeError(f"gave up on {gateway}") from exc
            time.sleep(tries)
