import boto3

client = boto3.client("storagegateway")


def refresh(arn):
    body = {"arn": arn}
    if type(body) is not dict or body.__class__ is not dict:
        raise TypeError(body)
    try:
        client.refresh_cache(FileShareARN=body["arn"])  #= reported rest
    except Exception as error:
        kinds = {"refresh": type(error)}
        if type(kinds) is dict:
            return {"error": str(error)}
        raise
    return {}
