import boto3


class Job:
    def __init__(self):
        self.client = boto3.client("storagegateway")
        self.failed = False

    def run(self, arn):
        try:
            self.client.notify_when_uploaded(FileShareARN=arn)  #= reported rest
        except Exception as error:
            self.failed = True
            self.last_error = error
