import attr
import boto3
from attrs import define, field
from botocore.exceptions import ClientError
from pydantic import BaseModel, Field


class ShareModel(BaseModel):
    arn: str = Field(alias="FileShareARN")
    status: str = Field("UNKNOWN", alias="FileShareStatus")


@define
class Shares:
    region: str
    client: object = field(init=False)
    problems: list = field(factory=list)

    def __attrs_post_init__(self):
        self.client = boto3.client("storagegateway", region_name=self.region)

    def load(self, arns):
        try:
            found = self.client.describe_smb_file_shares(FileShareARNList=arns)["SMBFileShareInfoList"]  #= reported rest
        except ClientError as e:
            self.problems.append(e.response["Error"])
            return []
        return [ShareModel(**each) for each in found]


@attr.s(auto_attribs=True)
class Settings:
    gateway: str
    client = boto3.client("storagegateway")

    def apply(self, strategy):
        self.client.update_smb_security_strategy(GatewayARN=self.gateway, SMBSecurityStrategy=strategy)  #= propagates rest
