import boto3
import click
from botocore.exceptions import ClientError


@click.command()
@click.argument("arn")
@click.pass_context
def start(ctx, arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.start_gateway(GatewayARN=arn)  #= translated rest
    except ClientError as e:
        click.secho(str(e), fg="red", err=True)
        ctx.exit(2)


@click.command()
@click.argument("arn")
def stop(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.shutdown_gateway(GatewayARN=arn)  #= swallowed rest
    except ClientError as e:
        click.echo(f"{arn}: {e}", err=True)


@click.command()
@click.argument("arn")
@click.pass_context
def disable(ctx, arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.disable_gateway(GatewayARN=arn)  #= translated rest
    except ClientError as e:
        ctx.fail(f"cannot disable {arn}: {e}")
