import boto3
from aiohttp import ClientError
from django.core.exceptions import ValidationError
from requests.exceptions import ConnectionError

from inventory.errors import NoCredentialsError

client = boto3.client("storagegateway")


def validated(share):
    try:
        client.refresh_cache(FileShareARN=share)  #= translated rest
    except Exception as error:
        raise ValidationError(str(error))


def connected(share):
    try:
        client.refresh_cache(FileShareARN=share)  #= translated rest
    except Exception as error:
        raise ConnectionError("no gateway") from error


def authorized(share):
    try:
        client.refresh_cache(FileShareARN=share)  #= translated rest
    except Exception as error:
        raise NoCredentialsError(error) from error


def fetched(share):
    try:
        client.refresh_cache(FileShareARN=share)  #= propagates rest
    except ClientError:
        return None
