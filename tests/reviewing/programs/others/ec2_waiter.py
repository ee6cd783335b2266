import boto3
client = boto3.client("ec2")
def snapshot(volume):
    made = client.create_snapshot(VolumeId=volume)
    client.get_waiter("snapshot_completed").wait(SnapshotIds=[made["SnapshotId"]])
