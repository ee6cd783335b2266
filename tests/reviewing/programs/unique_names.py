import functools

from botocore.exceptions import ClientError

from elsewhere import storage_gateways


def refresh(share):
    try:
        return storage_gateways.refresh_cache(FileShareARN=share, Recursive=True)  #= swallowed rest
    except ClientError:
        return None


def stop(request, arn):
    stopping = functools.partial(storage_gateways.shutdown_gateway, GatewayARN=arn)  #= propagates rest
    return stopping()


def listed(page):
    return storage_gateways.list_tapes(**page)  #= propagates rest


def either(reset, arn):
    method = storage_gateways.reset_cache if reset else storage_gateways.shutdown_gateway  #= propagates rest
    return method(GatewayARN=arn)
