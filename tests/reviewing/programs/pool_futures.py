from concurrent.futures import ThreadPoolExecutor, as_completed
import boto3

client = boto3.client("storagegateway")


def describe(arn):
    return client.describe_cached_iscsi_volumes(VolumeARNs=[arn])["CachediSCSIVolumes"]  #= swallowed rest


def main(arns):
    found = []
    with ThreadPoolExecutor(max_workers=4) as pool:
        futures = [pool.submit(describe, arn) for arn in arns]
        for future in as_completed(futures):
            try:
                found += future.result()
            except Exception as exc:
                print(exc)
    return found
