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


def added_names(arn, ctx, more):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except client.exceptions.ClientError as e:
        log.error("{op}: {err}".format(**{**ctx, **more, "err": e}))
        log.error("{op}: {err}".format_map({**ctx, "err": e}))
        log.error("{op} {}".format(e, **ctx))
        raise


def wrong_table(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= crashes rest
    except client.exceptions.ClientError as e:
        log.error("{op}: {err}".format_map({"err": e}))
        raise


class Report:
    def format(self, error, **words):
        raise RuntimeError(error, words)


def own_method(arn, ctx):
    try:
        client.delete_volume(VolumeARN=arn)  #= translated rest
    except client.exceptions.ClientError as e:
        print(Report().format(e))


def own_method_with_names(arn, ctx):
    try:
        client.delete_volume(VolumeARN=arn)  #= translated rest
    except client.exceptions.ClientError as e:
        print(Report().format(**{"error": e, **ctx}))


def other_arguments(arn, **words):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except client.exceptions.ClientError:
        log.error("{user}: {arn}".format(arn=arn, **words))
        log.error("{user}".format(**words))
        raise
