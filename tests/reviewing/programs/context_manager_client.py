from contextlib import contextmanager
import boto3


@contextmanager
def storage_gateway(profile):
    session = boto3.Session(profile_name=profile)
    client = session.client("storagegateway")
    try:
        yield client
    finally:
        client.close()


def names(profile):
    with storage_gateway(profile) as sgw:
        return [g["GatewayName"] for g in sgw.list_gateways()["Gateways"]]  #= propagates rest
