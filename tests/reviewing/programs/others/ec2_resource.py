import boto3
ec2 = boto3.resource("ec2")
def clean():
    for volume in ec2.volumes.all():
        snap = volume.create_snapshot(Description="last")
        try:
            volume.delete()
        except Exception as e:
            print(e)
