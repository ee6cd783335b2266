import json

import boto3
import click
from botocore.exceptions import ClientError


@click.group()
@click.option("--region", default="us-east-1")
@click.pass_context
def cli(ctx, region):
    """Tools for file gateways."""
    ctx.obj = boto3.client("storagegateway", region_name=region)


@cli.command()
@click.argument("share_arn")
@click.option("--recursive/--no-recursive", default=True)
@click.pass_obj
def refresh(sgw, share_arn, recursive):
    try:
        answer = sgw.refresh_cache(FileShareARN=share_arn, Recursive=recursive)  #= translated rest
    except ClientError as err:
        raise click.ClickException(str(err))
    click.echo(json.dumps(answer))


@cli.command()
@click.argument("gateway_arn")
@click.pass_obj
def shares(sgw, gateway_arn):
    try:
        pages = sgw.get_paginator("list_file_shares").paginate(GatewayARN=gateway_arn)  #= translated rest
        for page in pages:
            for share in page["FileShareInfoList"]:
                click.echo(share["FileShareARN"])
    except ClientError as err:
        click.echo(f"failed: {err}", err=True)
        raise SystemExit(1)


@cli.command()
@click.argument("gateway_arn")
@click.pass_context
def reset(ctx, gateway_arn):
    try:
        ctx.obj.reset_cache(GatewayARN=gateway_arn)  #= translated rest
    except ClientError as err:
        click.secho(err.response["Error"]["Message"], fg="red")
        ctx.exit(3)
