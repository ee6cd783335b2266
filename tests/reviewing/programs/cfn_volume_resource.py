"""CloudFormation custom resource: a cached volume."""
import json
import urllib3

import boto3

http = urllib3.PoolManager()
SUCCESS, FAILED = "SUCCESS", "FAILED"


def send(event, context, status, data=None, reason=None, physical_id=None):
    body = json.dumps({
        "Status": status,
        "Reason": reason or f"See {context.log_stream_name}",
        "PhysicalResourceId": physical_id or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": data or {},
    })
    http.request("PUT", event["ResponseURL"], body=body, headers={"content-type": ""})


def create(client, props):
    made = client.create_cached_iscsi_volume(  #= reported rest
        GatewayARN=props["GatewayArn"],
        VolumeSizeInBytes=int(props["Size"]),
        TargetName=props["Target"],
        NetworkInterfaceId=props["Interface"],
        ClientToken=props["Token"],
    )
    return made["VolumeARN"]


def delete(client, arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= handled VolumeNotFound; reported rest
    except client.exceptions.InvalidGatewayRequestException as exc:
        code = exc.response.get("error", {}).get("errorCode", "")
        if code == "VolumeNotFound":
            return
        raise


def handler(event, context):
    client = boto3.client("storagegateway")
    physical = event.get("PhysicalResourceId")
    try:
        kind = event["RequestType"]
        if kind == "Create":
            physical = create(client, event["ResourceProperties"])
        elif kind == "Delete":
            delete(client, physical)
        send(event, context, SUCCESS, physical_id=physical)
    except Exception as exc:
        print(f"failed: {exc!r}")
        send(event, context, FAILED, reason=str(exc), physical_id=physical)
