from ansible_collections.amazon.aws.plugins.module_utils.botocore import is_boto3_error_code
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

try:
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    pass


def existing(client, module, arn):
    try:
        return client.describe_nfs_file_shares(FileShareARNList=[arn])["NFSFileShareInfoList"]  #= handled InvalidGatewayRequestException; translated rest
    except is_boto3_error_code("InvalidGatewayRequestException"):
        return []
    except (BotoCoreError, ClientError) as e:
        module.fail_json_aws(e, msg="cannot describe")


def main():
    module = AnsibleAWSModule(argument_spec={})
    client = module.client("storagegateway")
    module.exit_json(shares=existing(client, module, module.params["arn"]))
