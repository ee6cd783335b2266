import boto3
from botocore.exceptions import ClientError


def drain(gateway):
    sgw = boto3.client("storagegateway")
    ok = True

    def attempt(name, function):
        nonlocal ok
        try:
            function()
        except ClientError as e:
            ok = False
            print(name, e)

    attempt("tapes", lambda: sgw.list_tapes())  #= reported rest
    attempt("stop", lambda: sgw.shutdown_gateway(GatewayARN=gateway))  #= reported rest
    return ok
