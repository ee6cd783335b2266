import boto3, os
ec2 = boto3.client("ec2", region_name=os.environ["REGION"])
def handler(event, context):
    try:
        for v in ec2.describe_volumes()["Volumes"]:
            ec2.create_snapshot(VolumeId=v["VolumeId"])
    except Exception as e:
        return {"statusCode": 500, "body": str(e)}
