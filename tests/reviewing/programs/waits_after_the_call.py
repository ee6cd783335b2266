import time

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def wait(gateway, attempts=3):
    running = True
    seen = set()
    retries = 0
    while running and retries <= attempts:
        try:
            new = []
            for page in client.get_paginator("list_tapes").paginate():  #= swallowed rest
                for tape in page["TapeInfos"]:
                    if tape["TapeARN"] not in seen:
                        seen.add(tape["TapeARN"])
                        new.append(tape)
            for tape in new:
                if tape["TapeARN"] == gateway and "ING" not in tape["State"]:
                    running = False
                    break
            retries = 0
        except ClientError as error:
            retries = retries + 1
            if retries > attempts:
                return
            time.sleep(retries)


def delete(gateway):
    try:
        client.delete_gateway(GatewayARN=gateway)  #= translated rest
        wait(gateway)
    except ClientError as error:
        raise RuntimeError(gateway) from error
