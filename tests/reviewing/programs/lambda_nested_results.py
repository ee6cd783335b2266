import boto3, json
from botocore.exceptions import ClientError

sgw = boto3.client('storagegateway')


def lambda_handler(event, context):
    results = []
    for arn in event['arns']:
        try:
            sgw.refresh_cache(FileShareARN=arn)  #= reported rest
            results.append({'arn': arn, 'status': 'ok'})
        except ClientError as e:
            results.append({'arn': arn, 'status': 'failed'})
    return {'statusCode': 200, 'body': json.dumps(results)}
