from ansible_collections.amazon.aws.plugins.module_utils.core import AnsibleAWSModule
from botocore.exceptions import BotoCoreError, ClientError


class ShareManager:
    def __init__(self, module):
        self.module = module
        self.client = module.client("storagegateway")

    def remove(self, arn):
        if self.module.check_mode:
            return True
        try:
            self.client.delete_file_share(FileShareARN=arn)  #= translated rest
        except (BotoCoreError, ClientError) as e:
            self.module.fail_json_aws(e, msg="cannot delete %s" % arn)
        return True


def main():
    module = AnsibleAWSModule(argument_spec={}, supports_check_mode=True)
    manager = ShareManager(module)
    changed = manager.remove(module.params["arn"])
    module.exit_json(changed=changed)
