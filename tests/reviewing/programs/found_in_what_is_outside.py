import queue
from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, field

import attr
import boto3


class Gateways:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    def stop(self, arn):
        self.client.shutdown_gateway(GatewayARN=arn)  #= swallowed rest

    def start(self, arn):
        self.client.start_gateway(GatewayARN=arn)  #= swallowed rest

    def drop(self, arn):
        self.client.delete_gateway(GatewayARN=arn)  #= unknown rest

    def reset(self, arn):
        self.client.reset_cache(GatewayARN=arn)  #= unknown rest

    def disable(self, arn):
        self.client.disable_gateway(GatewayARN=arn)  #= unknown rest

    def refresh(self, arn):
        self.client.refresh_cache(FileShareARN=arn)  #= unknown rest

    def release(self, arn):
        self.client.delete_volume(VolumeARN=arn)  #= unknown rest

    def retrieve(self, arn):
        self.client.delete_tape(GatewayARN=arn, TapeARN=arn)  #= unknown rest


@dataclass
class Job:
    all: list[Gateways] = field(default_factory=list)
    one: Gateways | None = field(default=None)

    def run(self, arn):
        for each in self.all:
            try:
                each.stop(arn)
            except Exception as error:
                print(error)
        try:
            self.one.start(arn)
        except Exception as error:
            print(error)


@attr.s
class Plain:
    all = attr.ib(factory=list)
    one = attr.ib(default=None)

    def run(self, arn):
        for each in self.all:
            try:
                each.drop(arn)
            except Exception as error:
                print(error)
        try:
            self.one.release(arn)
        except Exception as error:
            print(error)


class Later:
    def __init__(self):
        self.all = deque()
        self.all.append(Gateways())

    def run(self, arn):
        for each in self.all:
            try:
                each.reset(arn)
            except Exception as error:
                print(error)


KNOWN = OrderedDict()
KNOWN["one"] = Gateways()
GROUPS = defaultdict(list)
GROUPS["one"].append(Gateways())
QUEUE = queue.Queue()
QUEUE.put(Gateways())


def disable(arn):
    for each in KNOWN.values():
        try:
            each.disable(arn)
        except Exception as error:
            print(error)


def refresh(arn):
    for each in GROUPS["one"]:
        try:
            each.refresh(arn)
        except Exception as error:
            print(error)


def retrieve(arn):
    each = QUEUE.get()
    try:
        each.retrieve(arn)
    except Exception as error:
        print(error)
