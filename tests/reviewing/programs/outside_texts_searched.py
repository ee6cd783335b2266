import boto3
import json
import re

client = boto3.client("storagegateway")


def searched(arn, kind):
    try:
        client.delete_volume(VolumeARN=arn)  #= unknown rest
    except client.exceptions.ClientError:
        if re.search("retry", kind) and not re.search("skip", kind):
            return False
        raise


def loaded(arn, old, new):
    try:
        client.delete_volume(VolumeARN=arn)  #= unknown rest
    except client.exceptions.ClientError:
        if json.loads(old) and not json.loads(new):
            return False
        raise
