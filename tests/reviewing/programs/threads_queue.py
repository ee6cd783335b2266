import queue
import threading

import boto3
from botocore.exceptions import ClientError


class Worker(threading.Thread):
    def __init__(self, todo, failed):
        super().__init__(daemon=True)
        self.todo = todo
        self.failed = failed
        self.client = boto3.session.Session().client("storagegateway")

    def run(self):
        while True:
            try:
                arn = self.todo.get_nowait()
            except queue.Empty:
                return
            try:
                self.client.update_gateway_software_now(GatewayARN=arn)  #= reported rest
            except ClientError as e:
                self.failed.append((arn, e.response["Error"]["Code"]))
            finally:
                self.todo.task_done()


def update_all(arns, workers=4):
    todo, failed = queue.Queue(), []
    for arn in arns:
        todo.put(arn)
    threads = [Worker(todo, failed) for _ in range(workers)]
    for t in threads:
        t.start()
    todo.join()
    return failed
