import boto3

SERVICE = "storagegateway"
REGIONS = ["us-east-1", "eu-west-1"]


def everywhere():
    found = {}
    for region in REGIONS:
        client = boto3.client(SERVICE, region_name=region)
        try:
            found[region] = client.list_file_shares()["FileShareInfoList"]  #= reported rest
        except Exception as e:
            found[region] = str(e)
    return found
