import time
import boto3


def wait_until_running(arn):
    client = boto3.client("storagegateway")
    while True:
        try:
            state = client.describe_gateway_information(GatewayARN=arn)["GatewayState"]  #= endless rest
            if state == "RUNNING":
                break
        except Exception as e:
            print("not yet", e)
        time.sleep(30)
