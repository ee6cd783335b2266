from http import HTTPStatus
import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def one(arn):
    try:
        sgw.list_tapes(TapeARNs=[arn])  #= reported InternalFailure, ServiceUnavailable, InternalServerError; propagates rest
    except ClientError as e:
        if int(e.response["ResponseMetadata"]["HTTPStatusCode"]) // 100 == 5:
            return "server"
        raise


def two(arn):
    try:
        sgw.list_tapes(TapeARNs=[arn])  #= reported InvalidClientTokenId, MissingAuthenticationToken; propagates rest
    except ClientError as e:
        if e.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.FORBIDDEN:
            return "forbidden"
        raise


def three(arn):
    try:
        sgw.list_tapes(TapeARNs=[arn])  #= propagates rest
    except ClientError as e:
        if str(e.response["ResponseMetadata"]["HTTPStatusCode"]).startswith("2"):
            return "fine"
        raise


def four(arn):
    try:
        sgw.list_tapes(TapeARNs=[arn])  #= propagates rest
    except ClientError as e:
        if e.response["Error"].get("HTTPStatusCode") == 403:
            return None
        raise
