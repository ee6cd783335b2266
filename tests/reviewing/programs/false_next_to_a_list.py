import boto3


def gateways():
    sgw = boto3.client("storagegateway")
    try:
        return sgw.list_gateways()["Gateways"]  #= reported rest
    except Exception as e:
        print(e)
        return False
