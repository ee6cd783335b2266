import boto3
from click import prompt

client = boto3.client("storagegateway")


def choose(info, gateways):
    names = {g["GatewayName"]: g for g in gateways}
    wanted = info.get("cluster", {}).get("gateway", None)
    if wanted and wanted in names:
        return names[wanted]
    name = None
    while not name:
        name = prompt(f"Which gateway of {', '.join(names)}?")
        name = name if name in names else None
    return names[name]


def shares(info):
    gateways = client.list_gateways()["Gateways"]  #= propagates rest
    assert len(gateways), "No gateways found"
    gateway = gateways[0] if len(gateways) == 1 else choose(info, gateways)
    found = client.list_file_shares(GatewayARN=gateway["GatewayARN"])["FileShareInfoList"]  #= propagates rest
    arns = [share["FileShareARN"] for share in found]
    return client.describe_nfs_file_shares(FileShareARNList=arns)["NFSFileShareInfoList"]  #= propagates rest
