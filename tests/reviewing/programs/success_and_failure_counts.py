import boto3


def run(arns):
    client = boto3.client("storagegateway")
    ok = failed = 0
    for arn in arns:
        try:
            client.reset_cache(GatewayARN=arn)  #= reported rest
            ok += 1
        except Exception:
            failed += 1
    return {"ok": ok, "failed": failed}
