import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


class Undo:
    def __init__(self):
        self.todo = []

    def plan(self, arn):
        self.todo.append(lambda: client.delete_volume(VolumeARN=arn))  #= swallowed rest

    def run(self):
        failed = 0
        for each in self.todo:
            try:
                each()
            except ClientError:
                failed += 1
        if failed > 3:
            raise RuntimeError("too many")


UNDO = Undo()
