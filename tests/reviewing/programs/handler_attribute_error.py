import boto3


def update(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.update_gateway_software_now(GatewayARN=arn)  #= crashes rest
    except Exception as e:
        print(e.message)
