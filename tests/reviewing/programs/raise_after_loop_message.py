import time
import boto3


def activate(ip, region):
    sgw = boto3.client("storagegateway", region_name=region)
    last_error = ""
    for i in range(3):
        try:
            return sgw.activate_gateway(ActivationKey="k", GatewayName="g", GatewayTimezone="GMT", GatewayRegion=region)  #= translated rest
        except Exception as e:
            last_error = str(e)
            time.sleep(1)
    raise Exception("activation failed: " + last_error)
