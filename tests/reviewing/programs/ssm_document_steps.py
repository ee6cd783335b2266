import sys
import boto3
from botocore.exceptions import ClientError

STEPS = []


def step(function):
    STEPS.append(function)
    return function


@step
def stop_schedule(sgw, arn):
    sgw.delete_bandwidth_rate_limit(GatewayARN=arn, BandwidthType="ALL")  #= handled BandwidthThrottleScheduleNotFound; translated rest


@step
def update(sgw, arn):
    sgw.update_gateway_software_now(GatewayARN=arn)  #= translated rest


def main(arn):
    sgw = boto3.client("storagegateway")
    for number, function in enumerate(STEPS, 1):
        try:
            function(sgw, arn)
        except ClientError as e:
            code = e.response.get("error", {}).get("errorCode")
            if code == "BandwidthThrottleScheduleNotFound":
                continue
            print(f"step {number} ({function.__name__}): {e}", file=sys.stderr)
            return sys.exit(number)
    return 0
