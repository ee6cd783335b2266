import boto3
from botocore.exceptions import ClientError


def refresh_all(gateway):
    client = boto3.client("storagegateway")
    failed = []
    marker = ""
    while marker is not None:
        answer = client.list_file_shares(GatewayARN=gateway, Marker=marker)  #= propagates rest
        for share in answer["FileShareInfoList"]:
            if share["FileShareType"] == "NFS" and share["FileShareStatus"] == "AVAILABLE":
                try:
                    client.refresh_cache(FileShareARN=share["FileShareARN"])  #= reported rest
                except ClientError as error:
                    failed.append(str(error))
        marker = answer.get("NextMarker")
    return failed


def refresh_each(gateway):
    client = boto3.client("storagegateway")
    failed = []
    options = {"GatewayARN": gateway}
    while True:
        answer = client.list_file_shares(**options)  #= propagates rest
        for share in answer["FileShareInfoList"]:
            if share["FileShareType"] == "NFS":
                try:
                    client.refresh_cache(FileShareARN=share["FileShareARN"])  #= reported rest
                except ClientError as error:
                    failed.append(str(error))
        marker = answer.get("NextMarker")
        if marker is None:
            break
        options["Marker"] = marker
    return failed
