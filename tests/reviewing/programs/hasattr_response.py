import boto3


def refresh(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.refresh_cache(FileShareARN=arn)  #= handled ThrottlingException; reported rest
    except Exception as e:
        if hasattr(e, "response") and e.response["Error"]["Code"] == "ThrottlingException":
            return None
        return str(e)
