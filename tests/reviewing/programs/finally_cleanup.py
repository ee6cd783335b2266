import boto3


def with_lock(arn, lock):
    client = boto3.client("storagegateway")
    lock.acquire()
    try:
        return client.retrieve_tape_archive(TapeARN=arn, GatewayARN="g")  #= propagates rest
    finally:
        lock.release()
