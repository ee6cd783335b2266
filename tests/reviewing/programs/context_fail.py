import argparse
import boto3, logging
import click

client = boto3.client("storagegateway")


class Job:
    def __init__(self, ctx):
        self.ctx = ctx

    def run(self, arn):
        try:
            client.delete_volume(VolumeARN=arn)  #= translated rest
        except client.exceptions.ClientError as e:
            self.ctx.fail(str(e))


@click.command()
@click.pass_context
def drop(context, arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= translated rest
    except client.exceptions.ClientError as e:
        context.fail(str(e))


def current(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= translated rest
    except client.exceptions.ClientError as e:
        click.get_current_context().fail(str(e))


def parsed():
    options = argparse.ArgumentParser(description="drops a volume")
    options.add_argument("arn")
    try:
        client.delete_volume(VolumeARN=options.parse_args().arn)  #= translated rest
    except client.exceptions.ClientError as e:
        options.error(str(e))


def logged(arn, parser):
    try:
        client.delete_volume(VolumeARN=arn)  #= swallowed rest
    except client.exceptions.ClientError as e:
        parser.log.error(str(e))
