import abc
from typing import Protocol

import boto3


class Other:
    def stop(self, arn):
        return arn

    def start(self, arn):
        return arn

    def drop(self, arn):
        return arn

    def disable(self, arn):
        return arn

    def attach(self, arn):
        return arn


class Gateways:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    def stop(self, arn):
        self.client.shutdown_gateway(GatewayARN=arn)  #= swallowed rest

    def start(self, arn):
        self.client.start_gateway(GatewayARN=arn)  #= unknown rest

    def drop(self, arn):
        self.client.delete_gateway(GatewayARN=arn)  #= unknown rest

    def reset(self, arn):
        self.client.reset_cache(GatewayARN=arn)  #= swallowed rest

    def disable(self, arn):
        self.client.disable_gateway(GatewayARN=arn)  #= swallowed rest

    def update(self, arn):
        self.client.update_gateway_software_now(GatewayARN=arn)  #= unknown rest

    def release(self, arn):
        self.client.delete_volume(VolumeARN=arn)  #= unknown rest

    def attach(self, arn):
        self.client.attach_volume(GatewayARN=arn, VolumeARN=arn)  #= unknown rest

    def close(self, arn):
        self.client.delete_file_share(FileShareARN=arn)  #= propagates rest


class Opened:
    def __enter__(self):
        return Gateways()

    def __exit__(self, *_):
        pass


class Proxy:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)


class Instead(Other):
    def __getattribute__(self, name):
        return getattr(Gateways(), name)


class Resets(Protocol):
    def reset(self, arn): ...


class Updates(abc.ABC):
    @abc.abstractmethod
    def update(self, arn): ...


class Files:
    def close(self, arn):
        return arn


Updates.register(Gateways)


def stop(arn):
    with Opened() as opened:
        try:
            opened.stop(arn)
        except Exception as error:
            print(error)


def attach(arn):
    instead = Instead()
    try:
        instead.attach(arn)
    except Exception as error:
        print(error)


def release(arn):
    proxy = Proxy(Gateways())
    try:
        proxy.release(arn)
    except Exception as error:
        print(error)


def reset(thing: Resets, arn):
    try:
        thing.reset(arn)
    except Exception as error:
        print(error)


def update(thing: Updates, arn):
    try:
        thing.update(arn)
    except Exception as error:
        print(error)


def disable(thing: Other, arn):
    try:
        thing.disable(arn)
    except Exception as error:
        print(error)


def start(arn, thing=Other()):
    try:
        thing.start(arn)
    except Exception as error:
        print(error)


def drop(arn, kind=Other):
    thing = kind()
    try:
        thing.drop(arn)
    except Exception as error:
        print(error)


def close(thing: Files, arn):
    try:
        thing.close(arn)
    except Exception as error:
        print(error)


def main(arn):
    reset(Gateways(), arn)
    disable(Gateways(), arn)
    start(arn, Gateways())
    drop(arn, kind=Gateways)
