import abc
import boto3
from botocore.exceptions import ClientError


class Step(abc.ABC):
    retry_codes = ()

    def __init__(self, client):
        self.client = client

    @abc.abstractmethod
    def execute(self, arn):
        ...

    def on_failure(self, arn, error):
        raise RuntimeError(f"{type(self).__name__} failed for {arn}") from error

    def __call__(self, arn):
        try:
            self.execute(arn)
        except ClientError as e:
            if e.response["Error"]["Code"] in self.retry_codes:
                self.execute(arn)
                return True
            self.on_failure(arn, e)
            return False
        return True


class Stop(Step):
    retry_codes = ("ThrottlingException",)

    def execute(self, arn):
        self.client.shutdown_gateway(GatewayARN=arn)  #= handled ThrottlingException; translated rest


class Reset(Step):
    def execute(self, arn):
        self.client.reset_cache(GatewayARN=arn)  #= reported rest

    def on_failure(self, arn, error):
        print(arn, error)


def main(arn):
    client = boto3.client("storagegateway")
    return [Stop(client)(arn), Reset(client)(arn)]
