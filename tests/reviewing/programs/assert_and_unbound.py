import boto3


def disk(arn):
    sgw = boto3.client("storagegateway")
    try:
        disks = sgw.list_local_disks(GatewayARN=arn)["Disks"]  #= crashes rest
    except Exception as error:
        print("no disks", error)
    for each in disks:
        print(each)
