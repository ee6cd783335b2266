import boto3

class Resource:
    def __init__(self, service, region):
        self.client = boto3.client(service, region_name=region)
    def tags(self, arn):
        try:
            return self.client.list_tags_for_resource(ResourceArn=arn)
        except Exception:
            return None

class Eb(Resource):
    def __init__(self, region):
        super().__init__("elasticbeanstalk", region)

class Kms(Resource):
    def __init__(self, region):
        super().__init__("kms", region)
    def drop(self):
        try:
            self.client.delete_volume(VolumeId="a")
        except Exception:
            pass
