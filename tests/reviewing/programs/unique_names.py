import functools

from botocore.exceptions import ClientError

from elsewhere import gateways, retry


def refresh(share):
    try:
        return gateways.refresh_cache(FileShareARN=share, Recursive=True)  #= swallowed rest
    except ClientError:
        return None


def stop(request, arn):
    stopping = functools.partial(gateways.shutdown_gateway, GatewayARN=arn)  #= propagates rest
    return stopping()


def listed(page):
    return gateways.list_tapes(**page)  #= propagates rest
