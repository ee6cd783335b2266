import boto3
CLIENTS = {}
for service in ("ec2", "storagegateway", "rds"):
    CLIENTS[service] = boto3.client(service)

def go(volume):
    try:
        CLIENTS["ec2"].delete_volume(VolumeId=volume)
        CLIENTS["rds"].list_tags_for_resource(ResourceName=volume)
    except Exception:
        pass
