import boto3
import cfnresponse
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def create(event):
    return client.create_smb_file_share(ClientToken="t", GatewayARN="g", Role="r", LocationARN="l")["FileShareARN"]  #= reported rest


def delete(event):
    try:
        client.delete_file_share(FileShareARN=event["PhysicalResourceId"])  #= handled InvalidGatewayRequestException; reported rest
    except client.exceptions.InvalidGatewayRequestException:
        print("gone already")
        return


def handler(event, context):
    try:
        kind = event["RequestType"]
        if kind == "Create":
            arn = create(event)
        elif kind == "Update":
            arn = event["PhysicalResourceId"]
        else:
            delete(event)
            arn = event["PhysicalResourceId"]
        cfnresponse.send(event, context, cfnresponse.SUCCESS, {}, arn)
    except Exception as e:
        cfnresponse.send(event, context, cfnresponse.FAILED, {"Message": str(e)})
