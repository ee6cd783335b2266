import boto3
def snap(name):
    db = boto3.client("memorydb")
    try:
        db.create_snapshot(ClusterName=name, SnapshotName="s")
    except Exception as e:
        print(e)
