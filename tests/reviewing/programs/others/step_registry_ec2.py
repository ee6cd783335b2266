import boto3
STEPS = []

def step(cls):
    STEPS.append(cls)
    return cls

@step
class Drop:
    def __init__(self, client):
        self.client = client
    def apply(self, id):
        self.client.delete_volume(VolumeId=id)

def run(id):
    client = boto3.client("ec2")
    for each in STEPS:
        try:
            each(client).apply(id)
        except Exception as e:
            print(e)
