import boto3
import logging
from botocore.exceptions import ClientError

logger = logging.getLogger(__name__)


class EventBus:
    def __init__(self):
        self._subscribers = {}

    def on(self, name):
        def decorate(func):
            self._subscribers.setdefault(name, []).append(func)
            return func
        return decorate

    def emit(self, name, **payload):
        for func in self._subscribers.get(name, []):
            try:
                func(**payload)
            except ClientError:
                logger.exception("subscriber of %s failed", name)


bus = EventBus()
sgw = boto3.client("storagegateway")


@bus.on("uploaded")
def refresh(share, **_):
    sgw.refresh_cache(FileShareARN=share)  #= swallowed rest


@bus.on("deleted")
def tag(share, **_):
    try:
        sgw.remove_tags_from_resource(ResourceARN=share, TagKeys=["active"])  #= swallowed rest
    except ClientError as e:
        logger.error(e)


def s3_event(event, context):
    for record in event["Records"]:
        bus.emit("uploaded", share=record["share"])
