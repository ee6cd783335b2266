import boto3
from botocore.exceptions import ClientError
from prefect import flow, get_run_logger, task
from prefect.states import Completed, Failed
from prefect_aws import AwsCredentials


@task(retries=3, retry_delay_seconds=10)
def list_shares(gateway_arn: str):
    credentials = AwsCredentials.load("default")
    client = credentials.get_boto3_session().client("storagegateway")
    return client.list_file_shares(GatewayARN=gateway_arn)["FileShareInfoList"]  #= propagates rest


@task
def refresh(arn: str):
    logger = get_run_logger()
    client = boto3.client("storagegateway")
    try:
        client.refresh_cache(FileShareARN=arn)  #= reported rest
    except ClientError as e:
        logger.error("refresh failed: %s", e)
        return Failed(message=f"refresh of {arn} failed")
    return Completed(message="ok")


@task
def notify(arn: str):
    client = boto3.client("storagegateway")
    try:
        client.notify_when_uploaded(FileShareARN=arn)  #= swallowed rest
    except ClientError:
        get_run_logger().warning("cannot notify", exc_info=True)


@flow
def nightly(gateway_arn: str):
    for share in list_shares(gateway_arn):
        refresh.submit(share["FileShareARN"])
        notify.submit(share["FileShareARN"])
