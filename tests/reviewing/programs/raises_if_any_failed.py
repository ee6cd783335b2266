import boto3
from botocore.exceptions import ClientError


def delete_all(arns):
    sgw = boto3.client("storagegateway")
    failures = []
    for arn in arns:
        try:
            sgw.delete_tape_archive(TapeARN=arn)  #= translated rest
        except ClientError as e:
            failures.append((arn, e))
    if failures:
        raise RuntimeError(f"{len(failures)} archives are left")
