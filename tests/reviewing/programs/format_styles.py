import boto3
from botocore.exceptions import ClientError
from string import Template

sgw = boto3.client("storagegateway")


def a(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= reported rest
    except ClientError as e:
        return "{}: {}".format(arn, e)
    return ""


def b(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= reported rest
    except ClientError as e:
        return "{arn}: {code}".format(arn=arn, code=e.response["Error"]["Code"])


def c(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        print("{} failed: {}".format(arn))


def d(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        print("{Code}: {Massage}".format(**e.response["Error"]))


def e(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= reported rest
    except ClientError as error:
        return Template("failed: $why").substitute(why=error)


def f(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= translated rest
    except ClientError as error:
        raise RuntimeError("%(Code)s: %(Message)s" % error.response["Error"])


def g(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as error:
        raise RuntimeError("%(code)s" % error.response["Error"])
