import boto3
import cfnresponse

client = boto3.client("storagegateway")


def handler(event, context):
    data = {}
    try:
        if event["RequestType"] == "Create":
            answer = client.activate_gateway(  #= reported rest
                ActivationKey=event["ResourceProperties"]["Key"],
                GatewayName="files",
                GatewayTimezone="GMT",
                GatewayRegion="eu-west-1",
            )
            data["Arn"] = answer["GatewayARN"]
        elif event["RequestType"] == "Delete":
            client.delete_gateway(GatewayARN=event["PhysicalResourceId"])  #= reported rest
        cfnresponse.send(event, context, cfnresponse.SUCCESS, data)
    except Exception as e:
        print(e)
        cfnresponse.send(event, context, cfnresponse.FAILED, {"Error": str(e)})
