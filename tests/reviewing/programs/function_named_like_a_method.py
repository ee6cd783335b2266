import logging
from functools import partial
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def delete(arn):
    client.delete_volume(VolumeARN=arn)  #= propagates rest


def stop(arn):
    client.shutdown_gateway(GatewayARN=arn)  #= handled GatewayNotConnected; propagates rest


def refresh(arn):
    client.refresh_cache(FileShareARN=arn)  #= swallowed rest


class Share:
    def __init__(self, arn):
        self.refresh = partial(refresh, arn)

    def update(self):
        try:
            self.refresh()
        except ClientError:
            logging.warning("not refreshed")


def forget(table, arn):
    try:
        table.delete(arn)
    except Exception:
        logging.warning("no row")
        return
    delete(arn)


def shut_down(server, items_db, arn):
    server.stop()
    items_db.stop()
    try:
        stop(arn)
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") != "GatewayNotConnected":
            raise
