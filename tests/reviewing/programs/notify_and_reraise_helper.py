import traceback
import boto3
from botocore.exceptions import ClientError

sns = boto3.client("sns")
sg = boto3.client("storagegateway")


def notify(subject, error):
    sns.publish(TopicArn="t", Subject=subject[:100], Message="".join(traceback.format_exception(type(error), error, error.__traceback__)))


def create_schedule(arn):
    try:
        sg.update_snapshot_schedule(VolumeARN=arn, StartAt=0, RecurrenceInHours=24)  #= propagates rest
    except ClientError as error:
        notify(f"schedule of {arn}", error)
        raise


def create_tapes(gateway, n):
    try:
        sg.create_tapes(GatewayARN=gateway, TapeSizeInBytes=1, ClientToken="abcde", NumTapesToCreate=n, TapeBarcodePrefix="ABC")  #= swallowed rest
    except ClientError as error:
        notify("tapes", error)
        traceback.print_exc()
    finally:
        print("done")
