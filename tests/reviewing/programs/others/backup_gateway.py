import boto3
bg = boto3.client("backup-gateway")
def gateways():
    try:
        return bg.list_gateways()["Gateways"]
    except Exception:
        return []
