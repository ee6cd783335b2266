import boto3
from botocore.exceptions import ClientError


def refresh_all(gateway, client=boto3.client("storagegateway")):
    failed = []
    options = {"GatewayARN": gateway}
    while True:
        answer = client.list_file_shares(**options)  #= propagates rest
        for share in answer["FileShareInfoList"]:
            try:
                client.refresh_cache(FileShareARN=share["FileShareARN"])  #= reported rest
            except ClientError as error:
                failed.append(str(error))
        try:
            options["Marker"] = answer["NextMarker"]
        except KeyError:
            break
    return failed
