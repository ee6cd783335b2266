import boto3


def settings(arn):
    sgw = boto3.client("storagegateway")
    values = {"guest": False, "domain": None}
    try:
        found = sgw.describe_smb_settings(GatewayARN=arn)  #= swallowed rest
        values["guest"] = found["SMBGuestPasswordSet"]
        values["domain"] = found["DomainName"]
    except Exception:
        pass
    return values
