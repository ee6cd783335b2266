import boto3
from botocore.exceptions import ClientError
from flask import abort, jsonify

sgw = boto3.client("storagegateway")
STATUS = {"InvalidGatewayRequestException": 404, "ThrottlingException": 429}


def gateway(arn):
    try:
        return jsonify(sgw.describe_gateway_information(GatewayARN=arn))  #= translated rest
    except ClientError as e:
        abort(STATUS.get(e.response["Error"]["Code"], 500))
