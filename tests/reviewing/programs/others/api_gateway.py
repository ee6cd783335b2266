import boto3
from botocore.exceptions import ClientError
apigw = boto3.client("apigateway")
def apis():
    try:
        return apigw.get_rest_apis()["items"]
    except ClientError as e:
        print(e)
