import json
import os
import urllib.parse

import boto3

region = os.environ["AWS_REGION"]
sgw = boto3.client("storagegateway", region_name=region)


def parse(event):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        dims = {d["name"]: d["value"] for d in message["Trigger"]["Dimensions"]}
        yield urllib.parse.unquote(dims["GatewayId"]), message["NewStateValue"]


def arn(gateway_id, account):
    return "arn:aws:storagegateway:%s:%s:gateway/%s" % (region, account, gateway_id)


def handler(event, context):
    account = context.invoked_function_arn.split(":")[4]
    result = []
    for gateway_id, state in parse(event):
        if state != "ALARM":
            continue
        target = arn(gateway_id, account)
        try:
            sgw.start_gateway(GatewayARN=target)  #= handled InvalidGatewayRequestException; reported rest
        except sgw.exceptions.InvalidGatewayRequestException:
            print(f"{target} runs already")
            result.append("running")
        except Exception as exc:
            result.append(f"error: {exc}")
        else:
            result.append("started")
    return result
