from concurrent.futures import ThreadPoolExecutor
import boto3


def sizes(arns):
    sgw = boto3.client("storagegateway")

    def one(arn):
        return sgw.describe_stored_iscsi_volumes(VolumeARNs=[arn])["StorediSCSIVolumes"][0]["VolumeSizeInBytes"]  #= propagates rest

    with ThreadPoolExecutor() as pool:
        return sum(pool.map(one, arns))
