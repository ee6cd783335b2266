import boto3
from botocore.exceptions import ClientError, ParamValidationError


def update(arn, start):
    sgw = boto3.client("storagegateway")
    try:
        hour, minute = map(int, start.split(":"))
        sgw.update_maintenance_start_time(GatewayARN=arn, HourOfDay=hour, MinuteOfHour=minute, DayOfWeek=0)  #= translated InvalidParameters; handled ValidationException; propagates rest
    except (ValueError, ParamValidationError) as e:
        raise SystemExit(f"not a time: {start}") from e
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") == "InvalidParameters":
            raise SystemExit(f"not a time: {start}") from e
        if e.response["Error"]["Code"] == "ValidationException":
            print("not changed")
            return
        raise
