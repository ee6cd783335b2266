import boto3

for name in ["ec2", "rds"]:
    client = boto3.client(name)
    try:
        client.list_tags_for_resource(ResourceName="a")
    except Exception:
        pass

for client in [boto3.client("ec2"), boto3.client("rds")]:
    try:
        client.delete_volume(VolumeId="x")
    except Exception:
        pass
