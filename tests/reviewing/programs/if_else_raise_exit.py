import sys
import boto3
from botocore.exceptions import ClientError, NoCredentialsError

try:
    sg = boto3.client('storagegateway')
    resp = sg.list_gateways()  #= translated rest
except NoCredentialsError:
    print("no credentials")
    sys.exit(2)
except ClientError as e:
    print(e.response['Error']['Message'])
    sys.exit(1)
for g in resp['Gateways']:
    print(g['GatewayARN'])
