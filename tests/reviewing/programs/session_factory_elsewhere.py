from myorg.aws import assume_role
from botocore.exceptions import ClientError
import boto3


def session_for(account):
    creds = assume_role(account)
    return boto3.Session(
        aws_access_key_id=creds["AccessKeyId"],
        aws_secret_access_key=creds["SecretAccessKey"],
        aws_session_token=creds["SessionToken"],
    )


def clients_for(account, regions):
    session = session_for(account)
    for region in regions:
        yield region, session.client("storagegateway", region_name=region)


def collect(account, regions):
    rows = []
    for region, client in clients_for(account, regions):
        try:
            gateways = client.list_gateways()["Gateways"]  #= handled UnrecognizedClientException; propagates rest
        except ClientError as error:
            if error.response["Error"]["Code"] in ("UnrecognizedClientException", "AuthFailure"):
                print(f"{region} is not enabled")
                continue
            raise
        for gw in gateways:
            rows.append((account, region, gw["GatewayARN"]))
    return rows
