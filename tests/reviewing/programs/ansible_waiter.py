import time
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from botocore.exceptions import BotoCoreError, ClientError


def wait_deleted(client, module, arn):
    for _ in range(10):
        try:
            client.describe_nfs_file_shares(FileShareARNList=[arn])  #= handled InvalidGatewayRequestException; translated rest
        except client.exceptions.InvalidGatewayRequestException:
            return
        except (ClientError, BotoCoreError) as e:
            module.fail_json_aws(e)
        time.sleep(5)
    module.fail_json(msg="still there")


def main():
    module = AnsibleAWSModule(argument_spec={})
    client = module.client("storagegateway")
    wait_deleted(client, module, module.params["arn"])
    module.exit_json(changed=True)


main()
