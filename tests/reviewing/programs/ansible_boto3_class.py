import traceback

try:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError
    HAS_BOTO3 = True
except ImportError:
    HAS_BOTO3 = False

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.ec2 import boto3_conn, camel_dict_to_snake_dict, ec2_argument_spec, get_aws_connection_info


class TapePool:
    def __init__(self, module):
        self.module = module
        region, ec2_url, aws_connect_kwargs = get_aws_connection_info(module, boto3=True)
        self.client = boto3_conn(module, conn_type="client", resource="storagegateway", region=region, endpoint=ec2_url, **aws_connect_kwargs)

    def find(self, name):
        try:
            for pool in self.client.list_tape_pools()["PoolInfos"]:  #= translated rest
                if pool["PoolName"] == name:
                    return pool
        except ClientError as e:
            self.module.fail_json(msg=e.message if hasattr(e, "message") else str(e), exception=traceback.format_exc(), **camel_dict_to_snake_dict(e.response))
        return None

    def create(self, name):
        try:
            return self.client.create_tape_pool(PoolName=name, StorageClass="GLACIER")["PoolARN"]  #= translated rest
        except (ClientError, BotoCoreError) as e:
            self.module.fail_json(msg="cannot create: " + str(e))

    def delete(self, arn):
        changed, error = False, None
        try:
            self.client.delete_tape_pool(PoolARN=arn)  #= reported rest
            changed = True
        except ClientError as e:
            error = str(e)
        return changed, error


def main():
    spec = ec2_argument_spec()
    spec.update(dict(name=dict(required=True), state=dict(default="present", choices=["present", "absent"])))
    module = AnsibleModule(argument_spec=spec)
    if not HAS_BOTO3:
        module.fail_json(msg="boto3 required")
    pools = TapePool(module)
    pool = pools.find(module.params["name"])
    if module.params["state"] == "present":
        if not pool:
            pools.create(module.params["name"])
        module.exit_json(changed=not pool)
    changed, error = pools.delete(pool["PoolARN"])
    if error:
        module.fail_json(msg=error)
    module.exit_json(changed=changed)


if __name__ == "__main__":
    main()
