import boto3


class Task:
    def run(self):
        try:
            self.execute()
        except Exception as e:
            print("failed", e)
            return 1
        return 0

    def execute(self):
        raise NotImplementedError


class Refresh(Task):
    def __init__(self, arn):
        self.client = boto3.client("storagegateway")
        self.arn = arn

    def execute(self):
        self.client.refresh_cache(FileShareARN=self.arn)  #= reported rest


if __name__ == "__main__":
    Refresh("a").run()
