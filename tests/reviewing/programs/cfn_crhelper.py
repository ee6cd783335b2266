import boto3
from crhelper import CfnResource

helper = CfnResource()
client = boto3.client("storagegateway")


@helper.create
def create(event, context):
    answer = client.create_nfs_file_share(  #= propagates rest
        ClientToken=event["RequestId"], GatewayARN="g", Role="r", LocationARN="l"
    )
    return answer["FileShareARN"]


@helper.delete
def delete(event, context):
    try:
        client.delete_file_share(FileShareARN=event["PhysicalResourceId"], ForceDelete=True)  #= handled InvalidGatewayRequestException; swallowed rest
    except client.exceptions.InvalidGatewayRequestException:
        pass
    except Exception as error:
        print(error)


def handler(event, context):
    helper(event, context)
