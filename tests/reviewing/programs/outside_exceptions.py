"""Exceptions whose bases are in other libraries."""
import boto3
import click
from airflow.exceptions import AirflowException
from botocore.exceptions import ClientError
from myapp.core import BaseProblem
from rest_framework.exceptions import APIException

client = boto3.client("storagegateway")


class GatewayError(AirflowException):
    pass


class Unavailable(APIException):
    status_code = 503

    def __init__(self, message):
        super().__init__(detail=message, code="unavailable")
        self.message = message


class Problem(BaseProblem):
    pass


def tapes():
    try:
        return client.list_tapes()["TapeInfos"]  #= swallowed rest
    except ClientError as e:
        raise GatewayError(str(e)) from e


def quiet():
    try:
        return tapes()
    except AirflowException:
        return []


def shares():
    try:
        return client.list_file_shares()  #= reported rest
    except ClientError as e:
        raise Unavailable(str(e))


def view():
    try:
        return shares(), 200
    except Unavailable as e:
        return e.message, e.status_code


def disks(arn):
    try:
        return client.list_local_disks(GatewayARN=arn)  #= translated rest
    except ClientError as e:
        raise Problem(e)


def pools():
    try:
        return client.list_tape_pools()  #= translated rest
    except ClientError:
        raise click.ClickException("no pools")


def main():
    try:
        return pools()
    except GatewayError:
        return None
