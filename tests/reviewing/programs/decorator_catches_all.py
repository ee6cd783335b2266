import functools
import boto3


def never_fails(default=None):
    def wrap(fn):
        @functools.wraps(fn)
        def inner(*a, **k):
            try:
                return fn(*a, **k)
            except Exception:
                return default
        return inner
    return wrap


@never_fails(default=[])
def pools():
    return boto3.client("storagegateway").list_tape_pools()["PoolInfos"]  #= swallowed rest
