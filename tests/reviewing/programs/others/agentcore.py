import boto3
control = boto3.client("bedrock-agentcore-control")
def all_gateways():
    for page in control.get_paginator("list_gateways").paginate():
        try:
            yield from page["items"]
        except KeyError:
            pass
def drop(gateway):
    try:
        control.delete_gateway(gatewayIdentifier=gateway)
    except Exception:
        print("no")
