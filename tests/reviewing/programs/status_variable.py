import boto3
import cfnresponse


def handler(event, context):
    status = cfnresponse.SUCCESS
    try:
        boto3.client("storagegateway").update_smb_security_strategy(GatewayARN="g", SMBSecurityStrategy="s")  #= reported rest
    except Exception:
        status = cfnresponse.FAILED
    finally:
        cfnresponse.send(event, context, status, {})
