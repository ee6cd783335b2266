import boto3
from botocore.exceptions import ClientError


def tag_all(arns, tags):
    sgw = boto3.client("storagegateway")
    done = []
    for arn in arns:
        try:
            sgw.add_tags_to_resource(ResourceARN=arn, Tags=tags)  #= handled ThrottlingException; propagates rest
        except ClientError as err:
            if err.response["Error"]["Code"] in ["ThrottlingException", "RequestLimitExceeded"]:
                continue
            raise
        done.append(arn)
    return done
