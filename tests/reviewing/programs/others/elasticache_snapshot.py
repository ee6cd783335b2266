import boto3
cache = boto3.client("elasticache")
def snap(cluster):
    try:
        cache.create_snapshot(CacheClusterId=cluster, SnapshotName="n")
    except cache.exceptions.SnapshotAlreadyExistsFault:
        pass
