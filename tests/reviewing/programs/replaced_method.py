import functools

import boto3


class Gateways:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    def stop(self, arn):
        self.client.shutdown_gateway(GatewayARN=arn)  #= unknown rest

    def start(self, arn):
        self.client.start_gateway(GatewayARN=arn)  #= propagates rest


def guard(function):
    @functools.wraps(function)
    def guarded(*given, **named):
        try:
            return function(*given, **named)
        except Exception as error:
            print(error)

    return guarded


Gateways.stop = guard(Gateways.stop)
