import argparse
from unittest.mock import MagicMock

import boto3
from py4j.java_gateway import JavaGateway

from elsewhere import Cache, Tape, run


class Inventory:
    def __init__(self, args):
        self.args = args
        self.db = boto3.resource("dynamodb")

    def update(self, settings):
        if self.args.refresh_cache or settings.add_cache:
            run(self.args.refresh_cache, self.args.verbose)
        force = getattr(settings, "refresh_cache", False)
        return force and not self.args.reset_cache


def test_gateway():
    client = MagicMock()
    client.shutdown_gateway.side_effect = ValueError
    client.list_tapes.return_value = {"TapeInfos": []}
    assert not client.reset_cache.called


async def main(cache, store):
    gateway = JavaGateway()
    await cache.refresh_cache()
    cache.reset_cache()
    store["engine"].refresh_cache(force=True)
    Cache.add_cache()
    for tape in Tape.create_tapes():
        store.put(tape)
    for tape in store.list_tapes():
        print(tape)
    gateway.start_gateway()
    gateway.shutdown_gateway()


parser = argparse.ArgumentParser()
parser.add_argument("--refresh-cache", action="store_true")
if parser.parse_args().refresh_cache:
    print("refreshing")
