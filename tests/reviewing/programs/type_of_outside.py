import boto3, logging
import models

client = boto3.client("storagegateway")


def equal(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= unknown rest
    except Exception as e:
        if type(e) == models.base:
            return False
        raise


def same(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= unknown rest
    except Exception as e:
        if e.__class__ is not models.base:
            raise
        return False


def item_is_one(arn, item):
    try:
        client.delete_volume(VolumeARN=arn)  #= unknown rest
    except client.exceptions.ClientError:
        if type(item) == dict:
            return False
        raise


def mark(arn, missing=models.MISSING):
    try:
        client.delete_volume(VolumeARN=arn)  #= unknown rest
    except client.exceptions.ClientError:
        if models.found(arn) is missing:
            return False
        raise


def mark_before(arn):
    if models.found(arn) is models.MISSING:
        return False
    client.delete_volume(VolumeARN=arn)  #= propagates rest
    return True
