import boto3
def client(region):
    return boto3.client("ec2", region_name=region)
def run(region, ids):
    c = client(region)
    for each in ids:
        try:
            c.delete_volume(VolumeId=each)
        except c.exceptions.ClientError:
            continue
