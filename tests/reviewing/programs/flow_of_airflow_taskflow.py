import logging

import pendulum
from airflow.decorators import dag, task, task_group
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.hooks.base import BaseHook
from airflow.providers.amazon.aws.hooks.base_aws import AwsGenericHook
from botocore.exceptions import ClientError

logger = logging.getLogger("airflow.task")


def client():
    return AwsGenericHook(aws_conn_id="aws", client_type="storagegateway").get_conn()


@dag(schedule="@daily", start_date=pendulum.datetime(2024, 1, 1), catchup=False)
def refresh_shares():
    @task
    def shares() -> list[str]:
        return [s["FileShareARN"] for s in client().list_file_shares()["FileShareInfoList"]]  #= propagates rest

    @task(retries=3, map_index_template="{{ arn }}")
    def refresh(arn: str) -> str:
        try:
            return client().refresh_cache(FileShareARN=arn)["NotificationId"]  #= translated rest
        except ClientError as e:
            if e.response["Error"]["Code"] == "InvalidGatewayRequestException":
                raise AirflowSkipException(f"{arn} is busy") from e
            raise AirflowFailException(str(e)) from e

    @task(trigger_rule="all_done")
    def report(ids):
        logger.info("%d refreshed", len(list(ids)))

    report(refresh.expand(arn=shares()))


refresh_shares()
