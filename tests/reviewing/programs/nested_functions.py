import boto3


def build(region):
    client = boto3.client("storagegateway", region_name=region)

    def refresh(event, context):
        try:
            client.refresh_cache(FileShareARN=event["arn"])  #= reported rest
        except client.exceptions.ClientError as error:
            return {"ok": False, "why": str(error)}
        return {"ok": True}

    return refresh
