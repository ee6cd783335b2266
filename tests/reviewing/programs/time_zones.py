from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import boto3
from dateutil import tz

client = boto3.client("storagegateway")


def maintain(arn, zone):
    offset = datetime.now(tz.gettz(zone)).strftime("%z")
    hours, minutes = int(offset[1:3]), int(offset[3:5])
    client.update_maintenance_start_time(GatewayARN=arn, HourOfDay=hours, MinuteOfHour=minutes)  #= propagates rest


def rename(arn, zone):
    now = datetime.now(timezone.utc).astimezone(ZoneInfo(zone))
    client.update_gateway_information(GatewayARN=arn, GatewayTimezone=f"GMT{int(now.strftime('%z')[:3])}")  #= propagates rest
