import backoff
import boto3
import tenacity
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def enough(state):
    return state.attempt_number > 3


@backoff.on_exception(backoff.expo, ClientError, max_time=lambda: 60)
def stop(arn):
    client.shutdown_gateway(GatewayARN=arn)  #= propagates rest


@tenacity.retry(stop=enough, reraise=True)
def start(arn):
    client.start_gateway(GatewayARN=arn)  #= propagates rest


@tenacity.retry(stop=tenacity.stop_never)
def drop(arn):
    client.delete_gateway(GatewayARN=arn)  #= endless rest
