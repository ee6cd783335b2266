import boto3


def refresh(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.refresh_cache(FileShareARN=arn)  #= handled InvalidGatewayRequestException; propagates rest
    except Exception as e:
        if e.__class__.__name__ == "InvalidGatewayRequestException":
            print("again later")
        else:
            raise
