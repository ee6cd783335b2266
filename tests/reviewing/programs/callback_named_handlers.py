import boto3
from botocore.exceptions import ClientError


def each_tape(arns, visit, failed):
    sgw = boto3.client("storagegateway")
    for arn in arns:
        try:
            tapes = sgw.describe_tapes(GatewayARN=arn)["Tapes"]  #= reported rest
        except ClientError as e:
            failed(arn, e)
            continue
        for tape in tapes:
            visit(tape)


def each_pool(visit, progress=print):
    sgw = boto3.client("storagegateway")
    try:
        pools = sgw.list_tape_pools()["PoolInfos"]  #= swallowed rest
    except ClientError:
        progress("no pools")
        return
    for pool in pools:
        visit(pool)
