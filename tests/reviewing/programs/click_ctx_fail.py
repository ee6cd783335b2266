import boto3
import click
from botocore.exceptions import ClientError


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("gateway")
@click.argument("password", envvar="SMB_PASSWORD")
@click.pass_context
def guest(ctx, gateway, password):
    """Sets the guest password."""
    client = boto3.client("storagegateway")
    try:
        client.set_smb_guest_password(GatewayARN=gateway, Password=password)  #= translated rest
    except client.exceptions.InvalidGatewayRequestException as e:
        ctx.fail(str(e))
    except ClientError as e:
        click.echo(e, err=True)
        ctx.exit(2)
    click.echo("changed")


@click.command()
@click.argument("gateway")
def settings(gateway):
    client = boto3.client("storagegateway")
    try:
        click.echo(client.describe_smb_settings(GatewayARN=gateway))  #= translated rest
    except ClientError as e:
        raise click.UsageError(str(e))
