import boto3, logging

client = boto3.client("storagegateway")
log = logging.getLogger(__name__)


def named_and_counted(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except client.exceptions.ClientError as e:
        log.error("{op} failed: {}".format(e, op="DeleteVolume"))
        raise


def starred(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except client.exceptions.ClientError:
        log.error("{}/{} failed".format(*arn.split("/")))
        raise


def more_names(arn, ctx):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except client.exceptions.ClientError as e:
        log.error("{op}: {err}".format(err=e, **ctx))
        raise


def too_few(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= crashes rest
    except client.exceptions.ClientError as e:
        log.error("{op} of {} failed: {}".format(e, op="DeleteVolume"))
        raise


def too_few_names(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= crashes rest
    except client.exceptions.ClientError as e:
        log.error("{op}: {err}".format(err=e))
        raise
