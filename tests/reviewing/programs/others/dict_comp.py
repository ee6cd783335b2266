import boto3

CLIENTS = {r: boto3.client("ec2", region_name=r) for r in ("a", "b")}


def go(region):
    try:
        CLIENTS[region].delete_volume(VolumeId="a")
        for r, c in CLIENTS.items():
            c.attach_volume(VolumeId="a", InstanceId="b", Device="c")
    except Exception:
        pass
