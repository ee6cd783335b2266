from ansible.module_utils.basic import AnsibleModule
import boto3


def main():
    module = AnsibleModule(argument_spec=dict(arn=dict(type="str")))
    client = boto3.client("storagegateway")
    try:
        client.start_gateway(GatewayARN=module.params["arn"])  #= translated rest
        changed = True
    except Exception as e:
        module.fail_json(msg=str(e))
    module.exit_json(changed=changed)


main()
