import boto3


class Actions:
    def __init__(self):
        self.sgw = boto3.client("storagegateway")

    def do_start(self, arn):
        self.sgw.start_gateway(GatewayARN=arn)  #= propagates rest
