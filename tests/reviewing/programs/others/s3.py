import boto3
from botocore.exceptions import ClientError
s3 = boto3.client("s3")
def exists(bucket):
    try:
        s3.head_bucket(Bucket=bucket)
        return True
    except ClientError:
        return False
