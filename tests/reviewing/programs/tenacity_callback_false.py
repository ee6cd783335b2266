import boto3
from tenacity import RetryError, retry, stop_after_delay, wait_fixed


@retry(stop=stop_after_delay(30), wait=wait_fixed(3), retry_error_callback=lambda state: None)
def quiet(arn):
    return boto3.client("storagegateway").describe_vtl_devices(GatewayARN=arn)  #= swallowed rest


@retry(stop=stop_after_delay(30), wait=wait_fixed(3))
def loud(arn):
    return boto3.client("storagegateway").describe_tape_recovery_points(GatewayARN=arn)  #= reported rest


def main(arn):
    try:
        loud(arn)
    except RetryError as e:
        print("gave up", e.last_attempt.exception())
        return 1
    return 0
