import sys
import boto3
import click
from botocore.exceptions import ClientError


class Context:
    def __init__(self, profile, region):
        self.session = boto3.Session(profile_name=profile, region_name=region)

    def client(self, name):
        return self.session.client(name)


@click.group()
@click.option("--profile")
@click.option("--region")
@click.pass_context
def cli(ctx, profile, region):
    ctx.obj = Context(profile, region)


@cli.command("ls")
@click.pass_obj
def ls(obj):
    for gateway in obj.client("storagegateway").list_gateways()["Gateways"]:  #= translated rest
        click.echo(gateway["GatewayARN"])


@cli.command()
@click.argument("arns", nargs=-1)
@click.pass_obj
def rm(obj, arns):
    client = obj.client("storagegateway")
    failed = 0
    for arn in arns:
        try:
            client.delete_gateway(GatewayARN=arn)  #= translated rest
        except ClientError as e:
            click.secho(f"{arn}: {e}", fg="red", err=True)
            failed += 1
    if failed:
        sys.exit(failed)


def main():
    try:
        cli()
    except ClientError as e:
        click.echo(e, err=True)
        sys.exit(2)
