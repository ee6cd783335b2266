import threading
import boto3

errors = []


def worker(arn):
    try:
        boto3.client("storagegateway").reset_cache(GatewayARN=arn)  #= reported rest
    except Exception as e:
        errors.append((arn, e))


def main(arns):
    threads = [threading.Thread(target=worker, args=(a,)) for a in arns]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return errors
