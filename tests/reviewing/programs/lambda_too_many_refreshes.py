import boto3
from botocore.exceptions import ClientError

sgw = boto3.client('storagegateway')


def refresh(event, _context):
    for record in event['Records']:
        try:
            sgw.refresh_cache(FileShareARN=record['share'])  #= handled InvalidGatewayRequestException; propagates rest
        except ClientError as err:
            if err.response['Error']['Code'] == 'InvalidGatewayRequestException':
                print('a refresh is running already')
                continue
            raise
