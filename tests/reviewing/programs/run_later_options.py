import boto3
import tools

client = boto3.client("storagegateway")


def elsewhere(arn):
    return tools.run_later(delete, arn, ignore_err_codes=("InvalidGatewayRequestException",))


def delete(arn, ignore_err_codes=()):
    print(ignore_err_codes)  # this isn't what Cloud Custodian's retry takes
    return client.delete_volume(VolumeARN=arn)  #= propagates rest
