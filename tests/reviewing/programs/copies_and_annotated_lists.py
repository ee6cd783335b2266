import copy
import weakref

import boto3


class Other:
    def drop(self, arn):
        return arn


class Gateways:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    def stop(self, arn):
        self.client.shutdown_gateway(GatewayARN=arn)  #= unknown rest

    def start(self, arn):
        self.client.start_gateway(GatewayARN=arn)  #= unknown rest

    def drop(self, arn):
        self.client.delete_gateway(GatewayARN=arn)  #= propagates rest


class Others:
    def __init__(self):
        self.all: list[Other] = []

    def run(self, arn):
        for each in self.all:
            try:
                each.drop(arn)
            except Exception as error:
                print(error)


gateways = Gateways()
weak = weakref.ref(gateways)


def stop(arn):
    same = copy.copy(gateways)
    try:
        same.stop(arn)
    except Exception as error:
        print(error)


def start(arn):
    same = weak()
    try:
        same.start(arn)
    except Exception as error:
        print(error)
