from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
def main():
    module = AnsibleAWSModule(argument_spec={})
    ec2 = module.client("ec2")
    try:
        ec2.detach_volume(VolumeId="v")
    except Exception as e:
        module.fail_json_aws(e)
