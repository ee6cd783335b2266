import functools

import boto3


class Session:
    def __init__(self, region):
        self._session = boto3.Session(region_name=region)

    @property
    def SGWClient(self):
        return self._session.client("storagegateway")

    @property
    def EC2Client(self):
        return self._session.client("ec2")


def session(func):
    @functools.wraps(func)
    def wrapper(*args, session=None, **kwargs):
        if session is None:
            session = Session("us-east-1")
        return func(*args, session=session, **kwargs)

    return wrapper


@session
def validate_share(arn, session=None):
    try:
        shares = session.SGWClient.describe_nfs_file_shares(FileShareARNList=[arn])["NFSFileShareInfoList"]  #= translated rest
    except Exception as e:
        raise Exception(f"Unable to find NFS fileshare: {arn} {e}")
    assert shares[0]["ObjectACL"] == "bucket-owner-full-control"
    return shares[0]


@session
def validate_gateway(gateway_arn, conf, session=None):
    gw = session.SGWClient.describe_gateway_information(GatewayARN=gateway_arn)  #= translated rest
    assert gw["GatewayState"] == "RUNNING"
    cache = session.SGWClient.describe_cache(GatewayARN=gateway_arn)  #= translated rest
    assert cache["CacheAllocatedInBytes"] >= 100_000_000_000, "too small"
    return gw


@session
def validate(conf, session=None):
    share = validate_share(conf["share"], session=session)
    try:
        validate_gateway(share["GatewayARN"], conf, session=session)
    except Exception as e:
        raise RuntimeError("gateway is not usable") from e
