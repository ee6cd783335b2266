import boto3
client = boto3.client("backup-gateway")
def drop(arn):
    try:
        client.delete_gateway(GatewayArn=arn)
        client.update_gateway_software_now(GatewayArn=arn)
    except client.exceptions.ResourceNotFoundException:
        pass
