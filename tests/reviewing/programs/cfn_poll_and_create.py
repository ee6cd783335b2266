import logging
import cfnresponse
import boto3
from botocore.exceptions import ClientError

log = logging.getLogger()
log.setLevel(logging.INFO)


class Resource:
    def __init__(self, event, context):
        self.event, self.context = event, context
        self.sgw = boto3.client("storagegateway")
        self.physical_id = event.get("PhysicalResourceId")

    def create(self):
        properties = self.event["ResourceProperties"]
        self.physical_id = self.sgw.create_nfs_file_share(  #= reported rest
            ClientToken=self.event["RequestId"], GatewayARN=properties["Gateway"], Role=properties["Role"], LocationARN=properties["Bucket"]
        )["FileShareARN"]

    def update(self):
        try:
            self.sgw.update_nfs_file_share(FileShareARN=self.physical_id, ClientList=self.event["ResourceProperties"]["Clients"])  #= handled InvalidGatewayRequestException; reported rest
        except self.sgw.exceptions.InvalidGatewayRequestException:
            log.warning("share is gone, creating it again")
            self.create()

    def delete(self):
        try:
            self.sgw.delete_file_share(FileShareARN=self.physical_id, ForceDelete=True)  #= swallowed rest
        except ClientError as e:
            log.error("left behind: %s", e)

    def respond(self):
        try:
            getattr(self, self.event["RequestType"].lower())()
            cfnresponse.send(self.event, self.context, cfnresponse.SUCCESS, {}, self.physical_id)
        except Exception as e:
            log.exception("failed")
            cfnresponse.send(self.event, self.context, cfnresponse.FAILED, {"Reason": str(e)}, self.physical_id)


def handler(event, context):
    Resource(event, context).respond()
