import boto3


def main():
    client = boto3.client("storagegateway")
    try:
        client.update_maintenance_start_time(GatewayARN="g", HourOfDay=1, MinuteOfHour=0)  #= reported rest
    except Exception as e:
        print(e)
        return 1
    return 0
