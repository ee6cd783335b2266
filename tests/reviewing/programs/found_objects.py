from dataclasses import dataclass

import boto3

from elsewhere import Other, registry


class Gateways:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    def stop(self, arn):
        self.client.shutdown_gateway(GatewayARN=arn)  #= swallowed rest

    def start(self, arn):
        self.client.start_gateway(GatewayARN=arn)  #= swallowed rest

    def drop(self, arn):
        self.client.delete_gateway(GatewayARN=arn)  #= swallowed rest

    def reset(self, arn):
        self.client.reset_cache(GatewayARN=arn)  #= swallowed rest

    def disable(self, arn):
        self.client.disable_gateway(GatewayARN=arn)  #= propagates rest

    def update(self, arn):
        self.client.update_gateway_software_now(GatewayARN=arn)  #= unknown rest


KINDS = {"gateways": Gateways}


@dataclass
class Job:
    gateways: "Gateways | None"
    others: list

    def run(self, arn):
        try:
            self.gateways.stop(arn)
        except Exception as error:
            print(error)


class Runner:
    def __init__(self, gateways=None):
        self.gateways = gateways or Gateways()

    def run(self, arn):
        try:
            self.gateways.start(arn)
        except Exception as error:
            print(error)


def drop(name, arn):
    try:
        KINDS[name]().drop(arn)
    except Exception as error:
        print(error)


def disable(thing, arn):
    try:
        thing.disable(arn)
    except Exception as error:
        print(error)


def main(arn):
    disable(Other(), arn)
    things = []
    things.append(Gateways())
    for thing in things:
        try:
            thing.reset(arn)
        except Exception as error:
            print(error)
    try:
        registry["gateways"].update(arn)
    except Exception as error:
        print(error)
