import functools
import boto3


class Retry:
    def __init__(self, times):
        self.times = times

    def __call__(self, fn):
        @functools.wraps(fn)
        def inner(*a, **k):
            error = None
            for _ in range(self.times):
                try:
                    return fn(*a, **k)
                except Exception as e:
                    error = e
            raise error
        return inner


@Retry(3)
def start(arn):
    boto3.client("storagegateway").start_gateway(GatewayARN=arn)  #= propagates rest
