import queue
import threading
import boto3
from botocore.exceptions import ClientError

errors = queue.Queue()


def worker(sgw, arn):
    try:
        sgw.update_gateway_software_now(GatewayARN=arn)  #= reported rest
    except ClientError as e:
        errors.put((arn, e))


def main(arns):
    sgw = boto3.client("storagegateway")
    threads = [threading.Thread(target=worker, args=(sgw, arn)) for arn in arns]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    while not errors.empty():
        print(*errors.get())
