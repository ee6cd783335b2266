import sys
from datetime import datetime, timedelta, timezone

import boto3
from awsglue.utils import getResolvedOptions
from botocore.exceptions import ClientError

args = getResolvedOptions(sys.argv, ["region", "since"])
since = datetime.strptime(args["since"], "%Y-%m-%d")
EPOCH = datetime.strptime("2020-01-01", "%Y-%m-%d")
client = boto3.client("storagegateway", region_name=args["region"])


def recent(points):
    return [p for p in points if datetime.fromisoformat(p["VolumeRecoveryPointTime"]) > since]


def run():
    skipped = []
    for gateway in client.list_gateways()["Gateways"]:  #= propagates rest
        try:
            points = client.list_volume_recovery_points(GatewayARN=gateway["GatewayARN"])  #= reported rest
        except ClientError as e:
            skipped.append({"gateway": gateway["GatewayARN"], "at": datetime.now(timezone.utc).isoformat(), "error": repr(e)})
            continue
        for p in recent(points["VolumeRecoveryPointInfos"]):
            print(p["VolumeARN"], timedelta(seconds=p["VolumeUsageInBytes"]))
    return skipped


print(run())
