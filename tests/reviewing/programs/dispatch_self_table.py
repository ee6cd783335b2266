import boto3


class Runner:
    def __init__(self):
        self.client = boto3.client("storagegateway")
        self.actions = {"refresh": self.refresh, "reset": self.reset}

    def refresh(self, arn):
        self.client.refresh_cache(FileShareARN=arn)  #= swallowed rest

    def reset(self, arn):
        self.client.reset_cache(GatewayARN=arn)  #= swallowed rest

    def run(self, action, arn):
        try:
            self.actions[action](arn)
        except Exception as e:
            print(f"{action} failed: {e}")
