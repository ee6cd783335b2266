import boto3
import click
from botocore.exceptions import ClientError


@click.command()
@click.argument("arn")
def cancel(arn):
    client = boto3.client("storagegateway")
    try:
        client.cancel_archival(GatewayARN="g", TapeARN=arn)  #= translated rest
    except ClientError as e:
        raise click.ClickException(str(e))
