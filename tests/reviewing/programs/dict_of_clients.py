import boto3

session = boto3.Session()
clients = {"ec2": session.client("ec2"), "sgw": session.client("storagegateway")}


def usage(arn):
    clients["ec2"].describe_volumes()
    return clients["sgw"].describe_cache(GatewayARN=arn)["CacheUsedPercentage"]  #= propagates rest
