from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

try:
    import botocore
except ImportError:
    pass


def main():
    module = AnsibleAWSModule(argument_spec=dict(arn=dict(required=True)))
    client = module.client("storagegateway")
    try:
        found = client.describe_smb_file_shares(FileShareARNList=[module.params["arn"]])  #= translated rest
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as e:
        module.fail_json_aws(e, msg="cannot describe the share")
    module.exit_json(changed=False, shares=found["SMBFileShareInfoList"])


if __name__ == "__main__":
    main()
